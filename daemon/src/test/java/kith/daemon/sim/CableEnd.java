package kith.daemon.sim;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import kith.daemon.wire.CloseCode;
import kith.daemon.wire.Conversation;
import kith.daemon.wire.Ending;
import kith.daemon.wire.Frame;
import kith.daemon.wire.Link;
import kith.ontology.fault.KithException;
import kith.ontology.identity.KeyId;
import org.jspecify.annotations.Nullable;

/**
 * One end of a {@link Cable}, which treats its conversation as a link over TCP does: frames of the connection before all
 * others, marks of what is unsent, a goodbye that may not be heard.
 */
final class CableEnd implements Link {
    private static final int FIRST_OF_SPACES = 0x10;
    /** After a fault of our own, as the wire has it. */
    private static final Duration PAUSE_AFTER_FAULT = Duration.ofMinutes(1);

    private static final long MICROS = 1_000_000;
    /** Whoever sent to an end that has been closed for so long gets no answer but a reset. */
    private static final long RESET_AFTER_MICROS = 2 * MICROS;

    private final Cable cable;
    private final Cable.Party here;
    private final Cable.Party there;
    private final boolean isDialled;
    private final Agenda agenda;
    private final Conversation conversation;
    private final Deque<Frame> urgent = new ArrayDeque<>();
    private final Deque<Frame> waiting = new ArrayDeque<>();
    private final Deque<Frame> inbox = new ArrayDeque<>();
    private long unsent;
    private boolean isWritable = true;
    private boolean isSending;
    private boolean isPaused;
    private boolean isOver;
    private boolean isSaid;
    private boolean isForgotten;
    private @Nullable Ending ending;
    private long lastArrival;
    private long sent;
    private long received;
    private long drained;

    CableEnd(Cable cable, Cable.Party here, Cable.Party there, boolean isDialled) {
        this.cable = cable;
        this.here = here;
        this.there = there;
        this.isDialled = isDialled;
        this.agenda = cable.net().agenda();
        this.conversation = here.at().reception().conversation();
    }

    void begin() {
        execute(() -> conversation.opened(this));
    }

    int host() {
        return here.host();
    }

    boolean isForgotten() {
        return isForgotten || (isOver && isSaid);
    }

    /** The process here is gone. */
    void forget() {
        isForgotten = true;
        isOver = true;
        waiting.clear();
        urgent.clear();
        unsent = 0;
    }

    long unsent() {
        return unsent;
    }

    // What the conversation hears.

    @Override
    public void execute(Runnable act) {
        executeAfter(Duration.ZERO, act);
    }

    @Override
    public void executeAfter(Duration delay, Runnable act) {
        agenda.after(delay.toNanos() / 1_000, () -> {
            if (here.at().machine().isOn()) {
                guarded(act);
            }
        });
    }

    private void guarded(Runnable act) {
        try {
            act.run();
        } catch (KithException e) {
            if (e.blame() == KithException.Blame.PEER) {
                end(new Ending(Ending.By.US, CloseCode.VIOLATION, Duration.ZERO, String.valueOf(e.getMessage())));
            } else {
                stumble(e);
            }
        } catch (RuntimeException e) {
            stumble(e);
        }
    }

    private void stumble(RuntimeException fault) {
        end(new Ending(Ending.By.US, CloseCode.FAILED, PAUSE_AFTER_FAULT, ""));
        throw new AssertionError("host " + here.host() + " stumbles", fault);
    }

    private void arrived(Frame frame) {
        if (isForgotten) {
            // The host is there and knows nothing of this connection.
            if (cable.net().isOn(here.host())) {
                cable.other(this).lostLater("reset");
            }
            return;
        }
        received += frame.encodedBytes();
        if (ending == null) {
            inbox.add(frame);
            execute(this::work);
        }
    }

    private void work() {
        while (!isOver && !isPaused && !inbox.isEmpty() && isHeard()) {
            Frame frame = inbox.remove();
            guarded(() -> conversation.received(frame));
        }
    }

    /** What the peer said before it ended the link still counts. */
    private boolean isHeard() {
        return ending == null || ending.by() != Ending.By.US;
    }

    private void finish() {
        if (!isOver) {
            work();
            inbox.clear();
            isOver = true;
            Ending why = ending;
            if (why != null) {
                guarded(() -> conversation.closed(why));
            }
        }
    }

