package kith.daemon;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import kith.daemon.http.Membership;
import kith.daemon.replica.Moments;
import kith.daemon.replica.Replica;
import kith.ontology.access.Act;
import kith.ontology.access.Authority;
import kith.ontology.access.Cutoff;
import kith.ontology.access.Grant;
import kith.ontology.bytes.Bytes;
import kith.ontology.delta.GrantId;
import kith.ontology.fault.Code;
import kith.ontology.fault.KithException;
import kith.ontology.identity.KeyId;

/** The acts by which this node ends rights, with what they keep. */
final class Endings {
    private final Replica replica;
    private final Authority authority;
    private final Roll roll;
    private final Grant own;

    /** @param own the right of this device */
    Endings(Replica replica, Roll roll, Grant own) {
        this.replica = replica;
        this.authority = replica.authority();
        this.roll = roll;
        this.own = own;
    }

    List<Act> acts(Membership.Ending ending) {
        if (Bytes.utf8(ending.reason()).length() > Act.MAX_REASON_BYTES) {
            throw KithException.user(Code.USAGE, "a reason has at most " + Act.MAX_REASON_BYTES + " bytes");
        }
        return switch (ending.what()) {
            case MEMBER -> member(ending);
            case GRANT -> grant(ending);
            case DEVICE -> device(ending);
            case BAN -> List.of(ban(ending));
        };
    }

    private List<Act> member(Membership.Ending ending) {
        KeyId person = roll.person(whom(ending));
        if (person.equals(own.person())) {
            throw KithException.user(Code.USAGE, "that is this node's own person; to go, use kith leave");
        }
        List<Grant> families = families(person);
        if (families.isEmpty()) {
            throw KithException.user(Code.CONFLICT, "'" + ending.whom() + "' has no right any more that could end");
        }
        List<Grant> below = families.stream()
                .filter(grant -> own.level().isStrongerThan(grant.level()))
                .toList();
        if (below.isEmpty()) {
            throw notBelow(families.getFirst());
        }
        return below.stream().map(grant -> whole(grant, ending)).toList();
    }

    /** The rights of their own that a person has, of which some device stands. */
    private List<Grant> families(KeyId person) {
        Set<GrantId> standing = authority.grants().stream()
                .filter(roll::isStanding)
                .map(Grant::family)
                .collect(Collectors.toSet());
        return authority.grants().stream()
                .filter(grant -> grant.person().equals(person) && grant.under().isEmpty())
                .filter(grant -> standing.contains(grant.id()))
                .toList();
    }

    private KithException notBelow(Grant grant) {
        return KithException.user(
                Code.NOT_ALLOWED,
                "the right to end is " + Roll.word(grant.level()) + ", this device is " + Roll.word(own.level())
                        + ": rights are ended strictly downward, and equals never end each other");
    }

    private Act whole(Grant grant, Membership.Ending ending) {
        return new Act.Cut(grant.id(), true, kept(Members.family(authority, grant.id()), ending), ending.reason());
    }

    private List<Act> grant(Membership.Ending ending) {
        Grant grant = roll.grant(whom(ending));
        boolean ours = grant.person().equals(own.person());
        if (!ours && !own.level().isStrongerThan(grant.level())) {
            throw notBelow(grant);
        }
        return List.of(
                grant.under().isEmpty()
                        ? whole(grant, ending)
                        : new Act.Cut(grant.id(), false, kept(Set.of(grant.id()), ending), ending.reason()));
    }

    private List<Act> device(Membership.Ending ending) {
        String whom = ending.whom();
        KeyId device = whom == null ? own.device() : roll.deviceOf(own.person(), whom);
        return rights(grant -> grant.device().equals(device)).stream()
                .filter(grant -> grant.person().equals(own.person()))
                .map(grant -> (Act) new Act.Cut(grant.id(), false, kept(Set.of(grant.id()), ending), ending.reason()))
                .toList();
    }

    private List<Grant> rights(Predicate<Grant> among) {
        return authority.grants().stream().filter(among.and(roll::isStanding)).toList();
    }

    private Act ban(Membership.Ending ending) {
        Optional<KeyId> named = Roll.key(whom(ending));
        KeyId subject = named.isPresent() ? named.get() : roll.person(whom(ending));
        if (subject.equals(own.person()) || subject.equals(own.device())) {
            throw KithException.user(Code.USAGE, "that is this node itself; to go, use kith leave");
        }
        Collection<Grant> struck = authority.grants().stream()
                .filter(grant ->
                        grant.person().equals(subject) || grant.device().equals(subject))
                .toList();
        List<GrantId> ids = new ArrayList<>();
        struck.forEach(grant -> ids.add(grant.id()));
        return new Act.Ban(subject, kept(Set.copyOf(ids), ending), ending.reason());
    }

    private List<Cutoff> kept(Set<GrantId> grants, Membership.Ending ending) {
        if (ending.keepNothing()) {
            return List.of();
        }
        String since = ending.since();
        return replica.kept(grants, since == null ? Long.MAX_VALUE : new Moments(replica.store()).clock(since));
    }

    private static String whom(Membership.Ending ending) {
        String whom = ending.whom();
        if (whom == null || whom.isBlank()) {
            throw KithException.user(Code.USAGE, "say whom: a device's name, a did:key, or 8 digits of a grant");
        }
        return whom;
    }
}
