package kith.daemon.replica;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import kith.daemon.store.Commit;
import kith.daemon.store.LogState;
import kith.daemon.store.SpaceStore;
import kith.ontology.access.Allowance;
import kith.ontology.access.Authority;
import kith.ontology.access.Scope;
import kith.ontology.access.Verdict;
import kith.ontology.delta.DeltaCodec;
import kith.ontology.delta.Dot;
import kith.ontology.delta.Edit;
import kith.ontology.delta.EditCodec;
import kith.ontology.delta.Entry;
import kith.ontology.delta.LogHead;
import kith.ontology.delta.LogId;
import kith.ontology.delta.LogRoot;
import kith.ontology.delta.Plane;
import kith.ontology.delta.SignedDelta;
import kith.ontology.delta.VerifiedDelta;
import kith.ontology.merge.Effect;

/**
 * Lets deltas count, and takes back those that do not any more: reads what they say and commits it, in steps of bounded
 * memory. On the lane only.
 */
final class Applying {
    /** Held deltas read at once when they come to count, or to count no more. */
    private static final int READ_BYTES = 4 << 20;
    /** Operations, and dots of retractions, after which what was taken in is committed before more is read. */
    static final int STEP_OPERATIONS = 131_072;

    private final SpaceStore space;
    private final Map<LogId, Spent> spent = new HashMap<>();
    private final Map<LogId, Ended> ended = new HashMap<>();
    /** Read from any thread. */
    private volatile Schema schema = Schema.NONE;

    private volatile Erasures erasures = Erasures.NONE;
    /** How often something was given up, counted when it is no more; read from any thread. */
    private final AtomicInteger givenUp = new AtomicInteger();

    private Erasures before = Erasures.NONE;

    /** Payload bytes of a log up to a number. */
    private record Spent(long seq, long bytes) {
        static final Spent NOTHING = new Spent(0, 0);
    }

    /** How far an ended log counts and is handed on, as long as it is held and judged so: its ends may name many links. */
    private record Ended(LogHead head, Verdict.Valid verdict, long reach, long told) {}

    Applying(SpaceStore space) {
        this.space = space;
    }

    Schema schema() {
        return schema;
    }

    /** What is erased, from now on, and what was till now. */
    void heed(Erasures fresh, Erasures till) {
        before = till;
        erasures = fresh;
    }

    /** What is erased; safe from any thread. */
    Erasures erasures() {
        return erasures;
    }

    /** Adds the next delta of a log to a commit, without what is erased of it. */
    void append(Commit commit, VerifiedDelta delta, Optional<Edit> edit, boolean counts) {
        boolean erased = erasures.cover(delta.root(), delta.delta());
        commit.append(erased ? delta.withdrawn() : delta, erased ? Optional.empty() : edit, counts);
        if (counts && !erased) {
            restate(commit, delta.dot(), edit);
        }
    }

    private void restate(Commit commit, Dot dot, Optional<Edit> edit) {
        edit.ifPresent(said -> erasures.restated(dot, said, commit::restate));
    }

    /** A commit in which deltas of {@code root} count besides all that counts already. */
    Commit begin(LogRoot root) {
        return space.begin(validWith(root));
    }

    /** How far a log that is held counts. */
    long reach(LogState log, Authority authority) {
        LogId id = log.root().id();
        if (!(authority.judge(log.root()) instanceof Verdict.Valid valid)) {
            return 0;
        }
        long reach = valid.isWhole()
                ? valid.reach(log.head().seq(), seq -> space.link(id, seq))
                : Math.max(
                        ended(log, valid).reach(),
                        Math.min(authority.spoken(id), log.head().seq()));
        return Math.min(reach, withinQuota(log, valid.allowance()));
    }

    private Ended ended(LogState log, Verdict.Valid valid) {
        LogId id = log.root().id();
        Ended known = ended.get(id);
        if (known == null
                || !known.head().equals(log.head())
                || !known.verdict().equals(valid)) {
            long head = log.head().seq();
            known = new Ended(
                    log.head(),
                    valid,
                    valid.reach(head, seq -> space.link(id, seq)),
                    valid.told(head, seq -> space.link(id, seq)));
            ended.put(id, known);
        }
        return known;
    }

    private static boolean isEnded(LogRoot root, Authority authority) {
        return authority.judge(root) instanceof Verdict.Valid valid && !valid.isWhole();
    }

    /** How far a log is to be handed on: as far as it counts, and what proves that. */
    long told(LogState log, Authority authority) {
        boolean speaks = log.applied() > 0 || log.root().plane() == Plane.CONTROL;
        return speaks && authority.judge(log.root()) instanceof Verdict.Valid valid && !valid.isWhole()
                ? Math.max(log.applied(), ended(log, valid).told())
                : log.applied();
    }

