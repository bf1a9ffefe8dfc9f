package kith.daemon.wire;

import io.netty.channel.Channel;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.EventExecutor;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import kith.ontology.bytes.MalformedException;
import kith.ontology.fault.KithException;
import kith.ontology.identity.KeyId;
import org.jspecify.annotations.Nullable;

/**
 * A link over one channel of Netty. Three kinds of threads meet here: anybody sends and closes; the channel's loop
 * decodes, encrypts and writes; the link's lane speaks with the conversation.
 */
@SuppressWarnings("FutureReturnValueIgnored") // what becomes of a write or a goodbye, the closing of the channel tells
final class TcpLink implements Link {
    /** Frames received before another link on the same lane has its turn. */
    private static final int TURN_FRAMES = 64;
    /** What went wrong with a peer once may well do so again. */
    private static final Duration PAUSE_AFTER_FAULT = Duration.ofMinutes(1);

    /** Who is at the other end, whether we called them, on which lane we speak with them, and on which road. */
    record Party(KeyId node, boolean isDialled, EventExecutor lane, Road road) {}

    /** The parts of the connection, taken while it stood: a channel that has closed gives none of them away. */
    record Line(Channel channel, InetSocketAddress address, SslHandler tls, ByteCount bytes, Tap tap) {
        /** @param called where the node was called through a proxy, which then is the remote end; null: it was not */
        static Line of(Channel channel, @Nullable InetSocketAddress called) {
            return new Line(
                    channel,
                    called == null ? (InetSocketAddress) channel.remoteAddress() : called,
                    channel.pipeline().get(SslHandler.class),
                    channel.pipeline().get(ByteCount.class),
                    channel.pipeline().get(Tap.class));
        }
    }

    private final Line line;
    private final Channel channel;
    private final Switchboard board;
    private final Party party;
    private final Inbox inbox;
    private final Outbox outbox;
    private final Conversation conversation;
    private final AtomicBoolean isWorking = new AtomicBoolean();
    private final AtomicReference<@Nullable Ending> ending = new AtomicReference<>();
    private volatile boolean isPaused;
    /** Of the lane: the conversation has heard the last of it. */
    private boolean isOver;

    TcpLink(Line line, Switchboard board, Party party) {
        this.line = line;
        this.channel = line.channel();
        this.board = board;
        this.party = party;
        this.inbox = new Inbox(line.tap(), channel.eventLoop());
        this.conversation = board.reception.conversation();
        this.outbox = new Outbox(channel, party.road(), () -> execute(this::tellWritable));
    }

    /** Of the lane, before anything arrives. */
    void open() {
        guarded(() -> conversation.opened(this));
    }

    // The lane: what the conversation hears.

    @Override
    public void execute(Runnable act) {
        Switchboard.execute(party.lane(), () -> guarded(act));
    }

    @Override
    public void executeAfter(Duration delay, Runnable act) {
        Switchboard.executeAfter(party.lane(), delay, () -> guarded(act));
    }

    private void tellWritable() {
        if (!isOver) {
            conversation.writable();
        }
    }

    private void startWork() {
        if (isWorking.compareAndSet(false, true)) {
            Switchboard.execute(party.lane(), this::work);
        }
    }

    private void work() {
        boolean more = true;
        for (int turn = 0; turn < TURN_FRAMES && more && ending.get() == null && !isPaused; turn++) {
            more = receiveOne();
        }
        isWorking.set(false);
        Ending end = ending.get();
        if (end != null) {
            finish(end);
        } else if (!isPaused && !inbox.isEmpty()) {
            startWork();
        }
    }

    private boolean receiveOne() {
        Frame frame = inbox.poll();
        if (frame != null) {
            guarded(() -> conversation.received(frame));
        }
        return frame != null;
    }

    /** What was said before the other side ended it still counts. */
    private void finish(Ending end) {
        if (isOver) {
            return;
        }
        boolean more = end.by() != Ending.By.US;
        while (more && !isPaused) {
            more = receiveOne();
        }
        inbox.clear();
        isOver = true;
        guarded(() -> conversation.closed(end));
    }

