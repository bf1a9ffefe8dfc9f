package kith.daemon.replica;

import java.util.Comparator;
import java.util.List;
import java.util.Set;
import kith.daemon.store.LogState;
import kith.daemon.store.SpaceStore;
import kith.ontology.access.Cutoff;
import kith.ontology.delta.Dot;
import kith.ontology.delta.GrantId;
import kith.ontology.delta.LogRoot;

/** What the end of a right keeps of the logs written under it. */
final class Kept {
    private Kept() {}

    /**
     * The last delta of each log of {@code grants} that counts and is not dated after {@code clock}. Of more than {@link
     * Cutoff#MAX_KEPT} logs, which no honest device writes, those of most deltas.
     */
    static List<Cutoff> of(SpaceStore space, Set<GrantId> grants, long clock) {
        return space.logs().stream()
                .filter(log -> grants.contains(grant(space, log.root())))
                .map(log -> new Dot(log.root().id(), Math.min(log.applied(), last(space, log, clock))))
                .filter(dot -> dot.seq() > 0)
                .sorted(Comparator.comparingLong(Dot::seq).reversed())
                .limit(Cutoff.MAX_KEPT)
                .map(dot -> new Cutoff(dot, space.link(dot.log(), dot.seq())))
                .toList();
    }

    private static GrantId grant(SpaceStore space, LogRoot root) {
        return root.isFounding() ? GrantId.ofGenesis(space.id()) : root.grant();
    }

    private static long last(SpaceStore space, LogState log, long clock) {
        return clock == Long.MAX_VALUE ? log.applied() : space.lastUntil(log, clock);
    }
}
