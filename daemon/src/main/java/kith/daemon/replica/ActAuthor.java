package kith.daemon.replica;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import kith.daemon.machine.Machine;
import kith.daemon.store.SpaceStore;
import kith.ontology.access.Act;
import kith.ontology.access.ActCodec;
import kith.ontology.access.Allowance;
import kith.ontology.access.Authority;
import kith.ontology.access.Claim;
import kith.ontology.access.Grant;
import kith.ontology.access.Level;
import kith.ontology.access.Verdict;
import kith.ontology.bytes.Bytes;
import kith.ontology.delta.DeltaCodec;
import kith.ontology.delta.GrantId;
import kith.ontology.delta.LogRoot;
import kith.ontology.delta.Plane;
import kith.ontology.delta.VerifiedDelta;
import kith.ontology.fault.Code;
import kith.ontology.fault.KithException;
import kith.ontology.identity.DeviceCertificate;
import kith.ontology.identity.KeyId;
import kith.ontology.identity.SigningKey;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What this device and its person say of who may do what: by which key, under which right, and whether there is room for
 * it. Nothing is kept here. On the lane only.
 */
final class ActAuthor {
    private static final Logger LOG = LoggerFactory.getLogger(ActAuthor.class);

    private final SpaceStore space;
    private final ControlPlane control;
    private final OwnLogs own;
    private final Author author;
    private final Machine machine;
    private final Self self;

    /** An act signed, and what authority is with it. */
    record Said(VerifiedDelta delta, Authority next) {}

    /** What becomes of a claim: {@code act} lets its bearer in, if that is not done already. */
    record Weighed(Admission admission, Optional<Said> act) {
        private static Weighed refused(String why) {
            return new Weighed(new Admission.Refused(why), Optional.empty());
        }
    }

    ActAuthor(SpaceStore space, ControlPlane control, OwnLogs own, Author author, Machine machine, Self self) {
        this.space = space;
        this.control = control;
        this.own = own;
        this.author = author;
        this.machine = machine;
        this.self = self;
    }

    /**
     * An act of this device, or of its person where only the person may say it.
     *
     * @throws KithException USER, NOT_ALLOWED if neither may, or if there is no room; REJECTED if it is too large
     */
    Said say(Act act) {
        Grant grant = allowed(Level.RELAY);
        if (act instanceof Act.Enrol) {
            return sayAsPerson(act);
        }
        if (act instanceof Act.Cut cut) {
            Optional<Grant> ended =
                    authority().grant(cut.grant()).filter(each -> each.person().equals(grant.person()));
            if (ended.isPresent() && !cut.whole() && ended.get().device().equals(self.node())) {
                return sayWhileStanding(act, self.device(), cut.grant());
            }
            // Whoever is stronger may end it all the same, without the key of the person.
            boolean below = ended.isPresent()
                    && grant.level().isAtLeast(Level.ADMIN)
                    && grant.level().isStrongerThan(ended.get().level());
            if (ended.isPresent() && (hasPersonOf(grant) || !below)) {
                return sayAsPerson(act, ended.get().family());
            }
        }
        if (!(act instanceof Act.Erase || act instanceof Act.Close)) {
            allowed(Level.ADMIN);
        }
        return say(act, self.device(), grant.id());
    }

    /** Tells a branch of a log of ours, with the key of that log and under the grant that it cites; refused as others are. */
    Said tell(Act.Branch branch, GrantId grant) {
        return say(branch, author.key(branch.root().author()), grant);
    }

    /** A close under the grant that the logs cite which it ends: under another grant of ours it would say nothing. */
    Said close(Act.Close act, GrantId grant) {
        return say(act, self.device(), grant);
    }

    /**
     * An act of this device's person.
     *
     * @throws KithException as {@link #say(Act)}, and USER, NOT_ALLOWED if the key of the person is elsewhere
     */
    Said sayAsPerson(Act act) {
        return sayAsPerson(act, allowed(Level.RELAY).family());
    }

    /** As {@link #sayAsPerson(Act)}, under a right of the person's own, be it the strongest or not. */
    Said sayAsPerson(Act act, GrantId family) {
        if (!hasPersonOf(authority().grant(family).orElseThrow())) {
            throw notAllowed(
                    "only the key of the person can do that, and it is on the device that the person began with");
        }
        return sayWhileStanding(act, self.person(), family);
    }

    /** An act of the key on paper, in a log of its own: what else that key said, no device need know. */
    Said say(Act act, SigningKey paper) {
        boolean fits = authority()
                .genesis()
                .flatMap(Act.Genesis::root)
                .filter(paper.id()::equals)
                .isPresent();
        if (!fits) {
            throw notAllowed("this is not the paper key of space " + space.name());
        }
        Bytes incarnation = machine.random(LogRoot.INCARNATION_BYTES);
        GrantId founding = GrantId.ofGenesis(space.id());
        LogRoot root = new LogRoot(space.id(), paper.id(), incarnation, Plane.CONTROL, founding);
        return say(ActCodec.encode(act), paper, root);
    }