    private void guarded(Runnable act) {
        try {
            act.run();
        } catch (KithException e) {
            if (e.blame() == KithException.Blame.PEER) {
                violated(String.valueOf(e.getMessage()));
            } else {
                fail(e);
            }
        } catch (RuntimeException | Error e) {
            fail(e);
        }
    }

    private void fail(Throwable fault) {
        boolean first = end(new Ending(Ending.By.US, CloseCode.FAILED, PAUSE_AFTER_FAULT, ""));
        board.failed(fault, first ? Optional.of(toString()) : Optional.<String>empty());
    }

    @Override
    public void pause() {
        isPaused = true;
    }

    @Override
    public void resume() {
        isPaused = false;
        startWork();
    }

    // The loop: what arrives and what leaves.

    void arrived(Frame frame) {
        if (frame.type() != Ending.FRAME_TYPE) {
            inbox.add(frame);
            startWork();
        } else if (frame.channel() != 0) {
            violated("CLOSE on channel " + frame.channel());
        } else {
            try {
                end(Ending.read(frame));
            } catch (MalformedException e) {
                violated(String.valueOf(e.getMessage()));
            }
        }
    }

    void channelWritable() {
        outbox.flush();
    }

    void lost(String why) {
        end(Ending.lost(why));
    }

    /** From any thread. */
    void violated(String rule) {
        if (end(Ending.violation(rule))) {
            board.count(Tally.VIOLATION);
        }
    }

    // Anybody.

    @Override
    public void send(Frame frame) {
        if (isOpen() && !outbox.add(frame)) {
            close(CloseCode.EVICTED, Duration.ZERO, "more than " + MAX_UNSENT_BYTES + " bytes wait to be sent");
        }
    }

    @Override
    public void close(CloseCode code, Duration retryAfter, String text) {
        end(new Ending(Ending.By.US, code, retryAfter, text));
    }

    private boolean end(Ending why) {
        if (!ending.compareAndSet(null, why)) {
            return false;
        }
        Switchboard.execute(channel.eventLoop(), () -> leave(why));
        startWork();
        return true;
    }

    private void leave(Ending why) {
        if (why.by() == Ending.By.US) {
            sayGoodbye(why);
        } else {
            channel.close();
        }
    }

    /**
     * The reason, then the ends of TLS and of TCP, then the peer's own end is awaited: who closes while bytes are still
     * under way to it resets the connection, and the reason may never be read.
     */
    private void sayGoodbye(Ending why) {
        line.tap().letGo();
        outbox.flushAll();
        channel.eventLoop().schedule(() -> Switchboard.hangUp(channel), MAX_GOODBYE.toMillis(), TimeUnit.MILLISECONDS);
        channel.writeAndFlush(channel.alloc()
                        .heapBuffer()
                        .writeBytes(FrameCodec.encode(why.frame()).view()))
                .addListener(said ->
                        line.tls().closeOutbound().addListener(closed -> ((DuplexChannel) channel).shutdownOutput()));
    }

    Channel channel() {
        return channel;
    }

    Road road() {
        return party.road();
    }

    @Override
    public boolean isOpen() {
        return ending.get() == null;
    }

    @Override
    public boolean isWritable() {
        return outbox.isWritable();
    }

    @Override
    public boolean hasRoomForHistory() {
        return outbox.hasRoomForHistory();
    }

    @Override
    public long allowHistory(long wanted) {
        return party.road().allowHistory(wanted);
    }

    @Override
    public boolean isSlowDown() {
        return party.road().isSlowDown();
    }

    @Override
    public boolean isMetered() {
        return board.isMetered(party.road());
    }

    @Override
    public boolean isHeldBack() {
        return line.tap().isHeldBack();
    }

    @Override
    public KeyId remote() {
        return party.node();
    }

    @Override
    public InetSocketAddress address() {
        return line.address();
    }

    @Override
    public boolean isDialled() {
        return party.isDialled();
    }

    @Override
    public long bytesSent() {
        return line.bytes().sent();
    }

    @Override
    public long bytesReceived() {
        return line.bytes().received();
    }

    @Override
    public long bytesDrained() {
        return line.bytes().drained();
    }

    @Override
    public String toString() {
        return (party.isDialled() ? "link to " : "link from ") + party.node().brief();
    }
}
