package kith.daemon.machine;

import java.time.Duration;
import java.util.concurrent.Executor;
import kith.ontology.bytes.Bytes;

/** Time, chance and threads, as the daemon may use them. Safe from any thread. */
public interface Machine {
    /** The wall clock, in ms since 1970. It may jump. */
    long nowMillis();

    /** A clock that only runs forward, in ns from some start; for measuring spans. */
    long ticks();

    /** Unpredictable bytes. */
    Bytes random(int count);

    /** A new lane: runs what it is given one after another, in order, never two at once. */
    Executor lane(String name);

    /** Runs {@code act} once, after {@code delay}, on a thread that must not be kept waiting. */
    Timer after(Duration delay, Runnable act);

    /** Something that will happen unless cancelled. */
    interface Timer {
        void cancel();
    }
}
