package kith.ontology.access;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import kith.ontology.bytes.Bytes;
import kith.ontology.delta.GrantId;
import kith.ontology.delta.LogRoot;
import kith.ontology.delta.SpaceId;
import kith.ontology.identity.KeyId;

/**
 * At what level a log would speak if all went well that it rests on: by that alone a grant is asked only for what is
 * stronger than it, never for itself.
 */
record PlainLevels(SpaceId space, Map<Bytes, ControlDelta> held, List<Grant> elected, Optional<KeyId> paper) {
    Optional<Level> ifAny(LogRoot root) {
        if (root.isFounding() || elected.stream().anyMatch(grant -> grant.id().equals(root.grant()))) {
            return Optional.of(Level.OWNER);
        }
        if (root.grant().equals(GrantId.ofGenesis(space))) {
            return Optional.of(paper.filter(root.author()::equals).isPresent() ? Level.ROOT : Level.OWNER);
        }
        ControlDelta maker = held.get(root.grant().value());
        return maker == null
                ? Optional.empty()
                : switch (maker.act()) {
                    case Act.Give give ->
                        Optional.of(give.allowance().level())
                                .filter(level -> ifAny(maker.root())
                                        .filter(by -> by.isStrongerThan(level))
                                        .isPresent());
                    case Act.Admit admit ->
                        Optional.ofNullable(held.get(admit.invitation()))
                                .filter(open -> open.act() instanceof Act.Invite invite
                                        && ifAny(open.root())
                                                .filter(by -> by.isStrongerThan(
                                                        invite.allowance().level()))
                                                .isPresent()
                                        && ifAny(maker.root())
                                                .filter(by -> by.isAtLeast(
                                                        invite.allowance().level()))
                                                .isPresent())
                                .map(open ->
                                        ((Act.Invite) open.act()).allowance().level());
                    case Act.Enrol enrol -> ifAny(maker.root());
                    default -> Optional.empty();
                };
    }
}
