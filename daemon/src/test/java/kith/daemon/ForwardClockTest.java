package kith.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.concurrent.Executor;
import kith.daemon.machine.Machine;
import kith.ontology.bytes.Bytes;
import org.junit.jupiter.api.Test;

final class ForwardClockTest {
    private static final long START = 1_790_000_000_000L;
    private static final long TEN_YEARS = 315_576_000_000L;

    private final TwoClocks machine = new TwoClocks();
    private final ForwardClock clock = new ForwardClock(machine);

    @Test
    void itGoesOnWhereTheWallClockIsSetBack() {
        machine.wall -= TEN_YEARS;
        machine.nanos += Duration.ofSeconds(3).toNanos();

        assertEquals(START + 3_000, clock.nowMillis());
    }

    @Test
    void itGoesOnOverASleepOfWhichOnlyTheWallClockKnows() {
        machine.wall += 3_600_000;

        assertEquals(START + 3_600_000, clock.nowMillis());
    }

    @Test
    void partsOfAMillisecondAreNotLost() {
        machine.wall -= TEN_YEARS;
        for (int i = 0; i < 1_000; i++) {
            machine.nanos += 1_500_000;
            clock.nowMillis();
        }

        assertEquals(START + 1_500, clock.nowMillis());
    }

    /** A wall clock and one that only runs forward, each set by hand. */
    private static final class TwoClocks implements Machine {
        private long wall = START;
        private long nanos;

        @Override
        public long nowMillis() {
            return wall;
        }

        @Override
        public long ticks() {
            return nanos;
        }

        @Override
        public Bytes random(int count) {
            return Bytes.owned(new byte[count]);
        }

        @Override
        public Executor lane(String name) {
            return Runnable::run;
        }

        @Override
        public Timer after(Duration delay, Runnable act) {
            return () -> {};
        }
    }
}
