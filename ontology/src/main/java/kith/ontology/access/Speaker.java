package kith.ontology.access;

import java.util.Optional;
import kith.ontology.delta.GrantId;
import kith.ontology.identity.KeyId;

/**
 * Who says an act.
 *
 * @param isPerson whether the person's own key speaks, which stands above the person's devices
 * @param family the person's grant; empty for the key on paper
 */
record Speaker(Allowance allowance, boolean isPerson, KeyId person, Optional<GrantId> family) {
    static Speaker root(KeyId key) {
        return new Speaker(Allowance.of(Level.ROOT), true, key, Optional.empty());
    }

    Level level() {
        return allowance.level();
    }

    boolean isAdmin() {
        return level().isAtLeast(Level.ADMIN);
    }

    /** Whether what is said for the whole space counts from this speaker. */
    boolean governs() {
        return isAdmin() && allowance.scope().isAll();
    }
}
