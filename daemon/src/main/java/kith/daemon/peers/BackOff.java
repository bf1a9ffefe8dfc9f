package kith.daemon.peers;

import java.time.Duration;
import kith.ontology.bytes.Bytes;

/** When to try a peer again: sooner after a mishap, later each time, never by the clock of everybody else. Immutable. */
public record BackOff(int failures, long notBeforeMillis) {
    public static final BackOff NONE = new BackOff(0, 0);

    private static final Duration FIRST = Duration.ofMillis(500);
    private static final Duration LONGEST = Duration.ofMinutes(5);
    private static final Duration FIRST_AFTER_VIOLATION = Duration.ofMinutes(1);
    private static final Duration LONGEST_AFTER_VIOLATION = Duration.ofHours(24);
    private static final int MAX_DOUBLINGS = 20;

    /** After one more failure; {@code chance} is one unpredictable byte, which spreads those that failed together. */
    public BackOff failed(long nowMillis, Bytes chance) {
        return later(nowMillis, FIRST, LONGEST, chance);
    }

    /** After the peer broke the protocol. */
    public BackOff violated(long nowMillis, Bytes chance) {
        return later(nowMillis, FIRST_AFTER_VIOLATION, LONGEST_AFTER_VIOLATION, chance);
    }

    private BackOff later(long nowMillis, Duration first, Duration longest, Bytes chance) {
        long doubled = first.toMillis() << Math.min(failures, MAX_DOUBLINGS);
        long pause = Math.min(longest.toMillis(), doubled);
        long spread = pause / 4 * (chance.at(0) & 0xff) / 255;
        return new BackOff(failures + 1, nowMillis + pause - spread);
    }

    public boolean isDue(long nowMillis) {
        return nowMillis >= notBeforeMillis;
    }
}
