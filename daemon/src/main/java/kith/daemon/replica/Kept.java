package kith.daemon.replica;

import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import kith.daemon.store.LogState;
import kith.daemon.store.SpaceStore;
import kith.ontology.access.Authority;
import kith.ontology.access.ControlDelta;
import kith.ontology.access.Cutoff;
import kith.ontology.bytes.Bytes;
import kith.ontology.delta.Dot;
import kith.ontology.delta.GrantId;
import kith.ontology.delta.LogId;

/** What the end of a right keeps of the logs written under it. */
final class Kept {
    private Kept() {}

    /**
     * The last delta of each log of {@code grants}, and of each branch that was told of one, that counts and is not dated
     * after {@code clock}. Of more than {@link
     * Cutoff#MAX_KEPT} logs, which no honest device writes, those of most deltas.
     */
    static List<Cutoff> of(SpaceStore space, Authority authority, Set<GrantId> grants, long clock) {
        Stream<Cutoff> kept = space.logs().stream()
                .filter(log -> grants.contains(log.root().cited(space.id())))
                .flatMap(log -> upTo(log.root().id(), Math.min(log.applied(), last(space, log, clock))))
                .map(dot -> new Cutoff(dot, space.link(dot.log(), dot.seq())));
        List<ControlDelta> told = authority.ofBranches().stream()
                .filter(delta -> grants.contains(delta.root().cited(space.id())))
                .filter(delta -> Long.compareUnsigned(delta.clock(), clock) <= 0)
                .toList();
        Set<Bytes> followed = told.stream().map(ControlDelta::previous).collect(Collectors.toSet());
        Stream<Cutoff> branches = told.stream()
                .filter(delta -> !followed.contains(delta.link()))
                .map(delta -> new Cutoff(delta.dot(), delta.link()));
        return Stream.concat(kept, branches)
                .sorted(Comparator.comparingLong((Cutoff last) -> last.dot().seq())
                        .reversed())
                .limit(Cutoff.MAX_KEPT)
                .toList();
    }

    /** Of a log that was begun later nothing is kept, and nothing is said. */
    private static Stream<Dot> upTo(LogId log, long seq) {
        return seq > 0 ? Stream.of(new Dot(log, seq)) : Stream.empty();
    }

    private static long last(SpaceStore space, LogState log, long clock) {
        return clock == Long.MAX_VALUE ? log.applied() : space.lastUntil(log, clock);
    }
}
