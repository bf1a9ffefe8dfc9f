package kith.ontology.access;

import java.util.Optional;
import kith.ontology.delta.GrantId;
import kith.ontology.identity.KeyId;

/**
 * A right that was rightly given. Whether it stands still, {@link Authority#endings} tells.
 *
 * @param person whom it was given to
 * @param device the device that the person certified for it
 * @param name what that device was called then
 * @param under the person's grant that a further device acts under; empty for a grant of its own
 */
public record Grant(GrantId id, KeyId person, KeyId device, String name, Allowance allowance, Optional<GrantId> under) {
    public Level level() {
        return allowance.level();
    }

    /** The person's grant: this one, or the one it is under. */
    public GrantId family() {
        return under.orElse(id);
    }
}
