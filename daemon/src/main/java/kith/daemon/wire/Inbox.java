package kith.daemon.wire;

import io.netty.util.concurrent.EventExecutor;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Frames that have arrived and are not yet received. Filled by the channel's loop, emptied by the link's lane; while it
 * is full past the upper water mark the channel is not read, so a slow receiver slows its peer and costs no memory.
 */
final class Inbox {
    /** What a frame costs beyond its payload, so that many empty ones fill it too. */
    private static final int FRAME_COST_BYTES = 64;

    private final Tap tap;
    private final EventExecutor loop;
    private final Queue<Frame> frames = new ConcurrentLinkedQueue<>();
    private final AtomicLong held = new AtomicLong();
    private volatile boolean isFull;

    Inbox(Tap tap, EventExecutor loop) {
        this.tap = tap;
        this.loop = loop;
    }

    /** Of the loop. */
    void add(Frame frame) {
        frames.add(frame);
        if (held.addAndGet(cost(frame)) > Link.HIGH_WATER_BYTES && !isFull) {
            isFull = true;
            tap.want(false);
            // The lane may have emptied it before it could see that it was full.
            readAgain();
        }
    }

    /** Of the lane. */
    @Nullable
    Frame poll() {
        Frame frame = frames.poll();
        if (frame != null && held.addAndGet(-cost(frame)) < Link.LOW_WATER_BYTES && isFull) {
            Switchboard.execute(loop, this::readAgain);
        }
        return frame;
    }

    boolean isEmpty() {
        return frames.isEmpty();
    }

    /** Nothing in it is wanted any more; the channel is read on, to its end. Of the lane. */
    void clear() {
        Frame unwanted = poll();
        while (unwanted != null) {
            unwanted = poll();
        }
    }

    private void readAgain() {
        if (isFull && held.get() < Link.LOW_WATER_BYTES) {
            isFull = false;
            tap.want(true);
        }
    }

    private static int cost(Frame frame) {
        return frame.payload().length() + FRAME_COST_BYTES;
    }
}
