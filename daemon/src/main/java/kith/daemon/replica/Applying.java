package kith.daemon.replica;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import kith.daemon.store.Commit;
import kith.daemon.store.LogState;
import kith.daemon.store.SpaceStore;
import kith.ontology.access.Authority;
import kith.ontology.access.Verdict;
import kith.ontology.delta.DeltaCodec;
import kith.ontology.delta.Dot;
import kith.ontology.delta.Edit;
import kith.ontology.delta.EditCodec;
import kith.ontology.delta.Entry;
import kith.ontology.delta.LogId;
import kith.ontology.delta.LogRoot;
import kith.ontology.delta.Plane;
import kith.ontology.delta.SignedDelta;
import kith.ontology.merge.Effect;

/** Lets deltas count: reads what they say and commits it, in steps of bounded memory. On the lane only. */
final class Applying {
    /** Held deltas read at once when their grant becomes known. */
    private static final int READ_BYTES = 4 << 20;
    /** Operations, and dots of retractions, after which what was taken in is committed before more is read. */
    static final int STEP_OPERATIONS = 131_072;

    private final SpaceStore space;

    Applying(SpaceStore space) {
        this.space = space;
    }

    /** A commit in which deltas of {@code root} count besides all that counts already. */
    Commit begin(LogRoot root) {
        return space.begin(validWith(root));
    }

    /** What becomes of one delta of a list in a commit. */
    interface Step {
        void take(Commit commit, int index, Optional<Edit> edit);
    }

    /** Commits deltas of one log, as many at once as their content leaves memory for: a small payload may say much. */
    Effect inSteps(LogRoot root, List<SignedDelta> deltas, boolean readable, Step step) {
        List<Effect> effects = new ArrayList<>();
        int next = 0;
        while (next < deltas.size()) {
            try (Commit commit = begin(root)) {
                int weight = 0;
                while (next < deltas.size() && weight < STEP_OPERATIONS) {
                    Optional<Edit> edit = readable ? read(deltas.get(next)) : Optional.empty();
                    step.take(commit, next++, edit);
                    weight += edit.map(said -> said.operations() + said.dots()).orElse(0);
                }
                effects.add(commit.write());
            }
        }
        return Effects.joined(effects);
    }

    /** Logs that count further, and what they changed. */
    record Held(Map<LogId, Long> heads, Effect effect) {}

    /** Lets every log count that was kept unseen and that {@code authority} finds valid. */
    Held applyAllHeld(Authority authority) {
        Map<LogId, Long> heads = new HashMap<>();
        List<Effect> effects = new ArrayList<>();
        for (LogState log : space.logs()) {
            if (log.isWaiting() && authority.judge(log.root()) instanceof Verdict.Valid) {
                effects.add(applyHeld(log));
                heads.put(log.root().id(), log.head().seq());
            }
        }
        return new Held(heads, Effects.joined(effects));
    }

    /** Lets what was kept unseen of a log count, now that its grant is known. */
    private Effect applyHeld(LogState log) {
        List<Effect> effects = new ArrayList<>();
        long next = log.applied() + 1;
        while (next <= log.head().seq()) {
            List<SignedDelta> held = space.read(log.root().id(), next, DeltaCodec.MAX_RUN_ENTRIES, READ_BYTES);
            boolean data = log.root().plane() == Plane.DATA;
            effects.add(inSteps(
                    log.root(),
                    held,
                    data,
                    (commit, i, edit) -> commit.apply(held.get(i).dot(), edit)));
            next = held.getLast().dot().seq() + 1;
        }
        return Effects.joined(effects);
    }

    /** What a delta says, or nothing where it cannot be read: then it is kept and forwarded all the same. */
    private static Optional<Edit> read(SignedDelta delta) {
        Entry entry = delta.entry();
        try {
            return Optional.of(EditCodec.decode(entry.payload(), delta.dot().log()));
        } catch (RuntimeException unreadable) {
            // Whatever a codec or a term factory makes of bytes from outside, it must not stop the lane.
            return Optional.empty();
        }
    }

    /** Only operations of logs that count are ever in a row; until revocation, that is all there is to ask. */
    private Predicate<Dot> validWith(LogRoot root) {
        LogId more = root.id();
        return dot -> dot.log().equals(more)
                || space.log(dot.log()).map(log -> dot.seq() <= log.applied()).orElse(false);
    }
}
