package kith.ontology.access;

import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import kith.ontology.bytes.Bytes;
import kith.ontology.delta.GrantId;
import kith.ontology.delta.LogRoot;
import kith.ontology.delta.Plane;
import kith.ontology.delta.SpaceId;
import kith.ontology.identity.KeyId;

/**
 * Who may do what in a space: a pure function of the set of its control deltas, whatever order they came in. Immutable.
 *
 * <p>Knowing more never takes a right away, so no replica has to unsay what it showed: of two invitations for one ticket
 * the more generous counts, and where admins who did not know of each other let two devices in with one ticket, both are
 * in and {@link #doubleUses()} raises the alarm. No admin's daemon admits a second one knowingly.
 */
public final class Authority {
    private final SpaceId space;
    private final Map<GrantId, Grant> grants = new HashMap<>();
    private final Map<KeyId, Invitation> invitations = new HashMap<>();
    /** Whether the claim of an admission holds, by its link, which covers the claim. */
    private final Map<Bytes, Boolean> proofs;

    private String name = "";
    private Bytes foundingLog = Bytes.EMPTY;

    /**
     * A way in that is open or was.
     *
     * @param usedBy the devices it admitted; more than one only where admins did not know of each other
     */
    public record Invitation(KeyId ticket, Level level, long expiresMillis, SortedSet<KeyId> usedBy) {
        public Invitation {
            usedBy = Collections.unmodifiableSortedSet(new TreeSet<>(usedBy));
        }

        private Invitation with(KeyId device) {
            SortedSet<KeyId> more = new TreeSet<>(usedBy);
            more.add(device);
            return new Invitation(ticket, level, expiresMillis, more);
        }

        private Invitation with(Level otherLevel, long otherExpiry) {
            Level higher = level.isAtLeast(otherLevel) ? level : otherLevel;
            return new Invitation(ticket, higher, Math.max(expiresMillis, otherExpiry), usedBy);
        }
    }

    private Authority(SpaceId space, Map<Bytes, Boolean> proofs) {
        this.space = space;
        this.proofs = new HashMap<>(proofs);
    }

    /** What {@code deltas} amount to in {@code space}; the order of the collection does not matter. */
    public static Authority of(SpaceId space, Collection<ControlDelta> deltas) {
        return amounting(new Authority(space, Map.of()), deltas);
    }

    /**
     * What {@code deltas} amount to in this space: as {@link #of}, but the claims that were verified for this authority,
     * 0.3 ms each, are not verified again.
     */
    public Authority again(Collection<ControlDelta> deltas) {
        return amounting(new Authority(space, proofs), deltas);
    }

    private static Authority amounting(Authority authority, Collection<ControlDelta> deltas) {
        // The link as well, for an author may have said two things at one place.
        List<ControlDelta> sorted = deltas.stream()
                .sorted(Comparator.comparing(ControlDelta::dot).thenComparing(ControlDelta::link))
                .toList();
        sorted.forEach(authority::found);
        boolean changed = true;
        while (changed) {
            changed = false;
            for (ControlDelta delta : sorted) {
                changed |= authority.weigh(delta);
            }
        }
        return authority;
    }

    public SpaceId space() {
        return space;
    }

    /** What the founder called the space; empty before the genesis is known. */
    public String name() {
        return name;
    }

    public boolean isFounded() {
        return !foundingLog.equals(Bytes.EMPTY);
    }

    /** What becomes of the deltas of a log. */
    public Verdict judge(LogRoot root) {
        if (root.isFounding()) {
            return foundedBy(root)
                    ? new Verdict.Valid()
                    : isFounded() ? new Verdict.Void("it founds another space") : waiting(root);
        }
        if (!root.space().equals(space)) {
            return new Verdict.Void("it belongs to another space");
        }
        Grant grant = grants.get(root.grant());
        if (grant == null) {
            return waiting(root);
        }
        if (!grant.device().equals(root.author())) {
            return new Verdict.Void("its author is not whom the grant names");
        }
        Level needed = root.plane() == Plane.CONTROL ? Level.ADMIN : Level.WRITER;
        return grant.level().isAtLeast(needed)
                ? new Verdict.Valid()
                : new Verdict.Void("its grant allows less than it does");
    }

