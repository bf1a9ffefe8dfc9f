package kith.daemon.sync;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import kith.ontology.delta.DeltaRun;
import kith.ontology.delta.Frontier;
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
    private final Progress progress;
    /** Logs to be sent of, in the order in which they have their turn, where not all that is old may go at once. */
    private final Set<LogId> due = new LinkedHashSet<>();

    /** Logs that were asked for, until all of them was sent. */
    private final Set<LogId> pulled = new HashSet<>();

    Sending(Line line, OurIndex index, Credits credits) {
        this.line = line;
        this.shelf = line.shelf();
        this.index = index;
        this.credits = credits;
        this.progress = new Progress(shelf::counted);
        this.spreading =
                new Spreading(line, index, log -> !progress.isFollowed(log) && progress.held(log) < shelf.counted(log));
    }

    /** Where we stood when we said so. */
    void snapshot(Frontier frontier) {
        progress.snapshot(frontier);
    }

    Frontier snapshot() {
        return progress.snapshot();
    }

    /** Logs that have moved since the snapshot. */
    Map<LogId, Long> sinceSnapshot() {
        return shelf.frontier().unlike(progress.snapshot());
    }

    /** The peer stands where we stood at the snapshot, but for some logs: it follows all others from there. */
    void inStep(Set<LogId> differing) {
        progress.inStep(differing);
        sinceSnapshot().keySet().forEach(this::isDue);
    }

    /** The peer is told of all, for nothing is known of what it holds. */
    void tellsAll() {
        progress.unknown();
    }

    /** Whether all that these logs moved was told to the peer, or sent where it follows. */
    boolean hasTold(Set<LogId> logs) {
        return logs.stream().allMatch(log -> {
            long counted = shelf.counted(log);
            return index.isFor(log) && progress.head(log) >= counted && progress.next(log) > counted;
        });
    }

    /** The peer holds a log so far, by its own words. */
    void theyHold(LogId log, long seq) {
        progress.holds(log, seq);
    }

    void acknowledged(LogId log, long seq) {
        progress.confirms(log, seq);
    }

    /** Of these logs, the peer follows those of which it holds as much as we, or more; for others it has to ask. */
    void follow(Plane plane, Set<LogId> theirs) {
        for (LogId log : theirs) {
            long theirSeq = progress.held(log);
            long counted = shelf.counted(log);
            if (counted > 0 && theirSeq >= counted && isOf(plane, log) && !progress.isFollowed(log)) {
                progress.follow(log, theirSeq + 1);
                isDue(log);
            }
        }
    }

    /** The peer asked for a log from {@code seq} on. */
    void serve(LogId log, long seq) {
        if (!progress.isFollowed(log) && spreading.hasFlipped(log)) {
            spreading.flipped(log);
        }
        progress.follow(log, seq);
        pulled.add(log);
        followOrRest(log);
        progress.restarts(log, seq - 1);
        progress.advances(log, shelf.counted(log));
        due.remove(log);
        isDue(log);
    }

    private void isDue(LogId log) {
        if (progress.head(log) >= progress.next(log)) {
            due.add(log);
        }
    }

    /** All that was asked for of a log was sent, perhaps: what is new of it is sent too from then on, or told of. */
    private void followOrRest(LogId log) {
        if (progress.isFollowed(log) && progress.next(log) > shelf.counted(log)) {
            pulled.remove(log);
            if (spreading.isResting(log)) {
                progress.unfollow(log);
            }
        }
    }

    /** The peer has a log from another, and wants to be told of it only. Acts are sent to everybody. */
    void pruned(LogId log) {
        if (progress.isFollowed(log) && spreading.isData(log)) {
            spreading.flipped(log);
            unfollow(log);
        }
    }

    /** What was not sent yet of a log is told of. */
    private void unfollow(LogId log) {
        boolean isUnsent = progress.head(log) >= progress.next(log);
        pulled.remove(log);
        progress.unfollow(log);
        due.remove(log);
        if (isUnsent) {
            spreading.tell(List.of(log));
        }
    }

    /** Notes that logs have moved; gives back those that the peer does not follow and has to be told of. */
    List<LogId> advanced(Map<LogId, Long> moved) {
        List<LogId> untold = new ArrayList<>();
        moved.forEach((log, seq) -> {
            progress.advances(log, seq);
            if (spreading.isSlow() && isSpared(log)) {
                progress.unfollow(log);
            }
            isDue(log);
            if (!progress.isFollowed(log) && progress.held(log) < seq) {
                untold.add(log);
            }
        });
        return untold;
    }

    /** Whether the peer follows a log of which it can be told instead. */
    private boolean isSpared(LogId log) {
        return progress.isFollowed(log) && !pulled.contains(log) && spreading.isData(log);
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
            List.copyOf(due).stream().filter(this::isSpared).forEach(this::unfollow);
        }
    }

    /** Of these logs, those of which less is held than was told: what another branch is to take the place of. */
    List<LogId> left(Map<LogId, Long> moved) {
        List<LogId> left = new ArrayList<>();
        moved.forEach((log, seq) -> {
            if (shelf.held(log) < progress.head(log)) {
                progress.stands(log, seq);
                progress.unfollow(log);
                left.add(log);
            }
        });
        return left;
    }

    /** The peer holds no more of a log than so far, which is less than it said. */
    void theyLeft(LogId log, long seq) {
        progress.falls(log, seq);
    }

    /** Has the peer follow a log that it did not ask for, from what it is known to hold: there is no time to be asked. */
    void push(LogId log) {
        if (!progress.isFollowed(log)) {
            progress.follow(log, progress.known(log) + 1);
        }
        isDue(log);
    }

    /** Sends as much as the peer follows and lacks, while there is credit and room: the control plane first. */
    void pump() {
        for (Plane plane : Plane.values()) {
            pump(plane);
        }
    }

    void pump(Plane plane) {
        for (LogId log : List.copyOf(due)) {
            if (isOf(plane, log)) {
                if (progress.head(log) >= progress.next(log)) {
                    send(plane, log);
                }
                if (progress.head(log) < progress.next(log)) {
                    due.remove(log);
                }
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
        long from = Math.max(progress.next(log), progress.held(log) + 1);
        progress.follow(log, from);
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
            progress.follow(log, from);
            if (!live) {
                due.remove(log);
                due.add(log);
            }
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
        return progress.lag();
    }
}
