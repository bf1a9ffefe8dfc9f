package kith.daemon.sync;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.ToLongFunction;
import kith.ontology.delta.Frontier;
import kith.ontology.delta.LogId;

/**
 * How far a peer is with each of our logs, on one channel. A log in which both were in step when they compared, and that has
 * not moved since, takes no room: it stands where the frontier does that was compared.
 */
final class Progress {
    /** The number from which on a log is sent that is not followed. */
    static final long NEVER = Long.MAX_VALUE;

    private final ToLongFunction<LogId> counted;
    private final Map<LogId, Place> places = new HashMap<>();
    private Frontier snapshot = Frontier.EMPTY;
    private boolean isInStep;
    private long lag;

    /** What is known of one log. */
    private static final class Place {
        private long next = NEVER;
        private long held;
        private long confirmed;
        private long head;
        private long lag;
    }

    /** @param counted how far a log counts here */
    Progress(ToLongFunction<LogId> counted) {
        this.counted = counted;
    }

    /** Where we stood when we said so. */
    void snapshot(Frontier frontier) {
        snapshot = frontier;
    }

    Frontier snapshot() {
        return snapshot;
    }

    /** The peer stands where we stood at the snapshot, but for some logs. */
    void inStep(Set<LogId> differing) {
        differing.forEach(log -> weigh(log, open(log)));
        Set<LogId> known = new HashSet<>(places.keySet());
        known.removeAll(differing);
        for (LogId log : known) {
            Place place = open(log);
            long seq = snapshot.seq(log);
            if (seq > 0 && place.next == NEVER) {
                place.next = seq + 1;
                place.held = Math.max(place.held, seq);
                place.confirmed = Math.max(place.confirmed, seq);
                weigh(log, place);
            }
        }
        isInStep = true;
    }

    /** Nothing is known yet of what the peer holds of any log. */
    void unknown() {
        snapshot.each((log, head) -> weigh(log, open(log)));
    }

    private Place open(LogId log) {
        return places.computeIfAbsent(log, first -> at(snapshot.seq(first)));
    }

    private Place at(long seq) {
        Place place = new Place();
        place.head = seq;
        if (isInStep && seq > 0) {
            place.next = seq + 1;
            place.held = seq;
            place.confirmed = seq;
        }
        return place;
    }

    private Place see(LogId log) {
        Place place = places.get(log);
        return place == null ? at(snapshot.seq(log)) : place;
    }

    /** From which number on the log is sent; {@link #NEVER} where the peer does not follow it. */
    long next(LogId log) {
        return see(log).next;
    }

    /** How far the peer holds the log, or was sent it. */
    long held(LogId log) {
        return see(log).held;
    }

    /** How far the peer is known to hold it. */
    long known(LogId log) {
        Place place = see(log);
        return Math.max(place.held, place.confirmed);
    }

    /** How far the peer was told that we hold the log. */
    long head(LogId log) {
        return see(log).head;
    }

    boolean isFollowed(LogId log) {
        return next(log) != NEVER;
    }

    void follow(LogId log, long from) {
        open(log).next = from;
    }

    void unfollow(LogId log) {
        open(log).next = NEVER;
    }

    void stands(LogId log, long seq) {
        Place place = open(log);
        place.head = seq;
        weigh(log, place);
    }

    void advances(LogId log, long seq) {
        stands(log, Math.max(head(log), seq));
    }

    void holds(LogId log, long seq) {
        Place place = open(log);
        place.held = Math.max(place.held, seq);
        confirms(log, seq);
    }

    void confirms(LogId log, long seq) {
        Place place = open(log);
        place.confirmed = Math.max(place.confirmed, seq);
        weigh(log, place);
    }

    /** The peer holds so much, whatever was thought. */
    void restarts(LogId log, long seq) {
        Place place = open(log);
        place.held = seq;
        place.confirmed = Math.min(place.confirmed, seq);
        weigh(log, place);
    }

    /** The peer holds no more than so much. */
    void falls(LogId log, long seq) {
        Place place = open(log);
        place.next = NEVER;
        place.held = Math.min(place.held, seq);
        place.confirmed = Math.min(place.confirmed, seq);
        weigh(log, place);
    }

    private void weigh(LogId log, Place place) {
        lag -= place.lag;
        place.lag = Math.max(0, counted.applyAsLong(log) - place.confirmed);
        lag += place.lag;
    }

    /** Deltas of ours that the peer has not confirmed. */
    long lag() {
        return lag;
    }

    /** Logs that take room here. */
    int size() {
        return places.size();
    }
}
