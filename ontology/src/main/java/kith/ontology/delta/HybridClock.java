package kith.ontology.delta;

import java.time.Instant;

/**
 * A hybrid logical clock in 64 bits: 48 of milliseconds since 1970, 16 of a counter. It never runs back inside a log
 * and stays near the wall clock. Values are compared as unsigned numbers.
 */
public final class HybridClock {
    /** A clock further ahead of ours than this is shown, never obeyed. */
    public static final long AHEAD_MILLIS = 10 * 60 * 1000L;

    private static final int COUNTER_BITS = 16;

    private HybridClock() {}

    /** The next value after {@code previous} when the wall clock reads {@code nowMillis}. */
    public static long next(long previous, long nowMillis) {
        long now = nowMillis << COUNTER_BITS;
        return Long.compareUnsigned(now, previous) > 0 ? now : previous + 1;
    }

    /** The greatest value that the millisecond has. */
    public static long last(long millis) {
        return millis << COUNTER_BITS | (1L << COUNTER_BITS) - 1;
    }

    public static long millis(long clock) {
        return clock >>> COUNTER_BITS;
    }

    public static Instant instant(long clock) {
        return Instant.ofEpochMilli(millis(clock));
    }

    /** That much later than {@code clock}; the last clock there is where that is past it. */
    public static long later(long clock, long millis) {
        long later = clock + (millis << COUNTER_BITS);
        return isAfter(clock, later) ? -1L : later;
    }

    public static boolean isAfter(long later, long earlier) {
        return Long.compareUnsigned(later, earlier) > 0;
    }
}