    void lostLater(String why) {
        agenda.after(cable.net().micros(there.host(), here.host()), () -> lost(why));
    }

    private void lost(String why) {
        isSaid = true;
        end(new Ending(Ending.By.NETWORK, CloseCode.FAILED, Duration.ZERO, why));
    }

    private void closedByPeer(Ending theirs) {
        isSaid = true;
        end(new Ending(Ending.By.PEER, theirs.code(), theirs.retryAfter(), theirs.text()));
    }

    private void end(Ending why) {
        if (ending == null) {
            ending = why;
            execute(this::finish);
            if (why.by() == Ending.By.US) {
                agenda.after(RESET_AFTER_MICROS, this::hangUp);
                pump();
            } else {
                waiting.clear();
                urgent.clear();
                unsent = 0;
            }
        }
    }

    /** The goodbye did not get through: whoever sends more is told that nobody is there. */
    private void hangUp() {
        if (!isSaid) {
            isSaid = true;
            forget();
            if (cable.passes(this)) {
                cable.other(this).lostLater("hung up");
            }
        }
    }

    // What leaves.

    @Override
    public void send(Frame frame) {
        if (!isOpen()) {
            return;
        }
        unsent += frame.encodedBytes();
        if (unsent > MAX_UNSENT_BYTES) {
            close(CloseCode.EVICTED, Duration.ZERO, "more than " + MAX_UNSENT_BYTES + " bytes wait to be sent");
            return;
        }
        (frame.type() < FIRST_OF_SPACES ? urgent : waiting).add(frame);
        isWritable &= unsent <= HIGH_WATER_BYTES;
        pump();
    }

    /** Sends the next frame, if it can. */
    void pump() {
        if (isSending || isForgotten || !cable.passes(this)) {
            return;
        }
        Frame frame = urgent.isEmpty() ? waiting.poll() : urgent.poll();
        Ending why = ending;
        if (frame != null) {
            isSending = true;
            long micros = frame.encodedBytes()
                    * MICROS
                    / cable.net().road(here.host(), there.host()).bytesPerSecond();
            agenda.after(micros, () -> left(frame));
        } else if (why != null && why.by() == Ending.By.US && !isSaid) {
            isSaid = true;
            arrives(() -> cable.other(this).closedByPeer(why));
        }
    }

    private void left(Frame frame) {
        isSending = false;
        if (isForgotten || cable.isDead()) {
            return;
        }
        unsent = Math.max(0, unsent - frame.encodedBytes());
        sent += frame.encodedBytes();
        drained += unsent > 0 ? frame.encodedBytes() : 0;
        cable.net().carried(frame.encodedBytes());
        arrives(() -> cable.other(this).arrived(frame));
        if (!isWritable && unsent < LOW_WATER_BYTES) {
            isWritable = true;
            execute(() -> {
                if (!isOver) {
                    conversation.writable();
                }
            });
        }
        pump();
    }

    /** In the order in which it was sent, if it comes at all. */
    private void arrives(Runnable arrival) {
        lastArrival = Math.max(lastArrival, agenda.nowMicros() + cable.net().micros(here.host(), there.host()));
        agenda.at(lastArrival, () -> {
            if (cable.isDead()) {
                return;
            }
            if (!cable.passes(this) || cable.hasHeldUp()) {
                cable.holdUp(() -> arrives(arrival));
            } else {
                arrival.run();
            }
        });
    }

    @Override
    public void close(CloseCode code, Duration retryAfter, String text) {
        end(new Ending(Ending.By.US, code, retryAfter, text));
    }

    @Override
    public void pause() {
        isPaused = true;
    }

    @Override
    public void resume() {
        isPaused = false;
        execute(this::work);
    }

    // What it is.

    @Override
    public KeyId remote() {
        return there.at().node();
    }

    @Override
    public InetSocketAddress address() {
        return Net.address(there.host());
    }

    @Override
    public boolean isDialled() {
        return isDialled;
    }

    @Override
    public boolean isOpen() {
        return ending == null;
    }

    @Override
    public boolean isWritable() {
        return isWritable;
    }

    @Override
    public long bytesSent() {
        return sent;
    }

    @Override
    public long bytesReceived() {
        return received;
    }

    @Override
    public long bytesDrained() {
        return drained;
    }
}
