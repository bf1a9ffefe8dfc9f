package kith.daemon.sync;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import kith.ontology.delta.DeltaRun;
import kith.ontology.delta.LogId;
import kith.ontology.delta.LogRoot;
import kith.ontology.delta.Plane;

/** What goes to a peer on one channel: logs it follows, each from the next delta that it lacks. */
final class Sending {
    /**
     * Larger news go as history: a peer gives credit back in steps, and what it has not given back yet must never keep
     * a delta waiting that would need the whole window.
     */
    private static final long MAX_LIVE_BYTES = Credits.LIVE_WINDOW / 2;

    private final Line line;
    private final Shelf shelf;
    private final OurIndex index;
    private final Credits credits;
    private final Spreading spreading;
    /** In the order in which they have their turn, where not all that is old may go at once. */
    private final Map<LogId, Long> next = new LinkedHashMap<>();

    /** Logs that were asked for, until all of them was sent. */
    private final Set<LogId> pulled = new HashSet<>();

    private final Map<LogId, Long> held = new HashMap<>();
    private final Map<LogId, Long> heads = new HashMap<>();
    private final Map<LogId, Long> confirmed = new HashMap<>();
    private Map<LogId, Long> snapshot = Map.of();

    Sending(Line line, OurIndex index, Credits credits) {
        this.line = line;
        this.shelf = line.shelf();
        this.index = index;
        this.credits = credits;
        this.spreading = new Spreading(
                line, index, log -> !next.containsKey(log) && held.getOrDefault(log, 0L) < shelf.counted(log));
    }

    /** Where we stood when we said so. */
    void snapshot(Map<LogId, Long> frontier) {
        heads.putAll(frontier);
        snapshot = Map.copyOf(frontier);
    }

    /** Logs that have moved since the snapshot. */
    Map<LogId, Long> sinceSnapshot() {
        Map<LogId, Long> moved = new HashMap<>();
        for (Plane plane : Plane.values()) {
            shelf.frontier(plane).seqs().forEach((log, seq) -> {
                if (seq > heads.getOrDefault(log, 0L)) {
                    moved.put(log, seq);
                }
            });
        }
        return moved;
    }

    /** The peer stands where we stood at the snapshot, but for some logs: it follows all others from there. */
    void inStep(Set<LogId> differing) {
        snapshot.forEach((log, seq) -> {
            if (!differing.contains(log) && next.putIfAbsent(log, seq + 1) == null) {
                theyHold(log, seq);
            }
        });
        snapshot = Map.of();
    }

    /** Whether all that these logs moved was told to the peer, or sent where it follows. */
    boolean hasTold(Set<LogId> logs) {
        return logs.stream().allMatch(log -> {
            long counted = shelf.counted(log);
            return index.index(log).isPresent()
                    && heads.getOrDefault(log, 0L) >= counted
                    && next.getOrDefault(log, Long.MAX_VALUE) > counted;
        });
    }

    /** The peer holds a log so far, by its own words. */
    void theyHold(LogId log, long seq) {
        held.merge(log, seq, Math::max);
        confirmed.merge(log, seq, Math::max);
    }

    void acknowledged(LogId log, long seq) {
        confirmed.merge(log, seq, Math::max);
    }

    /** Of these logs, the peer follows those of which it holds as much as we, or more; for others it has to ask. */
    void follow(Plane plane, Set<LogId> theirs) {
        Map<LogId, Long> ours = shelf.frontier(plane).seqs();
        for (LogId log : theirs) {
            long theirSeq = held.getOrDefault(log, 0L);
            if (ours.containsKey(log) && theirSeq >= ours.getOrDefault(log, 0L)) {
                next.putIfAbsent(log, theirSeq + 1);
            }
        }
    }

    /** The peer asked for a log from {@code seq} on. */
    void serve(LogId log, long seq) {
        if (!next.containsKey(log) && spreading.hasFlipped(log)) {
            spreading.flipped(log);
        }
        next.put(log, seq);
        pulled.add(log);
        followOrRest(log);
        held.put(log, seq - 1);
        confirmed.merge(log, seq - 1, Math::min);
        heads.merge(log, shelf.counted(log), Math::max);
    }

    /** All that was asked for of a log was sent, perhaps: what is new of it is sent too from then on, or told of. */
    private void followOrRest(LogId log) {
        if (next.getOrDefault(log, 0L) > shelf.counted(log)) {
            pulled.remove(log);
            if (spreading.isResting(log)) {
                next.remove(log);
            }
        }
    }

    /** The peer has a log from another, and wants to be told of it only. Acts are sent to everybody. */
    void pruned(LogId log) {
        if (next.containsKey(log) && spreading.isData(log)) {
            spreading.flipped(log);
            unfollow(log);
        }
    }

    /** What was not sent yet of a log is told of. */
    private void unfollow(LogId log) {
        pulled.remove(log);
        Long unsent = next.remove(log);
        if (unsent != null && heads.getOrDefault(log, 0L) >= unsent) {
            spreading.tell(List.of(log));
        }
    }

