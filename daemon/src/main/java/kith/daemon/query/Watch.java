package kith.daemon.query;

import java.time.Duration;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import kith.ontology.fault.Code;
import kith.ontology.fault.KithException;
import org.apache.jena.atlas.lib.Alarm;
import org.apache.jena.atlas.lib.AlarmClock;
import org.apache.jena.query.QueryCancelledException;
import org.apache.jena.sparql.ARQConstants;
import org.apache.jena.sparql.util.Context;
import org.apache.jena.sparql.util.Symbol;
import org.jspecify.annotations.Nullable;

/**
 * Watches one running question or update: ends it when its time is over, when nobody waits for it any more, or when
 * it asks for more than its share of memory.
 *
 * <p>The engine looks at one flag, between rows and inside the functions that can run long; the first reason to end
 * is kept and becomes the error that the caller sees. {@link #end} is safe from any thread.
 */
final class Watch implements AutoCloseable {
    /** Characters that one text made by a query may have: beyond, CONCAT and its like double themselves to death. */
    static final int MAX_TEXT_CHARS = 1 << 20;
    /** Bits of an integer that arithmetic may make. */
    static final int MAX_NUMBER_BITS = 1 << 16;
    /** Characters of a number that arithmetic and casts read, about as many as those bits. */
    static final int MAX_NUMBER_CHARS = 20_000;

    /** Characters of text made by a query after which the heap is looked at, without waiting for the next tick. */
    private static final long LOOK_AFTER_CHARS = 16L << 20;

    static final Symbol SYMBOL = Symbol.create("https://w3id.org/kith/ns#watch");

    private static final Duration TICK = Duration.ofMillis(50);
    private static final ConcurrentSkipListMap<Long, Watch> RUNNING = new ConcurrentSkipListMap<>();
    private static final AtomicLong STARTED = new AtomicLong();

    /** Whether a tick is to come: one looks after all that run, for an alarm each costs more than a short question. */
    private static final AtomicBoolean TICKING = new AtomicBoolean();

    private final AtomicBoolean over = new AtomicBoolean();
    private final AtomicReference<@Nullable KithException> why = new AtomicReference<>();
    private final long number = STARTED.incrementAndGet();
    private final Duration timeout;
    private boolean closed;
    private @Nullable Alarm ending;
    private long charsSinceLook;

    private Watch(Duration timeout) {
        this.timeout = timeout;
    }

    /** A watch that runs from now on; close it when the question has its answer. */
    static Watch start(Duration timeout) {
        Watch watch = new Watch(timeout);
        RUNNING.put(watch.number, watch);
        if (timeout.compareTo(TICK) < 0) {
            watch.arm();
        }
        goOn();
        return watch;
    }

    /** Puts this watch where the engine and the guarded functions find it. */
    void into(Context context) {
        context.set(SYMBOL, this);
        context.set(ARQConstants.symCancelQuery, over);
    }

    /** Ends the question for that reason, unless it already ends for another. */
    void end(KithException reason) {
        why.compareAndSet(null, reason);
        over.set(true);
    }

    /** Nobody waits for the answer any more. */
    void abandon() {
        end(KithException.user(Code.INTERRUPTED, "the client went away before the answer was whole"));
    }

    boolean isOver() {
        return over.get();
    }

    /** Lets the engine unwind if the question is over. */
    void check() {
        if (over.get()) {
            throw new QueryCancelledException();
        }
    }

    /** The question is about to make a text of so many characters by {@code maker}. */
    void makes(String maker, long chars) {
        if (chars > MAX_TEXT_CHARS) {
            end(new LimitReached(maker + " would make a text of " + chars + " characters; the limit is "
                    + MAX_TEXT_CHARS + ": shorten what it joins"));
        }
        charsSinceLook += chars;
        if (charsSinceLook > LOOK_AFTER_CHARS) {
            // A machine copies gigabytes a second: by the next tick a small heap would be full.
            charsSinceLook = 0;
            if (Heap.isScarce()) {
                end(Heap.outOfMemory());
            }
        }
        check();
    }

    /** The question is about to make a number of so many bits by {@code maker}. */
    void makesNumber(String maker, long bits) {
        if (bits > MAX_NUMBER_BITS) {
            end(new LimitReached(maker + " would make a number of " + bits + " bits; the limit is " + MAX_NUMBER_BITS));
        }
        check();
    }

    /** Why the question ended, for the caller: call it after the last row, and when the engine threw. */
    void raise() {
        KithException reason = why.get();
        if (reason != null) {
            throw reason;
        }
    }

    @Override
    public void close() {
        RUNNING.remove(number);
        synchronized (this) {
            closed = true;
            if (ending != null) {
                AlarmClock.get().cancel(ending);
            }
        }
    }

    private static void goOn() {
        if (!RUNNING.isEmpty() && TICKING.compareAndSet(false, true)) {
            AlarmClock.get().add(Watch::tick, TICK.toMillis());
        }
    }

    private static void tick() {
        TICKING.set(false);
        RUNNING.values().forEach(Watch::arm);
        // When memory runs short one question has to go; the one that has run longest is the likeliest cause.
        var oldest = RUNNING.firstEntry();
        if (oldest != null && Heap.isScarce()) {
            oldest.getValue().end(Heap.outOfMemory());
        }
        goOn();
    }

    /** Sets the alarm of its end, a tick late at most: most questions are over before it is worth one. */
    private synchronized void arm() {
        if (!closed && ending == null) {
            ending = AlarmClock.get().add(() -> end(timedOut()), Math.max(0, timeout.toMillis()));
        }
    }

    private KithException timedOut() {
        return KithException.user(
                Code.TIMED_OUT,
                "not done after " + seconds() + ": narrow the pattern, add LIMIT, or raise the timeout");
    }

    private String seconds() {
        long millis = timeout.toMillis();
        return millis % 1000 == 0 ? millis / 1000 + " s" : millis + " ms";
    }
}
