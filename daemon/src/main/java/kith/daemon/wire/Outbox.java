package kith.daemon.wire;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Frames that are to be sent. Filled from any thread, emptied by the channel's loop as the peer takes them and as the
 * road lets them pass; frames wait here as they are, so that one frame to many peers is held once.
 *
 * <p>Urgent frames pass all others: that we are there, and how much we take, must be heard however little may go.
 */
final class Outbox {
    /** Frames written as one: enough to fill TLS records, little enough to be soon done. */
    private static final int BATCH_BYTES = 64 * 1_024;
    /** Where there is a limit, an urgent frame and the turn of another link wait for so much. */
    private static final int SLOW_BATCH_BYTES = 16 * 1_024;
    /** History is added on a road with a limit only while no more than this waits: what is news must not wait behind. */
    private static final int HISTORY_MARK_BYTES = 16 * 1_024;

    private final Channel channel;
    private final Runnable whenWritable;
    private final Turns.Turn news;
    private final Turns.Turn history;
    private final Queue<Frame> urgent = new ConcurrentLinkedQueue<>();
    private final Queue<Frame> frames = new ConcurrentLinkedQueue<>();
    private final AtomicLong unsent = new AtomicLong();
    private final AtomicBoolean isFlushing = new AtomicBoolean();
    private final AtomicBoolean isWritable = new AtomicBoolean(true);
    private final AtomicBoolean isHistoryWaiting = new AtomicBoolean();

    /**
     * @param whenWritable called from any thread when it is writable again, or has room for history again
     */
    Outbox(Channel channel, Road road, Runnable whenWritable) {
        this.channel = channel;
        this.whenWritable = whenWritable;
        this.news = road.news().join(() -> Switchboard.execute(channel.eventLoop(), this::flush));
        this.history = road.history().join(whenWritable);
        channel.closeFuture().addListener(closed -> {
            news.leave();
            history.leave();
        });
    }

    /** From any thread. False, and nothing is done, where it would hold more than a link may. */
    boolean add(Frame frame) {
        long now = unsent.addAndGet(frame.encodedBytes());
        if (now > Link.MAX_UNSENT_BYTES) {
            unsent.addAndGet(-frame.encodedBytes());
            return false;
        }
        (frame.isUrgent() ? urgent : frames).add(frame);
        if (frame.isHistory()) {
            history.took(frame.encodedBytes());
        }
        if (now > Link.HIGH_WATER_BYTES) {
            isWritable.set(false);
            // All of it may have been sent before this was said.
            allowAgain();
        }
        if (isFlushing.compareAndSet(false, true)) {
            Switchboard.execute(channel.eventLoop(), this::flush);
        }
        return true;
    }

    boolean isWritable() {
        return isWritable.get();
    }

    /** Whether history may be added. Where it may not, the owner is told when to ask again. From any thread. */
    boolean hasRoomForHistory() {
        if (!isWritable() || history.isFree()) {
            return isWritable();
        }
        if (unsent.get() > HISTORY_MARK_BYTES) {
            isHistoryWaiting.set(true);
            // All of it may have been sent before this was said.
            if (unsent.get() > HISTORY_MARK_BYTES) {
                return false;
            }
        }
        return history.mayGo();
    }

    /** Writes what the channel takes and the road lets pass. Of the loop; again when there is more room. */
    void flush() {
        isFlushing.set(false);
        boolean wrote = false;
        while (channel.isWritable() && (writeBatch(urgent) || (mayWriteMore() && writeBatch(frames)))) {
            wrote = true;
            if (!news.isFree()) {
                // What passes is counted nearest to the network, and has to be before more is asked for.
                channel.flush();
            }
        }
        if (wrote) {
            channel.flush();
        }
    }

    private boolean mayWriteMore() {
        return !frames.isEmpty() && news.mayGo();
    }

    /** Writes all of it, whether channel and road like it or not. Of the loop; the last act before a goodbye. */
    void flushAll() {
        boolean more = true;
        while (more) {
            more = writeBatch(urgent) || writeBatch(frames);
        }
        channel.flush();
    }

    private boolean writeBatch(Queue<Frame> from) {
        Frame first = from.poll();
        if (first == null) {
            return false;
        }
        int capacity = Math.max(news.isFree() ? BATCH_BYTES : SLOW_BATCH_BYTES, first.encodedBytes());
        ByteBuf batch = channel.alloc().heapBuffer(capacity);
        int ofHistory = 0;
        Frame next = first;
        do {
            ofHistory += next.isHistory() ? next.encodedBytes() : 0;
            write(next, batch);
            @Nullable Frame following = from.peek();
            next = following != null && following.encodedBytes() <= capacity - batch.readableBytes()
                    ? from.poll()
                    : null;
        } while (next != null);
        int length = batch.readableBytes();
        news.took(length - ofHistory);
        channel.write(batch).addListener(done -> sent(length));
        return true;
    }

    private static void write(Frame frame, ByteBuf batch) {
        batch.writeLong(FrameCodec.header(frame)).writeBytes(frame.payload().view());
    }

    private void sent(int length) {
        long left = unsent.addAndGet(-length);
        allowAgain();
        if (left <= HISTORY_MARK_BYTES && isHistoryWaiting.compareAndSet(true, false)) {
            whenWritable.run();
        }
    }

    private void allowAgain() {
        if (unsent.get() < Link.LOW_WATER_BYTES && isWritable.compareAndSet(false, true)) {
            whenWritable.run();
        }
    }
}