    /** Notes that logs have moved; gives back those that the peer does not follow and has to be told of. */
    List<LogId> advanced(Map<LogId, Long> moved) {
        List<LogId> untold = new ArrayList<>();
        moved.forEach((log, seq) -> {
            heads.merge(log, seq, Math::max);
            if (spreading.isSlow() && isSpared(log)) {
                next.remove(log);
            }
            if (!next.containsKey(log) && held.getOrDefault(log, 0L) < seq) {
                untold.add(log);
            }
        });
        return untold;
    }

    /** Whether the peer follows a log of which it can be told instead. */
    private boolean isSpared(LogId log) {
        return next.containsKey(log) && !pulled.contains(log) && spreading.isData(log);
    }

    /** Tells the peer of logs, soon. */
    void tell(List<LogId> untold) {
        spreading.tell(untold);
    }

    /** Tells the peer now what it is to be told. */
    void tellNow() {
        spreading.tellNow();
    }

    /** Nothing is told to the peer any more. */
    void fallSilent() {
        spreading.fallSilent();
    }

    /** The peer takes what it is sent. */
    void takes() {
        spreading.takes();
    }

    void tick() {
        if (spreading.tick()) {
            List.copyOf(next.keySet()).stream().filter(this::isSpared).forEach(this::unfollowIfBehind);
        }
    }

    private void unfollowIfBehind(LogId log) {
        if (heads.getOrDefault(log, 0L) >= next.getOrDefault(log, Long.MAX_VALUE)) {
            unfollow(log);
        }
    }

    /** Of these logs, those of which less is held than was told: what another branch is to take the place of. */
    List<LogId> left(Map<LogId, Long> moved) {
        List<LogId> left = new ArrayList<>();
        moved.forEach((log, seq) -> {
            if (shelf.held(log) < heads.getOrDefault(log, 0L)) {
                heads.put(log, seq);
                next.remove(log);
                left.add(log);
            }
        });
        return left;
    }

    /** The peer holds no more of a log than so far, which is less than it said. */
    void theyLeft(LogId log, long seq) {
        next.remove(log);
        held.computeIfPresent(log, (same, before) -> Math.min(before, seq));
        confirmed.computeIfPresent(log, (same, before) -> Math.min(before, seq));
    }

    /** Has the peer follow a log that it did not ask for, from what it is known to hold: there is no time to be asked. */
    void push(LogId log) {
        next.putIfAbsent(log, Math.max(held.getOrDefault(log, 0L), confirmed.getOrDefault(log, 0L)) + 1);
    }

    /** Sends as much as the peer follows and lacks, while there is credit and room: the control plane first. */
    void pump() {
        for (Plane plane : Plane.values()) {
            pump(plane);
        }
    }

    void pump(Plane plane) {
        for (LogId log : List.copyOf(next.keySet())) {
            if (heads.getOrDefault(log, 0L) >= next.getOrDefault(log, Long.MAX_VALUE) && isOf(plane, log)) {
                send(plane, log);
            }
        }
    }

    private boolean isOf(Plane plane, LogId log) {
        return shelf.root(log).map(LogRoot::plane).filter(plane::equals).isPresent();
    }

    private void send(Plane plane, LogId log) {
        OptionalInt named = index.index(log);
        if (named.isEmpty()) {
            return;
        }
        long from = Math.max(next.getOrDefault(log, 1L), held.getOrDefault(log, 0L) + 1);
        next.put(log, from);
        while (mayGo(plane, log, from)) {
            if (line.out().isFull()) {
                spreading.stuck();
                return;
            }
            Optional<DeltaRun> run = shelf.read(log, from);
            if (run.isEmpty()) {
                followOrRest(log);
                return;
            }
            long weight = MessageCodec.weight(run.get());
            boolean news = run.get().entries().size() == 1 && run.get().lastSeq() == shelf.counted(log);
            boolean live = news && weight <= MAX_LIVE_BYTES;
            if (!credits.take(live, weight)) {
                if (live) {
                    spreading.stuck();
                }
                return;
            }
            index.introduction(log).ifPresent(line::send);
            line.send(new Message.Deltas(named.getAsInt(), live, run.get()));
            from = run.get().lastSeq() + 1;
            if (!live) {
                next.remove(log);
            }
            next.put(log, from);
        }
    }

    /** Acts are never old; of data, the last delta is news and what is before it may have to wait. */
    private boolean mayGo(Plane plane, LogId log, long from) {
        return plane == Plane.CONTROL
                || from >= shelf.counted(log)
                || line.out().hasRoomForHistory();
    }

    /** Deltas of ours that the peer has not confirmed. */
    long unconfirmed() {
        long count = 0;
        for (Plane plane : Plane.values()) {
            for (Map.Entry<LogId, Long> log : shelf.frontier(plane).seqs().entrySet()) {
                count += Math.max(0, log.getValue() - confirmed.getOrDefault(log.getKey(), 0L));
            }
        }
        return count;
    }
}
