package kith.ontology.delta;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import kith.ontology.testkit.Gen;
import kith.ontology.testkit.Seeds;
import org.junit.jupiter.api.Test;

final class HybridClockTest {
    private static final long NOW = Instant.parse("2026-11-20T10:00:00Z").toEpochMilli();

    @Seeds(100)
    void itNeverStandsStillHoweverTheWallClockJumps(Gen gen) {
        long clock = 0;
        for (int i = 0; i < 200; i++) {
            long next = HybridClock.next(clock, NOW + gen.fromLong(-100_000, 100_000));
            assertTrue(HybridClock.isAfter(next, clock));
            clock = next;
        }
    }

    @Seeds(100)
    void itIsTheWallClockWhereThatIsAhead(Gen gen) {
        long later = NOW + gen.magnitude(40);

        long clock = HybridClock.next(HybridClock.next(0, NOW - 1), later);

        assertEquals(later, HybridClock.millis(clock));
        assertEquals(Instant.ofEpochMilli(later), HybridClock.instant(clock));
    }

    @Test
    void moreThan65536StepsInAMillisecondBorrowFromTheNext() {
        long clock = HybridClock.next(0, NOW);
        for (int i = 0; i < 65_536; i++) {
            clock = HybridClock.next(clock, NOW);
        }

        assertEquals(NOW + 1, HybridClock.millis(clock));
    }
}
