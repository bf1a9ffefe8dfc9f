package kith.daemon.peers;

import java.time.Duration;
import kith.ontology.bytes.Bytes;

/**
 * When to try a peer again: sooner after a mishap, later each time, never by the clock of everybody else. Who breaks the
 * protocol is let alone for longer, by a count of its own, and meanwhile may not come either. Times are those of one
 * wall clock, in ms since 1970. Immutable.
 *
 * @param failures in a row, that were nobody's fault
 * @param notBeforeMillis when to call again
 * @param violations in a row
 * @param barredUntilMillis until when the peer may neither be called nor call
 */
public record BackOff(int failures, long notBeforeMillis, int violations, long barredUntilMillis) {
    public static final BackOff NONE = new BackOff(0, 0, 0, 0);

    private static final Duration FIRST = Duration.ofMillis(500);
    /** Where a peer was there and did not want us. */
    public static final Duration LONGEST = Duration.ofMinutes(5);

    private static final Duration FIRST_AFTER_VIOLATION = Duration.ofMinutes(1);
    private static final Duration LONGEST_AFTER_VIOLATION = Duration.ofHours(24);
    private static final int MAX_DOUBLINGS = 20;

    /**
     * After one more failure.
     *
     * @param longest how long the pause becomes at most
     * @param chance one unpredictable byte, which spreads those that failed together
     */
    public BackOff failed(long nowMillis, Duration longest, Bytes chance) {
        long next = nowMillis + pause(failures, FIRST, longest, chance);
        return new BackOff(failures + 1, next, violations, barredUntilMillis);
    }

    /** After the peer broke the protocol. */
    public BackOff violated(long nowMillis, Bytes chance) {
        long next = nowMillis + pause(violations, FIRST_AFTER_VIOLATION, LONGEST_AFTER_VIOLATION, chance);
        return new BackOff(failures, notBeforeMillis, violations + 1, next);
    }

    /** Not before the time that the peer asked for. */
    public BackOff notBefore(long millis) {
        return new BackOff(failures, Math.max(notBeforeMillis, millis), violations, barredUntilMillis);
    }

    /** There is a new reason to call: what failed for nobody's fault is forgotten, a violation is not. */
    public BackOff woken() {
        return new BackOff(0, 0, violations, barredUntilMillis);
    }

    private static long pause(int before, Duration first, Duration longest, Bytes chance) {
        long doubled = first.toMillis() << Math.min(before, MAX_DOUBLINGS);
        long pause = Math.min(longest.toMillis(), doubled);
        return pause - pause / 4 * (chance.at(0) & 0xff) / 255;
    }

    public boolean isDue(long nowMillis) {
        return nowMillis >= notBeforeMillis && !isBarred(nowMillis);
    }

    /** Whether the peer is held off for what it did, whoever calls. */
    public boolean isBarred(long nowMillis) {
        return nowMillis < barredUntilMillis;
    }
}
