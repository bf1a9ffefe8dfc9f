package kith.daemon.sync;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import kith.ontology.bytes.Bytes;
import kith.ontology.delta.DeltaCodec;
import kith.ontology.delta.DeltaRun;
import kith.ontology.delta.Entry;
import kith.ontology.delta.Frontier;
import kith.ontology.delta.LogHead;
import kith.ontology.delta.LogId;
import kith.ontology.delta.LogRoot;
import kith.ontology.delta.Plane;
import kith.ontology.delta.SpaceId;
import kith.ontology.delta.VerifiedDelta;
import kith.ontology.identity.KeyId;
import kith.ontology.identity.SigningKey;

/** A space of logs that all count, which keeps what it is offered, a moment later. */
final class KeepingShelf extends PaperShelf {
    private final Map<LogId, LogRoot> roots = new LinkedHashMap<>();
    private final Map<LogId, List<VerifiedDelta>> logs = new LinkedHashMap<>();
    private final Consumer<Runnable> soon;
    private final Consumer<Map<LogId, Long>> moved;

    /**
     * @param soon runs what it is given when what is offered lasts
     * @param moved hears how far logs are held
     */
    KeepingShelf(SpaceId space, Consumer<Runnable> soon, Consumer<Map<LogId, Long>> moved) {
        super(space);
        this.soon = soon;
        this.moved = moved;
    }

    /** Holds what is said here, or was before anybody spoke. */
    void keep(VerifiedDelta delta) {
        roots.put(delta.root().id(), delta.root());
        logs.computeIfAbsent(delta.root().id(), first -> new ArrayList<>()).add(delta);
    }

    /** What its author says next in a log, as far as it is held here. */
    VerifiedDelta next(LogRoot root, SigningKey author, Bytes salt) {
        long held = counted(root.id());
        LogHead at = held == 0
                ? LogHead.start(root.id())
                : new LogHead(held, link(root.id(), held).orElseThrow(), held);
        boolean isAct = root.plane() == Plane.CONTROL;
        return DeltaCodec.sign(root, at, new Entry(isAct, held + 1, List.of(), salt, Bytes.utf8("so it is")), author);
    }

    @Override
    public long counted(LogId log) {
        return logs.getOrDefault(log, List.of()).size();
    }

    @Override
    public Frontier frontier() {
        TreeMap<LogId, Frontier.Head> heads = new TreeMap<>();
        logs.forEach((log, deltas) -> heads.put(
                log, new Frontier.Head(deltas.size(), deltas.getLast().delta().link())));
        return new Frontier(heads);
    }

    @Override
    public Optional<Bytes> link(LogId log, long seq) {
        return seq >= 1 && seq <= counted(log)
                ? Optional.of(logs.get(log).get((int) seq - 1).delta().link())
                : Optional.<Bytes>empty();
    }

    @Override
    public Optional<LogRoot> root(LogId log) {
        return Optional.ofNullable(roots.get(log));
    }

    @Override
    public Optional<DeltaRun> read(LogId log, long fromSeq) {
        if (fromSeq > counted(log)) {
            return Optional.empty();
        }
        List<VerifiedDelta> rest =
                logs.get(log).subList((int) fromSeq - 1, logs.get(log).size());
        Bytes before = fromSeq == 1 ? log.value() : link(log, fromSeq - 1).orElseThrow();
        return Optional.of(new DeltaRun(
                fromSeq,
                before,
                rest.stream().map(VerifiedDelta::entry).toList(),
                rest.getLast().delta().signature().orElseThrow()));
    }

    /** Which log a run is of, that was read here. */
    LogId logOf(DeltaRun run) {
        return logs.keySet().stream()
                .filter(log -> run.firstSeq() == 1
                        ? run.previousLink().equals(log.value())
                        : link(log, run.firstSeq() - 1)
                                .filter(run.previousLink()::equals)
                                .isPresent())
                .findFirst()
                .orElseThrow();
    }

    @Override
    public void offer(List<VerifiedDelta> run, KeyId from, Consumer<Outcome> then) {
        LogId log = run.getFirst().root().id();
        soon.accept(() -> {
            long held = counted(log);
            long first = run.getFirst().delta().dot().seq();
            if (first > held + 1) {
                then.accept(new Outcome.Gap(held));
                return;
            }
            run.stream().filter(delta -> delta.delta().dot().seq() > held).forEach(this::keep);
            then.accept(new Outcome.Stored(counted(log)));
            if (counted(log) > held) {
                moved.accept(Map.of(log, counted(log)));
            }
        });
    }
}
