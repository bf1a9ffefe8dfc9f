package kith.daemon.replica;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import kith.daemon.store.LogState;
import kith.daemon.store.SpaceStore;
import kith.ontology.access.Authority;
import kith.ontology.bytes.Bytes;
import kith.ontology.delta.DeltaRun;
import kith.ontology.delta.Frontier;
import kith.ontology.delta.LogHead;
import kith.ontology.delta.LogId;
import kith.ontology.delta.LogRoot;
import kith.ontology.delta.Plane;
import kith.ontology.delta.SignedDelta;

/**
 * How far each log counts, with what proves that it does, and would survive a power cut: nothing beyond leaves this
 * machine. Read from any thread.
 */
final class Lasting {
    private final SpaceStore space;
    private final Applying applying;
    private final Map<LogId, Frontier.Head> heads = new ConcurrentHashMap<>();
    /** The same, as one thing. */
    private volatile Frontier frontier = Frontier.EMPTY;

    Lasting(SpaceStore space, Applying applying, Authority authority) {
        this.space = space;
        this.applying = applying;
        Map<LogId, Long> all = new HashMap<>();
        space.logs().forEach(log -> all.put(log.root().id(), log.applied()));
        note(branches(told(all, authority)));
    }

    /** How far logs that changed are to be told. */
    Map<LogId, Long> told(Map<LogId, Long> changed, Authority authority) {
        Map<LogId, Long> told = new HashMap<>();
        for (LogId log : changed.keySet()) {
            told.put(log, applying.told(space.log(log).orElseThrow(), authority));
        }
        return told;
    }

    /** Where that is, on which branch. */
    Map<LogId, Frontier.Head> branches(Map<LogId, Long> told) {
        Map<LogId, Frontier.Head> branches = new HashMap<>();
        told.forEach((log, seq) ->
                branches.put(log, new Frontier.Head(seq, link(log, seq).orElse(log.value()))));
        return branches;
    }

    /** From now on that much would survive. */
    synchronized void note(Map<LogId, Frontier.Head> branches) {
        Frontier before = frontier;
        frontier = before.size() == 0 ? new Frontier(branches) : with(before, branches);
        branches.forEach((log, head) -> {
            if (head.seq() > 0) {
                heads.put(log, head);
            } else {
                heads.remove(log);
            }
        });
    }

    private static Frontier with(Frontier before, Map<LogId, Frontier.Head> branches) {
        Frontier after = before;
        for (Map.Entry<LogId, Frontier.Head> branch : branches.entrySet()) {
            after = after.with(branch.getKey(), branch.getValue());
        }
        return after;
    }

    /** Of all logs. */
    Frontier frontier() {
        return frontier;
    }

    Frontier frontier(Plane plane) {
        Map<LogId, Frontier.Head> all = new HashMap<>();
        frontier.each((log, head) -> {
            if (space.log(log).map(LogState::root).map(LogRoot::plane).equals(Optional.of(plane))) {
                all.put(log, head);
            }
        });
        return new Frontier(all);
    }

    long counted(LogId log) {
        Frontier.Head head = heads.get(log);
        return head == null ? 0 : head.seq();
    }

    /** The link of a delta that is held, seen or unseen. */
    Optional<Bytes> link(LogId log, long seq) {
        Optional<LogHead> newest = space.log(log).map(LogState::head);
        if (newest.isEmpty() || seq < 1 || seq > newest.get().seq()) {
            return Optional.empty();
        }
        return newest.get().seq() == seq
                ? newest.map(LogHead::link)
                : space.read(log, seq, 1, 0).stream().findFirst().map(SignedDelta::link);
    }

    long held(LogId log) {
        return space.log(log).map(state -> state.head().seq()).orElse(0L);
    }

    Optional<DeltaRun> run(LogId log, long fromSeq) {
        // What was let go of a moment ago lasts still, and is gone.
        long last = Math.min(counted(log), held(log));
        return fromSeq < 1 || fromSeq > last ? Optional.empty() : Runs.of(space, log, fromSeq, last);
    }
}
