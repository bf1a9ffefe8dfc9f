package kith.daemon.replica;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import kith.daemon.store.LogState;
import kith.ontology.access.Allowance;
import kith.ontology.access.Authority;
import kith.ontology.access.Cutoff;
import kith.ontology.access.Grant;
import kith.ontology.access.Level;
import kith.ontology.access.Scope;
import kith.ontology.access.Verdict;
import kith.ontology.bytes.Bytes;
import kith.ontology.delta.DeltaCodec;
import kith.ontology.delta.LogHead;
import kith.ontology.delta.LogId;
import kith.ontology.delta.LogRoot;
import kith.ontology.delta.Plane;
import kith.ontology.delta.SignedDelta;
import kith.ontology.delta.VerifiedDelta;
import kith.ontology.identity.KeyId;
import kith.ontology.merge.Effect;

/** Takes in what peers bring: runs of one log each, already verified. On the lane only. */
final class Intake {
    /** Branches of own logs that are remembered; past that they are new again, which closes what is closed. */
    private static final int MOST_NOTICED = 4_096;

    private final Works works;
    private final Works.Settling settling;
    private final Healing healing;
    /** Branches of own logs for which all of these were closed: once is enough, also where they cannot be healed. */
    private final Set<Bytes> noticed = new HashSet<>();

    Intake(Works works, Works.Settling settling, Healing healing) {
        this.works = works;
        this.settling = settling;
        this.healing = healing;
    }

    Receipt take(List<VerifiedDelta> run, KeyId from) {
        LogRoot root = run.getFirst().root();
        LogId log = root.id();
        LogHead head = head(root);
        if (run.getFirst().dot().seq() > head.seq() + 1) {
            return new Receipt.Gap(head.seq());
        }
        Optional<VerifiedDelta> branch = firstOnAnotherBranch(run, head);
        if (branch.isPresent()) {
            return forked(branch.get(), run, from);
        }
        List<VerifiedDelta> fresh =
                run.stream().filter(delta -> delta.dot().seq() > head.seq()).toList();
        if (fresh.isEmpty()) {
            return new Receipt.AlreadyKnown(run.getLast().dot().seq());
        }
        if (works.own().isOwn(root)) {
            works.own().close(log);
        }
        return keep(root, fresh, from)
                ? new Receipt.Accepted(run.getLast().dot().seq())
                : new Receipt.NoRoom();
    }

    /** Takes acts in if they show a right of the sender's; leaves no trace of them if they do not. */
    Receipt takeProof(List<VerifiedDelta> run, KeyId from) {
        Authority shown = works.control().with(run);
        boolean proves = shown.judge(run.getFirst().root()) instanceof Verdict.Valid
                && shown.grantOf(from).isPresent();
        return proves ? take(run, from) : new Receipt.NoRoom();
    }

    private LogHead head(LogRoot root) {
        return works.space().log(root.id()).map(LogState::head).orElse(LogHead.start(root.id()));
    }

    /** The first delta of a run that is not the one held at its place, or does not follow what is held. */
    private Optional<VerifiedDelta> firstOnAnotherBranch(List<VerifiedDelta> run, LogHead head) {
        LogRoot root = run.getFirst().root();
        boolean whole = works.own().isOwn(root) || isGivenUp(root);
        for (VerifiedDelta delta : run) {
            long seq = delta.dot().seq();
            // Of another's log the last that is held tells enough; of an own one we want to know where it parted, and
            // of one of which nothing counts whether this is the shorter branch that an end names.
            boolean told = seq == head.seq() || whole;
            boolean other = seq <= head.seq() && told && !delta.delta().link().equals(linkAt(delta, head));
            boolean next = seq == head.seq() + 1 && !continues(head, delta);
            boolean left = seq > head.seq()
                    && root.plane() == Plane.CONTROL
                    && works.authority().isOfBranch(delta.delta().link());
            if (other || next || left) {
                return Optional.of(delta);
            }
        }
        return Optional.empty();
    }

    private Bytes linkAt(VerifiedDelta delta, LogHead head) {
        long seq = delta.dot().seq();
        return seq == head.seq() ? head.link() : works.space().link(delta.root().id(), seq);
    }

    private static boolean continues(LogHead head, VerifiedDelta next) {
        return DeltaCodec.link(head.link(), next.dot().seq(), next.entry())
                        .equals(next.delta().link())
                && next.entry().clock() > head.clock();
    }

