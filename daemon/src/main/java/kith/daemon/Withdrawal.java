package kith.daemon;

import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import kith.daemon.http.Membership;
import kith.daemon.replica.Moments;
import kith.daemon.replica.Replica;
import kith.ontology.access.Act;
import kith.ontology.access.Authority;
import kith.ontology.access.Cutoff;
import kith.ontology.access.Grant;
import kith.ontology.delta.GrantId;
import kith.ontology.delta.HybridClock;
import kith.ontology.fault.Code;
import kith.ontology.fault.KithException;
import kith.ontology.identity.KeyId;

/** Takes a ticket back: nobody comes in with it any more, and whom it let in stays if the end keeps them. */
final class Withdrawal {
    private static final int MAX_KEPT = 1_024;

    private final Replica replica;
    private final Roll roll;
    private final Authority.Said<Act.Invite> ticket;

    private Withdrawal(Replica replica, Roll roll, Authority.Said<Act.Invite> ticket) {
        this.replica = replica;
        this.roll = roll;
        this.ticket = ticket;
    }

    /** Of the ticket that a word means, if it means one and no right. */
    static Optional<Withdrawal> of(Replica replica, Roll roll, String word) {
        return roll.ticket(word).map(ticket -> new Withdrawal(replica, roll, ticket));
    }

    /** @param person of this node */
    JsonObject end(Membership.Ending ending, KeyId person, boolean dryRun) {
        Act.Cut cut = new Act.Cut(new GrantId(ticket.delta().link()), true, kept(ending), ending.reason());
        return ticket.delta().root().author().equals(ticket.person())
                ? endOfDevice(cut, person, dryRun)
                : endOfOther(cut, dryRun);
    }

    private JsonObject endOfDevice(Act.Cut cut, KeyId person, boolean dryRun) {
        if (!ticket.person().equals(person)) {
            throw KithException.user(
                    Code.NOT_ALLOWED,
                    "that is a ticket for a further device of another person, "
                            + ticket.person().brief() + ": only that person's key takes it back");
        }
        Foreseen foreseen = new Foreseen(replica, roll, List.of());
        foreseen.say("ends the ticket " + id() + " for a further device of yours: none comes with it any more");
        JsonObject told = foreseen.told(dryRun);
        if (!dryRun) {
            told.addProperty("delta", Promises.kept(replica.actAsPerson(cut)));
        }
        return told;
    }

    private JsonObject endOfOther(Act.Cut cut, boolean dryRun) {
        if (isEnded(replica.authority())) {
            throw KithException.user(Code.CONFLICT, "the ticket " + id() + " was taken back already");
        }
        Authority after = Promises.kept(replica.foresee(cut));
        if (!isEnded(after)) {
            throw KithException.user(
                    Code.NOT_ALLOWED,
                    "this device may not take the ticket " + id() + " back: it takes who might invite so, and is at"
                            + " least " + Roll.word(ticket.level()) + " or made it");
        }
        Foreseen foreseen = new Foreseen(replica, roll, List.of(after));
        foreseen.say("ends the ticket " + id() + " as "
                + Acts.level(ticket.act().allowance()) + ": nobody comes in with it any more");
        letIn().stream()
                .filter(admit -> after.isStanding(admit.delta().grant()))
                .map(admit -> replica.authority().grant(admit.delta().grant()).orElseThrow())
                .limit(Foreseen.MAX_LINES)
                .forEach(grant -> foreseen.say(stays(grant)));
        JsonObject told = foreseen.told(dryRun);
        if (!dryRun) {
            told.addProperty("delta", Promises.kept(replica.act(cut)));
        }
        return told;
    }

    private String stays(Grant grant) {
        return roll.told(grant) + " came in with it and stays; kith member end ends that right";
    }

    private boolean isEnded(Authority authority) {
        return authority.invitations().stream()
                .anyMatch(each -> each.link().equals(ticket.delta().link()) && each.isEnded());
    }

    /** The acts by which somebody came in with it. */
    private List<Authority.Said<Act.Admit>> letIn() {
        return replica.authority().said(Act.Admit.class).stream()
                .filter(admit -> admit.act().invitation().equals(ticket.delta().link()))
                .filter(admit ->
                        replica.authority().grant(admit.delta().grant()).isPresent())
                .toList();
    }

    private List<Cutoff> kept(Membership.Ending ending) {
        List<Cutoff> kept = new ArrayList<>();
        String since = ending.since();
        long until = since == null ? Long.MAX_VALUE : new Moments(replica.store()).clock(since);
        if (!ending.keepNothing()) {
            letIn().stream()
                    .filter(admit -> !HybridClock.isAfter(admit.delta().clock(), until))
                    .limit(MAX_KEPT)
                    .forEach(admit -> kept.add(
                            new Cutoff(admit.delta().dot(), admit.delta().link())));
        }
        return kept;
    }

    private String id() {
        return ticket.delta().link().toHex().substring(0, Roll.BRIEF_DIGITS);
    }
}
