package kith.daemon;

import java.util.concurrent.TimeUnit;
import kith.daemon.machine.Machine;

/**
 * A clock for spans: it begins at what the wall clock says and goes on with it, also over a sleep of the machine, but goes on
 * as time does where the wall clock is set back. Else what is to end in a minute would end years later. Thread-safe.
 */
final class ForwardClock {
    private final Machine machine;
    private long wallMillis;
    private long ticks;
    private long nowMillis;

    ForwardClock(Machine machine) {
        this.machine = machine;
        this.wallMillis = machine.nowMillis();
        this.ticks = machine.ticks();
        this.nowMillis = wallMillis;
    }

    /** In ms; never less than before. */
    synchronized long nowMillis() {
        long wall = machine.nowMillis();
        long passed = TimeUnit.NANOSECONDS.toMillis(machine.ticks() - ticks);
        nowMillis += Math.max(wall - wallMillis, passed);
        wallMillis = wall;
        // What is less than a millisecond counts the next time.
        ticks += TimeUnit.MILLISECONDS.toNanos(passed);
        return nowMillis;
    }
}
