package kith.daemon.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import kith.daemon.ManualMachine;
import org.junit.jupiter.api.Test;

final class BucketTest {
    private static final int KIB = 1_024;

    private final ManualMachine machine = new ManualMachine();

    @Test
    void aQuarterOfASecondGoesAtOnceAndThenAsMuchASecondAsTheRate() {
        Bucket bucket = bucket(128 * KIB);
        bucket.take(32 * KIB);
        assertFalse(bucket.isOpen());

        machine.pass(Duration.ofMillis(125));

        assertTrue(bucket.isOpen());
        bucket.take(16 * KIB);
        assertFalse(bucket.isOpen(), "an eighth of a second brought no more");
    }

    @Test
    void whatWentWithoutAskingIsPaidForBeforeAnythingElse() {
        Bucket bucket = bucket(64 * KIB);
        bucket.take(16 * KIB + 128 * KIB);

        machine.pass(Duration.ofSeconds(2));
        assertFalse(bucket.isOpen());

        machine.pass(Duration.ofMillis(1));
        assertTrue(bucket.isOpen());
    }

    @Test
    void whoWaitsWaitsUntilItIsHalfFull() {
        Bucket bucket = bucket(64 * KIB);
        bucket.take(16 * KIB);

        assertEquals(TimeUnit.MILLISECONDS.toNanos(125), bucket.nanosUntilHalf());
    }

    @Test
    void aLongRestFillsItNoFurtherThanItsDepth() {
        Bucket bucket = bucket(64 * KIB);
        machine.pass(Duration.ofHours(5));

        bucket.take(16 * KIB);

        assertFalse(bucket.isOpen());
    }

    @Test
    void aSlowOneLetsARecordThroughAllTheSame() {
        assertEquals(Bucket.LEAST_DEPTH_BYTES, bucket(KIB).depth());
    }

    @Test
    void ofSeveralWhoDrawEachHasHalfOfWhatThereIs() {
        Bucket bucket = bucket(128 * KIB);

        assertEquals(16 * KIB, bucket.draw(1 << 20));
        assertEquals(8 * KIB, bucket.draw(1 << 20));
        assertEquals(100, bucket.draw(100));
        bucket.take(64 * KIB);
        assertEquals(0, bucket.draw(1));
    }

    @Test
    void withoutALimitItNeverShuts() {
        Bucket bucket = bucket(Ways.Rates.UNLIMITED);

        bucket.take(Long.MAX_VALUE);

        assertTrue(bucket.isOpen());
        assertEquals(1L << 40, bucket.draw(1L << 40));
        assertEquals(0, bucket.nanosUntilHalf());
    }

    private Bucket bucket(long rate) {
        return new Bucket(rate, 0.25, machine::ticks);
    }
}