    /** One author, two branches: an own log is healed; of another's the branch that came first is kept. */
    private Receipt forked(VerifiedDelta branch, List<VerifiedDelta> run, KeyId from) {
        LogRoot root = branch.root();
        if (branch.dot().seq() > head(root).seq()
                && works.authority().isOfBranch(branch.delta().link())) {
            // It is held where its author tells it; who sends it here will hear of that too.
            return new Receipt.NoRoom();
        }
        boolean told = followsTold(run.getFirst())
                || run.stream()
                        .anyMatch(delta ->
                                works.authority().isOfBranch(delta.delta().link()));
        if (told && works.own().isOwn(root) && healing.mayHeal(root, works.authority())) {
            healing.tellOn(untold(run), settling);
        }
        boolean news =
                !isSettled(root) && !told && !healing.hasLetGoOf(run.getLast().delta());
        if (works.own().isOwn(root) && news) {
            notice(root, branch.delta().link());
            if (healing.mayHeal(root, works.authority())) {
                return healed(branch, run, from);
            }
        }
        if (isGivenUp(root) && mayBeNamed(root, run)) {
            // Nothing of it counts: the branch that does can come.
            giveUp(root);
            return new Receipt.Gap(0);
        }
        return new Receipt.Forked(branch.dot().seq());
    }

    private void notice(LogRoot root, Bytes branch) {
        if (noticed.size() == MOST_NOTICED) {
            noticed.clear();
        }
        if (noticed.add(branch)) {
            works.own().closeAll(root.id());
        }
    }

    private void giveUp(LogRoot root) {
        works.applying().giveUp(root, 0);
        if (root.plane() == Plane.CONTROL) {
            works.control().forget(root.id(), 0);
        }
    }

    /** What of a run goes on where a branch was told: another copy of this home said it, of whom nobody else may hear. */
    private List<VerifiedDelta> untold(List<VerifiedDelta> run) {
        int first = followsTold(run.getFirst()) ? 0 : run.size();
        for (int i = 0; i < run.size(); i++) {
            if (works.authority().isOfBranch(run.get(i).delta().link())) {
                first = i + 1;
            }
        }
        return run.subList(first, run.size());
    }

    /** Whether a delta goes on where a branch was told: then the branch is no news, though this delta was never told. */
    private boolean followsTold(VerifiedDelta first) {
        long before = first.dot().seq() - 1;
        return works.authority().ofBranches().stream()
                .filter(told ->
                        told.dot().log().equals(first.dot().log()) && told.dot().seq() == before)
                .filter(told -> told.clock() < first.entry().clock())
                .anyMatch(told -> DeltaCodec.link(told.link(), before + 1, first.entry())
                        .equals(first.delta().link()));
    }

    private Receipt healed(VerifiedDelta branch, List<VerifiedDelta> run, KeyId from) {
        long seq = branch.dot().seq();
        long held = head(branch.root()).seq();
        boolean parts = partsAt(branch);
        if (parts && seq > held) {
            return new Receipt.Forked(seq);
        }
        if (!parts) {
            return new Receipt.Gap(Healing.before(seq, held));
        }
        works.space().log(branch.root().id()).ifPresent(log -> healing.goOnElsewhere(log, seq, settling));
        // Where there is no room to tell our branch it stays, and the fork is told as before.
        return head(branch.root()).seq() < seq ? take(run, from) : new Receipt.Forked(seq);
    }

    /** Whether a delta follows what we hold before it, so that the two branches part right there. */
    private boolean partsAt(VerifiedDelta branch) {
        long before = branch.dot().seq() - 1;
        Bytes link = works.space().link(branch.root().id(), before);
        return DeltaCodec.link(link, before + 1, branch.entry())
                .equals(branch.delta().link());
    }

    /** Whether an end names another branch of a log than the one held, of which nothing is handed on therefore. */
    private boolean isGivenUp(LogRoot root) {
        boolean told = works.space()
                .log(root.id())
                .map(log -> works.applying().told(log, works.authority()) > 0)
                .orElse(false);
        return !told
                && (root.plane() == Plane.DATA || !works.own().isOwn(root))
                && works.authority().judge(root) instanceof Verdict.Valid valid
                && !valid.isWhole()
                && valid.mayStand();
    }

    /** Two branches of which no end names either would else take turns for as long as there are peers that hold one each. */
    private boolean mayBeNamed(LogRoot root, List<VerifiedDelta> run) {
        Set<Cutoff> places = new HashSet<>();
        run.forEach(delta -> places.add(Cutoff.at(delta.delta())));
        return works.authority().judge(root) instanceof Verdict.Valid valid
                && valid.mayName(run.getLast().dot().seq(), places::contains);
    }

    /** Whether an end names the very branch of a log that is held. */
    private boolean isSettled(LogRoot root) {
        boolean counts =
                works.space().log(root.id()).map(log -> log.applied() > 0).orElse(false);
        return counts && works.authority().judge(root) instanceof Verdict.Valid valid && !valid.isWhole();
    }

