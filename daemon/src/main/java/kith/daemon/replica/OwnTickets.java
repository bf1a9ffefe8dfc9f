package kith.daemon.replica;

import java.util.List;
import java.util.Optional;
import kith.ontology.access.Act;
import kith.ontology.access.Authority;
import kith.ontology.identity.KeyId;

/**
 * The tickets that a person made for further devices: invitations that the person's own key said, where those for others
 * are said by a device. So every home of the person knows them, and none keeps a list. One is open at a time: the last,
 * until a device was enrolled after it.
 */
final class OwnTickets {
    private final List<Act> said;

    OwnTickets(Authority authority, KeyId person) {
        said = authority.said(Act.class).stream()
                .filter(each -> each.delta().root().author().equals(person))
                .map(Authority.Said::act)
                .filter(act -> act instanceof Act.Invite || act instanceof Act.Enrol)
                .toList();
    }

    /** Whether the person made this ticket for a device. */
    boolean made(KeyId ticket) {
        return said.stream().anyMatch(act -> isOf(act, ticket));
    }

    /** The invitation of this ticket, while it is open. */
    Optional<Act.Invite> open(KeyId ticket) {
        return said.isEmpty() || !isOf(said.getLast(), ticket)
                ? Optional.empty()
                : Optional.of((Act.Invite) said.getLast());
    }

    private static boolean isOf(Act act, KeyId ticket) {
        return act instanceof Act.Invite invite && invite.ticket().equals(ticket);
    }
}
