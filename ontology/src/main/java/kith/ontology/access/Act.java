package kith.ontology.access;

import kith.ontology.identity.DeviceCertificate;
import kith.ontology.identity.KeyId;

/** The content of a control delta: one act of authority. */
public sealed interface Act {
    /**
     * Founds a space: the person of {@code founder} is its owner, from the device that {@code founder} certifies.
     *
     * @param name what the founder calls the space, at most {@link Ticket#MAX_NAME_BYTES}
     */
    record Genesis(String name, DeviceCertificate founder) implements Act {}

    /**
     * Opens a one-time way in.
     *
     * @param ticket public half of the ticket's key
     * @param level what the joiner will be, below the inviter's own
     * @param expiresMillis ms since 1970; an admission with a later clock is void
     */
    record Invite(KeyId ticket, Level level, long expiresMillis) implements Act {}

    /** Admits the joiner of {@code claim} at the level of the invitation for its ticket. */
    record Admit(Claim claim) implements Act {}
}
