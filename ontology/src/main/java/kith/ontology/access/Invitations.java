package kith.ontology.access;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Predicate;
import kith.ontology.access.Authority.Ending;
import kith.ontology.access.Authority.Invitation;
import kith.ontology.access.Evaluation.Spoken;
import kith.ontology.bytes.Bytes;
import kith.ontology.delta.GrantId;
import kith.ontology.delta.SpaceId;
import kith.ontology.identity.KeyId;

/**
 * The ways in: who was invited, whom that let in, and what ended it. Whoever may end an invitation is stronger than whom it
 * invites, so all that ends it has been heard when the turn of those comes whom it lets in.
 */
final class Invitations {
    private final SpaceId space;
    private final Chains chains;
    private final Map<GrantId, List<Spoken>> cuts;
    private final Predicate<Claim> proven;
    private final Map<Bytes, Invitation> open = new HashMap<>();
    private final Map<Bytes, List<Spoken>> admissions = new HashMap<>();
    private final Map<Bytes, SortedSet<KeyId>> uses = new HashMap<>();

    /** @param cuts what was said so far, by what it names; grows */
    Invitations(SpaceId space, Chains chains, Map<GrantId, List<Spoken>> cuts, Predicate<Claim> proven) {
        this.space = space;
        this.chains = chains;
        this.cuts = cuts;
        this.proven = proven;
    }

    void opened(Spoken said, Act.Invite invite) {
        if (said.speaker().isAdmin() && said.speaker().allowance().mayGive(invite.allowance())) {
            Invitation invitation = Invitation.of(said, invite);
            open.put(invitation.link(), invitation);
        }
    }

    /** Takes note of an admission; of those that it names, the ones who come in by it now. */
    List<Invitation> admitted(Spoken said, Act.Admit admit) {
        if (!said.speaker().isAdmin()) {
            return List.of();
        }
        admissions
                .computeIfAbsent(admit.invitation(), first -> new ArrayList<>())
                .add(said);
        Invitation named = open.get(admit.invitation());
        // Whom a weaker level lets in waits for that level's turn; then all that may admit has been said.
        return named != null && named.level() == said.speaker().level() ? List.of(named) : List.of();
    }

    /** Invitations of a level, whose turn has come. */
    List<Invitation> of(Level level) {
        return open.values().stream().filter(each -> each.level() == level).toList();
    }

    /** Who was admitted by an invitation so far. */
    List<Spoken> admissions(Invitation invitation) {
        return admissions.getOrDefault(invitation.link(), List.of());
    }

    /** Whether an admission lets in; then it is counted as a use. */
    boolean isUse(Spoken said, Act.Admit admit, Invitation invitation) {
        boolean lets = said.speaker().level().isAtLeast(invitation.level())
                && isSound(said.delta(), admit.claim(), invitation)
                && isKept(said.delta(), ends(invitation));
        if (lets) {
            uses.computeIfAbsent(invitation.link(), first -> new TreeSet<>())
                    .add(admit.claim().device().device());
        }
        return lets;
    }

    private boolean isSound(ControlDelta delta, Claim claim, Invitation invitation) {
        return claim.ticket().equals(invitation.ticket())
                && claim.space().equals(space)
                && delta.millis() <= invitation.expiresMillis()
                && proven.test(claim);
    }

    private boolean isKept(ControlDelta delta, List<Ending> ends) {
        return ends.isEmpty()
                || chains.within(delta.dot().log(), ends, Long.MAX_VALUE).contains(delta);
    }

    private List<Ending> ends(Invitation invitation) {
        List<Ending> ends = new ArrayList<>();
        for (Spoken said : cuts.getOrDefault(new GrantId(invitation.link()), List.of())) {
            if (said.delta().act() instanceof Act.Cut cut && invitation.mayBeEndedBy(said.speaker())) {
                ends.add(Ending.of(said, cut.kept(), cut.reason(), false));
            }
        }
        ends.sort(Ending.ORDER);
        return ends;
    }

    /** All of them, with whom they let in and what ended them. */
    Collection<Invitation> settled() {
        return open.values().stream()
                .map(each -> each.with(uses.getOrDefault(each.link(), new TreeSet<>()), ends(each)))
                .toList();
    }
}