    /** How far a log that is held says no more than its quota. */
    long withinQuota(LogState log, Allowance allowance) {
        if (allowance.quotaBytes() == Allowance.UNLIMITED || log.root().plane() == Plane.CONTROL) {
            return log.head().seq();
        }
        Spent known = spent.getOrDefault(log.root().id(), Spent.NOTHING);
        while (known.seq() < log.head().seq() && known.bytes() <= allowance.quotaBytes()) {
            Spent before = known;
            for (SignedDelta delta :
                    space.read(log.root().id(), before.seq() + 1, DeltaCodec.MAX_RUN_ENTRIES, READ_BYTES)) {
                long bytes = known.bytes() + delta.entry().content().length();
                if (bytes > allowance.quotaBytes()) {
                    spent.put(log.root().id(), known);
                    return known.seq();
                }
                known = new Spent(delta.dot().seq(), bytes);
            }
        }
        spent.put(log.root().id(), known);
        return known.seq();
    }

    /** Payload bytes that a log may still say; none once something of it went past. */
    long left(LogId log, Allowance allowance) {
        if (allowance.quotaBytes() == Allowance.UNLIMITED) {
            return Long.MAX_VALUE;
        }
        Optional<LogState> held = space.log(log);
        boolean past = held.filter(
                        state -> withinQuota(state, allowance) < state.head().seq())
                .isPresent();
        return past
                ? 0
                : allowance.quotaBytes()
                        - spent.getOrDefault(log, Spent.NOTHING).bytes();
    }

    /** What becomes of one delta of a list in a commit. */
    interface Step {
        void take(Commit commit, int index, Optional<Edit> edit);
    }

    /** What a delta says that is to be shown, or is shown. */
    interface Reading {
        Optional<Edit> of(SignedDelta delta);
    }

    /** Commits deltas of one log, as many at once as their content leaves memory for: a small payload may say much. */
    Effect inSteps(LogRoot root, List<SignedDelta> deltas, Reading reading, Step step) {
        Effects effects = new Effects();
        int next = 0;
        while (next < deltas.size()) {
            try (Commit commit = begin(root)) {
                int weight = 0;
                while (next < deltas.size() && weight < STEP_OPERATIONS) {
                    SignedDelta delta = deltas.get(next);
                    Optional<Edit> edit = reading.of(delta);
                    step.take(commit, next++, edit);
                    weight += edit.map(said -> said.operations() + said.dots()).orElse(0);
                }
                effects.add(commit.write());
            }
        }
        return effects.joined();
    }

    /** Logs that count further or less far, and what that changed. */
    record Settled(Map<LogId, Long> heads, Effect effect) {}

    /** Brings what is shown to the views of {@code authority}, and every log to where it lets it count. */
    Settled settleAll(Authority authority) {
        Map<LogId, Long> heads = new HashMap<>();
        Effects effects = new Effects();
        space.since(authority::since);
        schema = schema.or(Schema.of(authority));
        effects.add(space.derive(schema.views()));
        for (LogState log : space.logs()) {
            settle(log, authority, heads, effects);
        }
        return new Settled(heads, effects.joined());
    }

    /** Brings one log to where {@code authority} lets it count. */
    Settled settle(LogState log, Authority authority) {
        Map<LogId, Long> heads = new HashMap<>();
        Effects effects = new Effects();
        settle(log, authority, heads, effects);
        return new Settled(heads, effects.joined());
    }

    private void settle(LogState log, Authority authority, Map<LogId, Long> heads, Effects effects) {
        long reach = reach(log, authority);
        if (reach == log.applied()) {
            if (isEnded(log.root(), authority)) {
                // What proves that it counts may have come, or be told now.
                heads.put(log.root().id(), reach);
            }
            return;
        }
        Optional<Scope> readable = readable(log, authority);
        if (reach > log.applied()) {
            effects.add(applyHeld(log, reach, readable));
        } else {
            effects.add(takeBack(log, reach, readable));
        }
        heads.put(log.root().id(), reach);
    }

    private static Optional<Scope> readable(LogState log, Authority authority) {
        return log.root().plane() == Plane.DATA ? Optional.of(scope(log.root(), authority)) : Optional.empty();
    }

    /** What a log was ever let say: its grant's scope, also once the grant has ended. */
    static Scope scope(LogRoot root, Authority authority) {
        return authority
                .grant(root.grant())
                .map(grant -> grant.allowance().scope())
                .orElse(Scope.ALL);
    }

