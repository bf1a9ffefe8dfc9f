package kith.ontology.merge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

final class StampTest {
    private static final long DAY = 24L * 60 * 60 * 1_000 << 16;
    private static final long MONTH = 30 * DAY;

    @Test
    void aClockIsBelievedUpToThirtyDaysPastWhatWasBelievedBefore() {
        assertEquals(new Stamp(DAY + MONTH, DAY + MONTH), Stamp.after(DAY, DAY + MONTH));
        assertFalse(Stamp.after(DAY, DAY + MONTH).isBounded());
        assertEquals(new Stamp(DAY + MONTH, DAY + MONTH + 1), Stamp.after(DAY, DAY + MONTH + 1));
        assertTrue(Stamp.after(DAY, DAY + MONTH + 1).isBounded());
    }

    @Test
    void aClockBehindIsBelievedAsItIs() {
        assertEquals(Stamp.of(1), Stamp.after(DAY, 1));
    }

    @Test
    void whatIsBelievedComesFirstAndThenWhatWasSaid() {
        Stamp far = new Stamp(5, 900);
        Stamp farther = new Stamp(5, 901);
        Stamp later = Stamp.of(6);

        assertTrue(far.compareTo(farther) < 0);
        assertTrue(farther.compareTo(later) < 0);
        assertEquals(0, far.compareTo(new Stamp(5, 900)));
    }

    @Test
    void theLastClockThereIsHasNothingPastIt() {
        assertEquals(Stamp.of(-1), Stamp.after(-5, -1));
    }
}
