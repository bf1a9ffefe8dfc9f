package kith.daemon.sync;

import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import kith.ontology.delta.LogId;
import kith.ontology.delta.LogRoot;
import kith.ontology.delta.Plane;

/**
 * What a peer is told of instead of being sent it, as it wants, and as long as it takes nothing. Acts are few and urgent:
 * of them everything is said at once. On the session's thread only.
 */
final class Spreading {
    /** News of logs are gathered for so long and told as one. */
    static final long GATHER_MILLIS = 20;
    /** How often a peer may change in {@link #FLIPS_MILLIS} whether it is sent a log unasked. */
    static final int MAX_FLIPS = 10;

    static final long FLIPS_MILLIS = 10_000;
    /** For so long one that did more often is sent only what it asks for. */
    static final long REST_MILLIS = 60_000;
    /** Who takes no news for so long is told of them only. */
    static final long STUCK_MILLIS = 2_000;

    private static final long NOT_STUCK = -1;

    private final Line line;
    private final OurIndex index;
    private final Predicate<LogId> isLacked;
    private final Set<LogId> untold = new LinkedHashSet<>();
    private final Map<LogId, Flips> flips = new HashMap<>();
    private boolean isTimed;
    private boolean isSilent;
    private boolean isSlow;
    private long stuckSince = NOT_STUCK;

    /** How often a peer changed since when, and how long it rests from that. */
    private static final class Flips {
        private int count;
        private long since;
        private long restUntil;
    }

    /** @param isLacked whether the peer neither follows a log nor holds all of it, by its own words */
    Spreading(Line line, OurIndex index, Predicate<LogId> isLacked) {
        this.line = line;
        this.index = index;
        this.isLacked = isLacked;
    }

    /** The peer is to hear soon how far these logs are held; at once where it is urgent, or their names have to be said. */
    void tell(Collection<LogId> logs) {
        untold.addAll(logs);
        boolean isUrgent = logs.stream().anyMatch(log -> !isData(log) || !index.isNamed(log));
        if (isUrgent || untold.size() >= MessageCodec.MAX_MARKS) {
            tellNow();
        } else if (!untold.isEmpty() && !isTimed) {
            isTimed = true;
            line.out().after(GATHER_MILLIS, () -> {
                isTimed = false;
                tellNow();
            });
        }
    }

    void tellNow() {
        List<LogId> logs =
                isSilent ? List.<LogId>of() : untold.stream().filter(isLacked).toList();
        untold.clear();
        index.announce(index.names(logs)).forEach(line::send);
    }

    /** The peer is told nothing any more. */
    void fallSilent() {
        isSilent = true;
    }

    boolean isData(LogId log) {
        return line.shelf()
                .root(log)
                .map(LogRoot::plane)
                .filter(Plane.DATA::equals)
                .isPresent();
    }

    /** The peer wants a log no more unasked, or again after that. */
    void flipped(LogId log) {
        long now = line.out().elapsedMillis();
        Flips known = flips.computeIfAbsent(log, first -> new Flips());
        if (known.count == 0 || now - known.since > FLIPS_MILLIS) {
            known.count = 0;
            known.since = now;
        }
        known.count++;
        if (known.count > MAX_FLIPS) {
            known.restUntil = now + REST_MILLIS;
        }
    }

    boolean hasFlipped(LogId log) {
        return flips.containsKey(log);
    }

    /** Whether the peer changed its mind so often that a log is sent only when asked for. */
    boolean isResting(LogId log) {
        Flips known = flips.get(log);
        return known != null && line.out().elapsedMillis() < known.restUntil;
    }

    /** There are news for the peer that cannot go. */
    void stuck() {
        if (stuckSince == NOT_STUCK) {
            stuckSince = line.out().elapsedMillis();
        }
    }

    /** The peer takes again what it is sent. */
    void takes() {
        stuckSince = NOT_STUCK;
        isSlow = false;
    }

    /** Whether the peer is told of news only, until it takes again. */
    boolean isSlow() {
        return isSlow;
    }

    /** True if the peer became slow just now. */
    boolean tick() {
        long now = line.out().elapsedMillis();
        flips.values().removeIf(known -> now >= known.restUntil && now - known.since > FLIPS_MILLIS);
        boolean becomes = !isSlow && stuckSince != NOT_STUCK && now - stuckSince >= STUCK_MILLIS;
        isSlow |= becomes;
        return becomes;
    }
}