    /** The strongest right of a device, if it has any: with one it may read. */
    public Optional<Grant> grantOf(KeyId device) {
        return grants.values().stream()
                .filter(grant -> grant.device().equals(device))
                .max(Comparator.comparing(Grant::level)
                        .thenComparing(grant -> grant.id().value()));
    }

    /** All rights that hold. */
    public Collection<Grant> grants() {
        return List.copyOf(grants.values());
    }

    public Optional<Grant> grant(GrantId id) {
        return Optional.ofNullable(grants.get(id));
    }

    public Optional<Invitation> invitation(KeyId ticket) {
        return Optional.ofNullable(invitations.get(ticket));
    }

    /** Tickets that more than one device was admitted with: an alarm for their inviter. */
    public Set<KeyId> doubleUses() {
        return invitations.values().stream()
                .filter(invitation -> invitation.usedBy().size() > 1)
                .map(Invitation::ticket)
                .collect(Collectors.toUnmodifiableSet());
    }

    private Verdict waiting(LogRoot root) {
        return new Verdict.Waiting(root.grant());
    }

    private boolean foundedBy(LogRoot root) {
        Grant founder = grants.get(GrantId.ofGenesis(space));
        return founder != null && foundingLog.equals(root.id().value());
    }

    private void found(ControlDelta delta) {
        boolean first = delta.root().isFounding() && delta.dot().seq() == 1;
        if (first
                && delta.link().equals(space.value())
                && delta.act() instanceof Act.Genesis genesis
                && genesis.founder().device().equals(delta.root().author())
                && genesis.founder().holds()) {
            name = genesis.name();
            foundingLog = delta.root().id().value();
            GrantId id = GrantId.ofGenesis(space);
            grants.put(
                    id,
                    new Grant(id, genesis.founder().person(), genesis.founder().device(), Level.OWNER, genesis.name()));
        }
    }

    /** Whether {@code delta} adds to what is settled so far. */
    private boolean weigh(ControlDelta delta) {
        Optional<Level> speaker = speaker(delta);
        if (speaker.isEmpty()) {
            return false;
        }
        return switch (delta.act()) {
            case Act.Genesis again -> false;
            case Act.Invite invite -> speaker.get().isStrongerThan(invite.level()) && invite(invite);
            case Act.Admit admit -> speaker.get().isAtLeast(Level.ADMIN) && admit(delta, admit.claim());
        };
    }

    private boolean invite(Act.Invite invite) {
        Invitation before = invitations.get(invite.ticket());
        Invitation after = before == null
                ? new Invitation(invite.ticket(), invite.level(), invite.expiresMillis(), Collections.emptySortedSet())
                : before.with(invite.level(), invite.expiresMillis());
        return !after.equals(invitations.put(invite.ticket(), after));
    }

    private boolean admit(ControlDelta delta, Claim claim) {
        Invitation invitation = invitations.get(claim.ticket());
        if (invitation == null) {
            return false;
        }
        boolean sound = claim.space().equals(space)
                && delta.millis() <= invitation.expiresMillis()
                && proofs.computeIfAbsent(delta.link(), unproven -> claim.holds());
        if (!sound) {
            return false;
        }
        KeyId device = claim.device().device();
        Grant grant = new Grant(delta.grant(), claim.device().person(), device, invitation.level(), claim.name());
        invitations.put(claim.ticket(), invitation.with(device));
        return !grant.equals(grants.put(delta.grant(), grant));
    }

    /** The level at which the author of a control delta speaks, if at any. */
    private Optional<Level> speaker(ControlDelta delta) {
        if (delta.root().isFounding()) {
            return foundedBy(delta.root()) ? Optional.of(Level.OWNER) : Optional.empty();
        }
        return judge(delta.root()) instanceof Verdict.Valid
                ? grant(delta.root().grant()).map(Grant::level)
                : Optional.empty();
    }
}