    private Effect applyHeld(LogState log, long reach, Optional<Scope> readable) {
        Effects effects = new Effects();
        long next = log.applied() + 1;
        while (next <= reach) {
            int most = (int) Math.min(DeltaCodec.MAX_RUN_ENTRIES, reach - next + 1);
            List<SignedDelta> held = space.read(log.root().id(), next, most, READ_BYTES);
            Reading reading = delta -> readable.flatMap(scope -> read(log.root(), delta, scope));
            effects.add(inSteps(log.root(), held, reading, (commit, i, edit) -> {
                commit.apply(held.get(i).dot(), edit);
                restate(commit, held.get(i).dot(), edit);
            }));
            next = held.getLast().dot().seq() + 1;
        }
        return effects.joined();
    }

    /** Takes back what a log says past {@code seq}. */
    Settled takeBack(LogState log, long seq, Authority authority) {
        if (log.applied() <= seq) {
            return new Settled(Map.of(), Effect.NONE);
        }
        Effect effect = takeBack(log, seq, readable(log, authority));
        return new Settled(Map.of(log.root().id(), seq), effect);
    }

    /** From the last that counts down, so that at each step what counts is a beginning of the log. */
    private Effect takeBack(LogState log, long reach, Optional<Scope> readable) {
        Effects effects = new Effects();
        long last = log.applied();
        while (last > reach) {
            List<SignedDelta> backwards = endingAt(
                            log.root().id(), Math.max(reach + 1, last - DeltaCodec.MAX_RUN_ENTRIES + 1), last)
                    .reversed();
            // What an erasure that came with the end covers is shown still.
            Reading reading = delta -> readable.flatMap(scope -> read(delta, scope));
            effects.add(inSteps(log.root(), backwards, reading, (commit, i, edit) -> {
                Dot dot = backwards.get(i).dot();
                commit.takeBack(dot, edit);
                edit.ifPresent(said -> {
                    before.restated(dot, said, commit::unstate);
                    erasures.restated(dot, said, commit::unstate);
                });
            }));
            last = backwards.getLast().dot().seq() - 1;
        }
        return effects.joined();
    }

    /** The deltas up to {@code last}, from {@code from} on or, where these take too much memory, from later on. */
    private List<SignedDelta> endingAt(LogId log, long from, long last) {
        int count = (int) (last - from + 1);
        List<SignedDelta> held = space.read(log, last - count + 1, count, READ_BYTES);
        while (held.size() < count) {
            count /= 2;
            held = space.read(log, last - count + 1, count, READ_BYTES);
        }
        return held;
    }

    int givenUp() {
        return givenUp.get();
    }

    /** Gives up what is held of a log past {@code seq}, none of which counts: another branch of it is to come. */
    void giveUp(LogRoot root, long seq) {
        giveUp(root, seq, Optional.empty());
    }

    /** As {@link #giveUp(LogRoot, long)}; {@code last} is what is kept last, with a signature that it lacks. */
    void giveUp(LogRoot root, long seq, Optional<SignedDelta> last) {
        try (Commit commit = begin(root)) {
            commit.giveUp(root.id(), seq);
            last.ifPresent(commit::sign);
            commit.write();
        }
        // What the other branch says is another count.
        spent.remove(root.id());
        givenUp.incrementAndGet();
    }

    /** As {@link #read(SignedDelta, Scope)}, and nothing where it is erased, though its bytes may still be here. */
    Optional<Edit> read(LogRoot root, SignedDelta delta, Scope scope) {
        return erasures.cover(root, delta) ? Optional.empty() : read(delta, scope);
    }

    /** What a delta says, or nothing where it cannot be read or says what it may not: then it is kept all the same. */
    static Optional<Edit> read(SignedDelta delta, Scope scope) {
        Entry entry = delta.entry();
        try {
            Edit edit = EditCodec.decode(entry.payload(), delta.dot().log());
            return scope.permits(edit, delta.dot().log()) ? Optional.of(edit) : Optional.empty();
        } catch (RuntimeException unreadable) {
            // Whatever a codec or a term factory makes of bytes from outside, it must not stop the lane.
            return Optional.empty();
        }
    }

    /** Only operations of deltas that count are ever in a row. */
    private Predicate<Dot> validWith(LogRoot root) {
        LogId more = root.id();
        return dot -> dot.log().equals(more)
                || space.log(dot.log()).map(log -> dot.seq() <= log.applied()).orElse(false)
                || erasures.isRestatedBy(dot);
    }
}
