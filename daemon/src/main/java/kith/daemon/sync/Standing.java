package kith.daemon.sync;

import java.util.Set;
import kith.ontology.delta.LogId;
import kith.ontology.delta.SpaceId;

/**
 * How we and a peer stand in one space.
 *
 * @param shared whether both sides speak of the space; else the rest is 0
 * @param behind deltas that the peer holds and we lack, as far as it told us
 * @param ahead deltas that we hold and the peer has not confirmed to hold
 * @param forked logs of which the peer holds another branch than we: their deltas will not come
 */
public record Standing(SpaceId space, boolean shared, long behind, long ahead, Set<LogId> forked) {
    public Standing {
        forked = Set.copyOf(forked);
    }

    static Standing apart(SpaceId space) {
        return new Standing(space, false, 0, 0, Set.of());
    }

    public boolean isInStep() {
        return shared && behind == 0 && ahead == 0 && forked.isEmpty();
    }
}
