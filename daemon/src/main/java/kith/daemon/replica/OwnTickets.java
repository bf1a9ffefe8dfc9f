package kith.daemon.replica;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import kith.ontology.access.Act;
import kith.ontology.access.Authority;
import kith.ontology.delta.GrantId;
import kith.ontology.identity.KeyId;

/**
 * The tickets that a person made for further devices: invitations that the person's own key said, where those for others
 * are said by a device. So every home of the person knows them, and none keeps a list. One is open at a time: the last,
 * until a device was enrolled after it, or the person took it back.
 */
final class OwnTickets {
    private final List<Authority.Said<Act>> said;
    private final Set<GrantId> ended;

    OwnTickets(Authority authority, KeyId person) {
        said = authority.said(Act.class).stream()
                .filter(each -> each.delta().root().author().equals(person))
                .filter(each -> each.act() instanceof Act.Invite || each.act() instanceof Act.Enrol)
                .toList();
        ended = authority.said(Act.Cut.class).stream()
                .filter(each -> each.person().equals(person))
                .map(each -> each.act().grant())
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Whether the person made this ticket for a device. */
    boolean made(KeyId ticket) {
        return said.stream().anyMatch(each -> isOf(each.act(), ticket));
    }

    /** The invitation of this ticket, while it is open. */
    Optional<Act.Invite> open(KeyId ticket) {
        return said.isEmpty()
                        || !isOf(said.getLast().act(), ticket)
                        || ended.contains(new GrantId(said.getLast().delta().link()))
                ? Optional.empty()
                : Optional.of((Act.Invite) said.getLast().act());
    }

    private static boolean isOf(Act act, KeyId ticket) {
        return act instanceof Act.Invite invite && invite.ticket().equals(ticket);
    }
}
