package kith.daemon.peers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import kith.ontology.bytes.Bytes;
import kith.ontology.testkit.Gen;
import kith.ontology.testkit.Seeds;
import org.junit.jupiter.api.Test;

final class BackOffTest {
    private static final Bytes NO_SPREAD = Bytes.owned(new byte[] {0});
    private static final Bytes ALL_SPREAD = Bytes.owned(new byte[] {(byte) 0xff});
    private static final long MINUTE = 60_000;

    @Test
    void whoNeverFailedMayBeCalledAtOnce() {
        assertTrue(BackOff.NONE.isDue(0));
        assertFalse(BackOff.NONE.isBarred(0));
    }

    @Test
    void failuresDoubleThePauseUpToFiveMinutes() {
        long[] pauses = {500, 1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 64_000, 128_000, 256_000, 300_000, 300_000};
        BackOff backOff = BackOff.NONE;
        for (long pause : pauses) {
            backOff = backOff.failed(1_000_000, BackOff.LONGEST, NO_SPREAD);
            assertEquals(1_000_000 + pause, backOff.notBeforeMillis());
        }
    }

    @Test
    void violationsDoubleThePauseFromAMinuteToADayWhateverFailedBefore() {
        BackOff backOff = BackOff.NONE;
        for (int i = 0; i < 9; i++) {
            backOff = backOff.failed(0, BackOff.LONGEST, NO_SPREAD);
        }
        for (long pause = MINUTE; pause < 24 * 60 * MINUTE; pause *= 2) {
            backOff = backOff.violated(0, NO_SPREAD);
            assertEquals(pause, backOff.barredUntilMillis());
        }
        for (int i = 0; i < 100; i++) {
            backOff = backOff.violated(0, NO_SPREAD);
            assertEquals(24 * 60 * MINUTE, backOff.barredUntilMillis());
        }
    }

    @Test
    void chanceTakesAQuarterAtMost() {
        assertEquals(375, BackOff.NONE.failed(0, BackOff.LONGEST, ALL_SPREAD).notBeforeMillis());
        assertEquals(45_000, BackOff.NONE.violated(0, ALL_SPREAD).barredUntilMillis());
    }

    @Test
    void aNewReasonMakesUpForFailuresAndForNoViolation() {
        BackOff woken = BackOff.NONE
                .violated(0, NO_SPREAD)
                .failed(0, BackOff.LONGEST, NO_SPREAD)
                .woken();

        assertEquals(new BackOff(0, 0, 1, MINUTE), woken);
        assertFalse(woken.isDue(MINUTE - 1));
        assertTrue(woken.isDue(MINUTE));
    }

    @Test
    void whatThePeerAsksForIsKept() {
        BackOff asked = BackOff.NONE.failed(0, BackOff.LONGEST, NO_SPREAD).notBefore(90_000);

        assertFalse(asked.isDue(89_999));
        assertTrue(asked.isDue(90_000));
        assertFalse(asked.isBarred(0));
        assertEquals(asked, asked.notBefore(10));
    }

    @Seeds(300)
    void nobodyIsCalledWhileHeIsHeldOff(Gen gen) {
        BackOff backOff = BackOff.NONE;
        long now = gen.magnitude(40);
        for (int i = gen.from(1, 60); i > 0; i--) {
            BackOff before = backOff;
            now += gen.magnitude(20);
            backOff =
                    gen.coin() ? before.failed(now, BackOff.LONGEST, gen.bytes(1)) : before.violated(now, gen.bytes(1));
            boolean broken = backOff.violations() > before.violations();
            long pause = (broken ? backOff.barredUntilMillis() : backOff.notBeforeMillis()) - now;
            assertTrue(pause >= (broken ? 45_000 : 375) && pause <= (broken ? 24 * 60 * MINUTE : 300_000), "" + pause);
            assertFalse(backOff.isDue(now));
            assertTrue(!broken || backOff.isBarred(now));
            assertTrue(backOff.isDue(Math.max(backOff.notBeforeMillis(), backOff.barredUntilMillis())));
        }
    }
}
