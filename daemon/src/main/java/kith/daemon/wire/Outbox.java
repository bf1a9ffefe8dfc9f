package kith.daemon.wire;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Frames that are to be sent. Filled from any thread, emptied by the channel's loop as the peer takes them; frames wait
 * here as they are, so that one frame to many peers is held once.
 */
final class Outbox {
    /** Frames written as one: enough to fill TLS records, little enough to be soon done. */
    private static final int BATCH_BYTES = 64 * 1_024;

    private final Channel channel;
    private final Runnable whenWritable;
    private final Queue<Frame> frames = new ConcurrentLinkedQueue<>();
    private final AtomicLong unsent = new AtomicLong();
    private final AtomicBoolean isFlushing = new AtomicBoolean();
    private final AtomicBoolean isWritable = new AtomicBoolean(true);

    /**
     * @param whenWritable called from any thread when it is writable again
     */
    Outbox(Channel channel, Runnable whenWritable) {
        this.channel = channel;
        this.whenWritable = whenWritable;
    }

    /** From any thread. False, and nothing is done, where it would hold more than a link may. */
    boolean add(Frame frame) {
        long now = unsent.addAndGet(frame.encodedBytes());
        if (now > Link.MAX_UNSENT_BYTES) {
            unsent.addAndGet(-frame.encodedBytes());
            return false;
        }
        frames.add(frame);
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

    /** Writes what the channel takes. Of the loop; again when the channel takes more. */
    void flush() {
        isFlushing.set(false);
        boolean wrote = false;
        while (channel.isWritable() && writeBatch()) {
            wrote = true;
        }
        if (wrote) {
            channel.flush();
        }
    }

    /** Writes all of it, whether the channel likes it or not. Of the loop; the last act before a goodbye. */
    void flushAll() {
        boolean more = true;
        while (more) {
            more = writeBatch();
        }
        channel.flush();
    }

    private boolean writeBatch() {
        Frame first = frames.poll();
        if (first == null) {
            return false;
        }
        int capacity = Math.max(BATCH_BYTES, first.encodedBytes());
        ByteBuf batch = channel.alloc().heapBuffer(capacity);
        Frame next = first;
        do {
            write(next, batch);
            @Nullable Frame following = frames.peek();
            next = following != null && following.encodedBytes() <= capacity - batch.readableBytes()
                    ? frames.poll()
                    : null;
        } while (next != null);
        int length = batch.readableBytes();
        channel.write(batch).addListener(done -> sent(length));
        return true;
    }

    private static void write(Frame frame, ByteBuf batch) {
        batch.writeLong(FrameCodec.header(frame)).writeBytes(frame.payload().view());
    }

    private void sent(int length) {
        unsent.addAndGet(-length);
        allowAgain();
    }

    private void allowAgain() {
        if (unsent.get() < Link.LOW_WATER_BYTES && isWritable.compareAndSet(false, true)) {
            whenWritable.run();
        }
    }
}