    /**
     * An act under a right that nothing ended: what is said under an ended one says nothing, but for a further end of it,
     * which could only let less of it stand.
     */
    private Said sayWhileStanding(Act act, SigningKey key, GrantId grant) {
        Bytes payload = ActCodec.encode(act);
        LogRoot root = own.acts(key.id(), grant, payload);
        boolean ended = !(authority().judge(root) instanceof Verdict.Valid valid && valid.isWhole());
        if (ended) {
            throw notAllowed(
                    "this right in space " + space.name() + " has ended already; nothing more is said under it");
        }
        return say(payload, key, root);
    }

    private Said say(Act act, SigningKey key, GrantId grant) {
        Bytes payload = ActCodec.encode(act);
        return say(payload, key, own.acts(key.id(), grant, payload));
    }

    /** What no peer would keep is not said. */
    private Said say(Bytes payload, SigningKey key, LogRoot root) {
        if (payload.length() > DeltaCodec.MAX_PAYLOAD_BYTES) {
            throw KithException.user(
                    Code.REJECTED,
                    "an act of " + payload.length() + " bytes; at most " + DeltaCodec.MAX_PAYLOAD_BYTES
                            + " are signed in one, do it in parts");
        }
        List<VerifiedDelta> delta = List.of(author.sign(root, key, payload));
        Authority next = control.with(delta);
        if (!control.hasRoom(root, delta, next)) {
            throw notAllowed("space " + space.name() + " keeps no more acts of this right: with this one there would be"
                    + " more than " + control.most(root, next) + ", or more than their bytes; whoever has a stronger"
                    + " right may still act");
        }
        return new Said(delta.getFirst(), next);
    }

    /** What nobody asked for: where it is refused the log tells why. */
    Optional<Said> unasked(String what, Supplier<Said> saying) {
        try {
            return Optional.of(saying.get());
        } catch (KithException refusal) {
            mustBeOfUser(refusal);
            LOG.warn("{} cannot be told in space {}: {}", what, space.name(), refusal.getMessage());
            return Optional.empty();
        }
    }

    /** Whether the bearer of {@code claim} is let in by this daemon and now, and what that takes. */
    Weighed weigh(Claim claim) {
        Admission admission = admission(claim);
        boolean isNew = admission instanceof Admission.Admitted
                && authority().grantOf(claim.device().device()).isEmpty();
        return isNew ? letIn(claim) : new Weighed(admission, Optional.empty());
    }

    private Admission admission(Claim claim) {
        OwnTickets devices = new OwnTickets(authority(), self.person().id());
        boolean isOwn = devices.made(claim.ticket());
        Optional<Authority.Invitation> invitation = authority().invitation(claim.ticket());
        boolean known = isOwn || invitation.isPresent();
        if (!known || !claim.space().equals(space.id()) || !claim.holds()) {
            return new Admission.Unproven();
        }
        if (authority().grantOf(claim.device().device()).isPresent()) {
            return new Admission.Admitted();
        }
        Optional<Act.Invite> device = devices.open(claim.ticket());
        boolean closed = isOwn ? device.isEmpty() : invitation.orElseThrow().isClosed();
        if (closed) {
            return new Admission.Refused("the ticket was used already, or taken back; ask for another");
        }
        long expires = isOwn
                ? device.orElseThrow().expiresMillis()
                : invitation.orElseThrow().expiresMillis();
        if (expires <= machine.nowMillis()) {
            return new Admission.Refused("the ticket has expired; ask for another");
        }
        boolean may = authority()
                .grantOf(self.node())
                .filter(grant -> isOwn ? hasPersonOf(grant) : grant.level().isAtLeast(Level.ADMIN))
                .isPresent();
        return may
                ? new Admission.Admitted()
                : new Admission.Refused("this node may not admit; reach the node of the one who invited you");
    }

    /** A right that would end as it begins is not given: the ticket stays good, and its bearer learns why. */
    private Weighed letIn(Claim claim) {
        Said said;
        try {
            said = admit(claim);
        } catch (KithException refusal) {
            mustBeOfUser(refusal);
            return Weighed.refused("this node cannot let it in: " + refusal.getMessage());
        }
        return said.next().grantOf(claim.device().device()).isPresent()
                ? new Weighed(new Admission.Admitted(), Optional.of(said))
                : Weighed.refused("a ban keeps this node out, or its person has " + Allowance.MAX_MEMBER_DEVICES
                        + " devices here by now; ask for a ticket that lifts the ban, or for a right of its own");
    }

    /** As a member, or as a device of our own. */
    private Said admit(Claim claim) {
        if (new OwnTickets(authority(), self.person().id()).made(claim.ticket())) {
            KeyId device = claim.device().device();
            return sayAsPerson(
                    new Act.Enrol(DeviceCertificate.issue(self.person(), device, machine.nowMillis()), claim.name()));
        }
        Authority.Invitation invitation = authority().invitation(claim.ticket()).orElseThrow();
        return say(new Act.Admit(claim, invitation.link()));
    }

    /** A disk that fails is no refusal. */
    private static void mustBeOfUser(KithException refusal) {
        if (refusal.blame() != KithException.Blame.USER) {
            throw refusal;
        }
    }

    private boolean hasPersonOf(Grant grant) {
        return grant.person().equals(self.person().id());
    }

    private Grant allowed(Level needed) {
        return author.allowed(authority(), needed);
    }

    private Authority authority() {
        return control.authority();
    }

    private static KithException notAllowed(String why) {
        return KithException.user(Code.NOT_ALLOWED, why);
    }
}
