package kith.daemon.replica;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.ToLongFunction;
import kith.daemon.store.LogState;
import kith.daemon.store.SpaceStore;
import kith.ontology.access.Act;
import kith.ontology.access.ActCodec;
import kith.ontology.access.Authority;
import kith.ontology.access.ControlDelta;
import kith.ontology.delta.Dot;
import kith.ontology.delta.GrantId;
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

    private static final int READ_BYTES = 1 << 20;
    private static final Logger LOG = LoggerFactory.getLogger(ControlPlane.class);

    private final SpaceStore space;
    private final List<ControlDelta> deltas = new CopyOnWriteArrayList<>();
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
        while (next <= log.head().seq()) {
            for (SignedDelta delta : space.read(log.root().id(), next, MAX_DELTAS, READ_BYTES)) {
                ActCodec.decode(delta.entry().payload())
                        .ifPresent(act -> deltas.add(new ControlDelta(
                                log.root(), delta.dot(), delta.entry().clock(), delta.link(), act)));
                next = delta.dot().seq() + 1;
            }
        }
    }

    Authority authority() {
        return authority;
    }

    Optional<Dot> makerOf(GrantId grant) {
        return deltas.stream()
                .filter(delta -> delta.grant().equals(grant))
                .map(ControlDelta::dot)
                .findFirst();
    }

    /** Whether {@code more} that count may be kept. What waits takes no place from them. */
    boolean hasRoom(int more) {
        return sum(LogState::applied) + more <= MAX_DELTAS;
    }

    /** Whether {@code more} may be kept that do not count yet. */
    boolean hasRoomToWait(int more) {
        return sum(log -> log.head().seq() - log.applied()) + more <= MAX_WAITING_DELTAS;
    }

    private long sum(ToLongFunction<LogState> deltasOf) {
        return space.logs().stream()
                .filter(log -> log.root().plane() == Plane.CONTROL)
                .mapToLong(deltasOf)
                .sum();
    }

    /** What authority would be with {@code more}. */
    Authority with(List<VerifiedDelta> more) {
        List<ControlDelta> all = new ArrayList<>(deltas);
        more.forEach(delta -> read(delta).ifPresent(all::add));
        return authority.again(all);
    }

    /** Takes over what was committed. */
    void settle(List<VerifiedDelta> more, Authority result) {
        more.forEach(delta -> read(delta).ifPresent(deltas::add));
        if (!authority.doubleUses().containsAll(result.doubleUses())) {
            LOG.warn("a ticket let two devices into space {}; run kith doctor", space.id());
        }
        authority = result;
    }

    private static Optional<ControlDelta> read(VerifiedDelta delta) {
        Optional<Act> act = ActCodec.decode(delta.entry().payload());
        return act.map(said -> ControlDelta.of(delta, said));
    }
}
