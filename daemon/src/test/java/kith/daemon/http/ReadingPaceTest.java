package kith.daemon.http;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** How slowly an answer may be read. */
final class ReadingPaceTest {
    private final ReadingPace pace = new ReadingPace();

    /** Waits for a round but for its end, while the client reads nothing more. */
    private void waits(long read) {
        for (long second = 0; second < ReadingPace.ROUND.toSeconds(); second++) {
            assertTrue(pace.isKept(read));
        }
    }

    @Test
    void whoReadsNothingForARoundIsTooSlowHoweverMuchTheConnectionTook() {
        long taken = 100 * ReadingPace.MIN_BYTES_A_ROUND;
        waits(taken);

        assertFalse(pace.isKept(taken));
    }

    @Test
    void whoReadsJustEnoughInEachRoundMayGoOn() {
        long read = 0;
        for (int i = 0; i < 100; i++) {
            waits(read);
            read += ReadingPace.MIN_BYTES_A_ROUND;
        }

        assertTrue(pace.isKept(read));
    }

    @Test
    void whoReadsOneByteLessIsTooSlow() {
        waits(0);

        assertFalse(pace.isKept(ReadingPace.MIN_BYTES_A_ROUND - 1));
    }

    @Test
    void aLinkOfThreeKibibytesASecondIsEnoughThoughItIsCountedByBuffers() {
        for (long second = 1; second < 100 * ReadingPace.ROUND.toSeconds(); second++) {
            long buffers = second * 3 * 1024 / ReplyStream.BUFFER_BYTES;

            assertTrue(pace.isKept(buffers * ReplyStream.BUFFER_BYTES));
        }
    }
}
