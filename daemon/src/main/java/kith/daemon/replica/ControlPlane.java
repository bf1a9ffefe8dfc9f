package kith.daemon.replica;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import kith.daemon.store.LogState;
import kith.daemon.store.SpaceStore;
import kith.ontology.access.Act;
import kith.ontology.access.Allowance;
import kith.ontology.access.Authority;
import kith.ontology.access.ControlDelta;
import kith.ontology.access.Level;
import kith.ontology.access.Verdict;
import kith.ontology.bytes.Bytes;
import kith.ontology.delta.Dot;
import kith.ontology.delta.GrantId;
import kith.ontology.delta.LogId;
import kith.ontology.delta.LogRoot;
import kith.ontology.delta.Plane;
import kith.ontology.delta.SignedDelta;
import kith.ontology.delta.VerifiedDelta;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The control deltas held of a space and what they amount to. Written on the lane; the authority is read anywhere. */
final class ControlPlane {
    /** Control deltas of one space; far more than a federation of thousands makes in years. */
    static final int MAX_DELTAS = 10_000;
    /** Of these, kept unseen besides until it is known whether they count. */
    static final int MAX_WAITING_DELTAS = 1_024;
    /** Of these, kept free of members for admins, of admins for owners, and of owners for the key on paper. */
    static final int KEPT_FREE = 1_000;

    /** What the acts of a space take, as {@link ActWeight} has it; their numbers leave this for ordinary ones. */
    static final long MAX_BYTES = 64L << 20;
    /** Of what does not count yet. */
    static final long MAX_WAITING_BYTES = 16L << 20;

    private static final int READ_BYTES = 1 << 20;
    private static final Logger LOG = LoggerFactory.getLogger(ControlPlane.class);

    private final SpaceStore space;
    private final List<ControlDelta> deltas = new CopyOnWriteArrayList<>();
    private final ActWeight.Scales scales = new ActWeight.Scales();
    private volatile Authority authority;

    ControlPlane(SpaceStore space) {
        this.space = space;
        for (LogState log : space.logs()) {
            if (log.root().plane() == Plane.CONTROL) {
                load(log);
            }
        }
        authority = Authority.of(space.id(), deltas);
    }

    private void load(LogState log) {
        long next = 1;
        Bytes previous = log.root().id().value();
        while (next <= log.head().seq()) {
            for (SignedDelta delta : space.read(log.root().id(), next, MAX_DELTAS, READ_BYTES)) {
                ControlDelta act = ControlDelta.of(log.root(), previous, delta);
                deltas.add(act);
                scales.put(act, delta);
                previous = delta.link();
                next = delta.dot().seq() + 1;
            }
        }
    }

    /** Every control delta held, whether it counts or not. */
    List<ControlDelta> deltas() {
        return List.copyOf(deltas);
    }

    Authority authority() {
        return authority;
    }

    /** The control delta that is held of the act that made a grant, or that tells it. */
    Optional<Dot> makerOf(GrantId grant) {
        return deltas.stream()
                .filter(delta -> delta.grant().equals(grant) || tells(delta, grant))
                .map(ControlDelta::dot)
                .findFirst();
    }

    private static boolean tells(ControlDelta delta, GrantId grant) {
        return delta.act() instanceof Act.Branch branch
                && branch.deltas().stream().anyMatch(told -> told.grant().equals(grant));
    }

    /** Lets go of what was held of a log past a number. */
    void forget(LogId log, long seq) {
        deltas.removeIf(delta -> delta.dot().log().equals(log) && delta.dot().seq() > seq);
        scales.forget(log, seq);
        authority = authority.again(deltas);
    }

