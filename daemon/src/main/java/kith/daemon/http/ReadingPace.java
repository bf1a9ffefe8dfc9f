package kith.daemon.http;

import java.time.Duration;

/** Whether a client reads fast enough while an answer waits for it. For one wait and one thread. */
final class ReadingPace {
    /** After how much waiting it is looked how much was read. */
    static final Duration ROUND = Duration.ofSeconds(60);
    /** Bytes that must have been read in a round: 2 KiB a second, so that a slow link is enough for any answer. */
    static final long MIN_BYTES_A_ROUND = 128 * 1024;

    private long waited;
    private long readBefore;

    /**
     * Another second of waiting is over; rounds begin with the first, for what the connection takes at once nobody has
     * read yet.
     *
     * @param read bytes of the answer that the connection has taken
     */
    boolean isKept(long read) {
        boolean kept = true;
        if (waited % ROUND.toSeconds() == 0) {
            kept = waited == 0 || read - readBefore >= MIN_BYTES_A_ROUND;
            readBefore = read;
        }
        waited++;
        return kept;
    }
}
