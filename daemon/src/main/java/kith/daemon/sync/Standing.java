package kith.daemon.sync;

import kith.ontology.delta.SpaceId;

/**
 * How we and a peer stand in one space.
 *
 * @param shared whether both sides speak of the space; else the rest is 0
 * @param behind deltas that the peer holds and we lack, as far as it told us
 * @param ahead deltas that we hold and the peer has not confirmed to hold
 */
public record Standing(SpaceId space, boolean shared, long behind, long ahead) {
    public boolean isInStep() {
        return shared && behind == 0 && ahead == 0;
    }
}
