package kith.daemon.replica;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import kith.daemon.store.LogState;
import kith.ontology.access.Act;
import kith.ontology.access.ActCodec;
import kith.ontology.access.Authority;
import kith.ontology.bytes.Bytes;
import kith.ontology.delta.DeltaCodec;
import kith.ontology.delta.DeltaRun;
import kith.ontology.delta.Dot;
import kith.ontology.delta.GrantId;
import kith.ontology.delta.LogId;
import kith.ontology.delta.Plane;
import kith.ontology.delta.VerifiedDelta;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Two branches of a log of acts. To say an act again would make another act: so its author tells the branch that it leaves,
 * as it was signed, in a new log, where it goes on to count by the names that it had. On the lane only.
 */
final class Branching {
    private static final Logger LOG = LoggerFactory.getLogger(Branching.class);

    private final Works works;

    Branching(Works works) {
        this.works = works;
    }

    /** Tells what an own log says from {@code seq} on. */
    void tell(LogState log, long seq, Works.Settling settling) {
        LogId id = log.root().id();
        List<Act.Branch> pieces = new ArrayList<>();
        List<Act.Branch> toldThere = new ArrayList<>();
        long next = seq;
        while (next <= log.head().seq()
                && works.authority().isOfBranch(works.space().link(id, next))) {
            // A first piece was told before, and a second had no room then.
            next++;
        }
        while (next <= log.head().seq()) {
            DeltaRun run = Runs.of(works.space(), id, next, log.head().seq()).orElseThrow();
            toldThere.addAll(toldIn(run));
            pieces.add(new Act.Branch(log.root(), run));
            next = run.lastSeq() + 1;
        }
        pieces.addAll(toldThere);
        GrantId grant = log.root().cited(works.space().id());
        // The first piece has room, or nothing is told; who forked again and again may have none for all others.
        List<Act.Branch> told =
                pieces.stream().filter(piece -> tell(piece, grant, settling)).toList();
        LOG.warn(
                "another copy of this home acted in space {}, or its store was set back: of {} acts of log {} {}; let only"
                        + " one copy run",
                works.space().name(),
                log.head().seq() - seq + 1,
                id,
                told.size() == pieces.size()
                        ? "all are told in a new log, nothing is lost"
                        : "some stay here, and whoever holds the other branch does not hear of them");
    }

    /** Tells what comes after what was told of a branch of an own log; {@code tail} ends in a signature. */
    void tellOn(List<VerifiedDelta> tail, Works.Settling settling) {
        VerifiedDelta first = tail.getFirst();
        Dot before = new Dot(first.dot().log(), first.dot().seq() - 1);
        works.authority().ofBranches().stream()
                .filter(told -> told.dot().equals(before)
                        && told.clock() < first.entry().clock())
                .filter(told -> DeltaCodec.link(told.link(), first.dot().seq(), first.entry())
                        .equals(first.delta().link()))
                .findFirst()
                .map(told -> run(told.link(), tail))
                .ifPresent(run -> {
                    GrantId grant = first.root().cited(works.space().id());
                    tell(new Act.Branch(first.root(), run), grant, settling);
                    toldIn(run).forEach(piece -> tell(piece, grant, settling));
                });
    }

    /** A branch in a branch says nothing: what was told there is told once more. */
    private static List<Act.Branch> toldIn(DeltaRun run) {
        return run.entries().stream()
                .flatMap(entry -> ActCodec.decode(entry.payload()).stream())
                .filter(Act.Branch.class::isInstance)
                .map(Act.Branch.class::cast)
                .toList();
    }

    private static DeltaRun run(Bytes previous, List<VerifiedDelta> deltas) {
        return new DeltaRun(
                deltas.getFirst().dot().seq(),
                previous,
                deltas.stream().map(VerifiedDelta::entry).toList(),
                deltas.getLast().delta().signature().orElseThrow());
    }

    private boolean tell(Act.Branch piece, GrantId grant, Works.Settling settling) {
        Optional<ActAuthor.Said> said = works.acts()
                .unasked(
                        piece.deltas().size() + " acts of a branch",
                        () -> works.acts().tell(piece, grant));
        said.ifPresent(act -> settling.acts(List.of(act.delta()), act.next()));
        return said.isPresent();
    }

    /** Lets go of what is held of branches that were told: it is held in the log that tells it. */
    void leave(Works.Settling settling) {
        Authority authority = works.authority();
        for (LogState log : new ArrayList<>(works.space().logs())) {
            long kept = log.root().plane() == Plane.CONTROL
                    ? untold(log, authority)
                    : log.head().seq();
            if (kept < log.head().seq()) {
                if (works.own().isOwn(log.root())) {
                    works.own().closeAll(log.root().id());
                }
                Applying.Settled settled = works.applying().takeBack(log, kept, authority);
                works.applying().giveUp(log.root(), kept, works.author().unsigned(log.root(), kept));
                works.control().forget(log.root().id(), kept);
                settling.changed(settled.effect(), Map.of(log.root().id(), Math.min(kept, log.applied())));
            }
        }
    }

    /** How far a log is held beside what was told of a branch of it; all of it while there is more than that. */
    private long untold(LogState log, Authority authority) {
        long seq = log.head().seq();
        while (seq > 0 && authority.isOfBranch(works.space().link(log.root().id(), seq))) {
            seq--;
        }
        return seq;
    }
}