    /**
     * Whether {@code fresh} deltas of a log that counts by {@code next} may be kept. What waits takes no place from them, and
     * whoever is weaker none from the stronger: else they could keep the act that ends them from being heard. These limits
     * are of a replica, and what it heard first decides; what one member can say is far below them, see {@link MemberLogs}.
     */
    boolean hasRoom(LogRoot root, List<VerifiedDelta> fresh, Authority next) {
        ActWeight more = ActWeight.of(read(fresh), fresh);
        Level level = level(root, next).orElse(Level.RELAY);
        ActWeight ofAll = more;
        for (LogState log : space.logs()) {
            Optional<Level> other =
                    log.root().plane() == Plane.CONTROL ? level(log.root(), authority) : Optional.empty();
            // What an ended log says past its end is held all the same.
            ActWeight held = other.isPresent() ? scales.past(log.root().id(), 0) : ActWeight.NONE;
            ofAll = other.filter(level::isAtLeast).isPresent() ? ofAll.and(held) : ofAll;
        }
        return ofAll.isWithin(most(level), MAX_BYTES / MAX_DELTAS * most(level));
    }

    /**
     * Whether {@code fresh} deltas of a log under a grant of {@code allowance} will ever count, by number and weight of what
     * is in the log alone.
     */
    boolean fit(LogRoot root, List<VerifiedDelta> fresh, Allowance allowance) {
        ActWeight all = scales.past(root.id(), 0).and(ActWeight.of(read(fresh), fresh));
        boolean fits = allowance.letsSpeak(root)
                && fresh.getLast().dot().seq() <= allowance.mostActs()
                && all.bytes() <= MemberLogs.MAX_BYTES;
        return allowance.isOfAdmin() || fits;
    }

    /** Acts that are kept of all who may say no more than whoever says a log. */
    int most(LogRoot root, Authority next) {
        return most(level(root, next).orElse(Level.RELAY));
    }

    /** Control deltas of all who are of this level or weaker. */
    private static int most(Level level) {
        return switch (level) {
            case ROOT -> MAX_DELTAS;
            case OWNER -> MAX_DELTAS - KEPT_FREE;
            case ADMIN -> MAX_DELTAS - 2 * KEPT_FREE;
            case WRITER, READER, RELAY -> MAX_DELTAS - 3 * KEPT_FREE;
        };
    }

    private static Optional<Level> level(LogRoot root, Authority authority) {
        return authority.judge(root) instanceof Verdict.Valid valid
                ? Optional.of(valid.allowance().level())
                : Optional.empty();
    }

    /** Whether {@code more} may be kept that do not count yet. */
    boolean hasRoomToWait(List<VerifiedDelta> more) {
        ActWeight waiting = ActWeight.of(read(more), more);
        for (LogState log : space.logs()) {
            if (log.root().plane() == Plane.CONTROL) {
                waiting = waiting.and(scales.past(log.root().id(), log.applied()));
            }
        }
        return waiting.isWithin(MAX_WAITING_DELTAS, MAX_WAITING_BYTES);
    }

    /** What authority would be with {@code more}. */
    Authority with(List<VerifiedDelta> more) {
        List<ControlDelta> all = new ArrayList<>(deltas);
        all.addAll(read(more));
        return authority.again(all);
    }

    /** Takes over what is about to be committed. */
    void settle(List<VerifiedDelta> more, Authority result) {
        List<ControlDelta> acts = read(more);
        deltas.addAll(acts);
        for (int i = 0; i < acts.size(); i++) {
            scales.put(acts.get(i), more.get(i).delta());
        }
        if (!authority.doubleUses().containsAll(result.doubleUses())) {
            LOG.warn("a ticket let two devices into space {}; run kith doctor", space.id());
        }
        authority = result;
    }

    /** A run of one log; where it goes on, what is held says. */
    private List<ControlDelta> read(List<VerifiedDelta> run) {
        LogRoot root = run.getFirst().root();
        Bytes previous = space.log(root.id())
                .map(log -> log.head().link())
                .orElse(root.id().value());
        List<ControlDelta> read = new ArrayList<>(run.size());
        for (VerifiedDelta delta : run) {
            read.add(ControlDelta.of(root, previous, delta.delta()));
            previous = delta.delta().link();
        }
        return read;
    }
}