    private boolean keep(LogRoot root, List<VerifiedDelta> fresh, KeyId from) {
        if (root.plane() == Plane.CONTROL) {
            return keepActs(root, fresh, from);
        }
        if (speaksNever(root)) {
            return false;
        }
        if (fresh.stream().anyMatch(delta -> delta.entry().isWithdrawn() && !isErased(delta))) {
            // Whoever withholds a payload that nobody erased is not believed: somebody else may have it.
            return false;
        }
        Optional<LogState> held = works.space().log(root.id());
        if (works.authority().judge(root) instanceof Verdict.Valid valid) {
            boolean plain = valid.isWhole() && valid.allowance().quotaBytes() == Allowance.UNLIMITED;
            boolean gapless = held.filter(LogState::isWaiting).isEmpty();
            if (plain && gapless) {
                Effect effect = append(root, fresh, true);
                settling.changed(effect, Map.of(root.id(), fresh.getLast().dot().seq()));
                return true;
            }
            // What an end names is due with the run that it comes in; what else goes past it is kept while there is
            // room.
            boolean due = valid.isWhole() || fresh.getFirst().dot().seq() <= valid.due();
            if (!(due && hasQuota(root, fresh, valid)) && !works.waiting().admit(from, fresh)) {
                return false;
            }
        } else if (!works.waiting().admit(from, fresh)) {
            return false;
        }
        append(root, fresh, false);
        Applying.Settled settled =
                works.applying().settle(works.space().log(root.id()).orElseThrow(), works.authority());
        settling.changed(settled.effect(), settled.heads());
        return true;
    }

    /** Whether the name of a log keeps it from ever counting, whatever else is heard. */
    private boolean speaksNever(LogRoot root) {
        Optional<Grant> grant =
                root.isFounding() ? Optional.empty() : works.authority().grant(root.grant());
        return grant.filter(given -> !given.allowance().letsSpeak(root)).isPresent();
    }

    private boolean isErased(VerifiedDelta delta) {
        return works.applying().erasures().cover(delta.root(), delta.delta());
    }

    private boolean hasQuota(LogRoot root, List<VerifiedDelta> fresh, Verdict.Valid valid) {
        long bytes = fresh.stream()
                .mapToLong(delta -> delta.entry().content().length())
                .sum();
        return bytes <= works.applying().left(root.id(), valid.allowance());
    }

    private Effect append(LogRoot root, List<VerifiedDelta> fresh, boolean counts) {
        List<SignedDelta> deltas = fresh.stream().map(VerifiedDelta::delta).toList();
        Scope scope = Applying.scope(root, works.authority());
        Applying.Reading reading = delta -> counts ? works.applying().read(root, delta, scope) : Optional.empty();
        return works.applying()
                .inSteps(
                        root,
                        deltas,
                        reading,
                        (commit, i, edit) -> works.applying().append(commit, fresh.get(i), edit, counts));
    }

    private boolean keepActs(LogRoot root, List<VerifiedDelta> fresh, KeyId from) {
        Authority next = works.control().with(fresh);
        if (!mayEverCount(root, fresh, next)) {
            return false;
        }
        // What goes past an end would count for nothing, whoever said it: it has the room of what waits.
        boolean expected = next.judge(root) instanceof Verdict.Valid valid
                && (valid.isWhole() || fresh.getFirst().dot().seq() <= valid.due());
        boolean room = expected
                ? works.control().hasRoom(root, fresh, next)
                : works.control().hasRoomToWait(fresh) && works.waiting().admit(from, fresh);
        if (room) {
            settling.acts(fresh, next);
        }
        return room;
    }

    /** Of whoever is no admin, what goes past the limits of a log has no place anywhere. */
    private boolean mayEverCount(LogRoot root, List<VerifiedDelta> fresh, Authority next) {
        return root.isFounding()
                || next.grant(root.grant())
                        .map(Grant::allowance)
                        .filter(allowed -> !works.control().fit(root, fresh, allowed))
                        .isEmpty();
    }

    /**
     * Lets go of every branch that its author said is not the one that stands, and of logs whose names keep them silent.
     * What somebody else ended is kept: the end may itself be ended.
     */
    void giveUpOtherBranches() {
        for (LogState log : new ArrayList<>(works.space().logs())) {
            boolean idle =
                    log.applied() == 0 && log.head().seq() > 0 && !works.own().isOwn(log.root());
            if (idle && (speaksNever(log.root()) || isOnClosedBranch(log))) {
                giveUp(log.root());
            }
        }
    }

    private boolean isOnClosedBranch(LogState log) {
        List<List<Cutoff>> closings = works.authority().closings(log.root());
        return new Verdict.Valid(closings, Long.MAX_VALUE, Allowance.of(Level.WRITER))
                .isOnAnotherBranch(
                        log.head().seq(), seq -> works.space().link(log.root().id(), seq));
    }
}
