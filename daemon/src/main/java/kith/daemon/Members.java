package kith.daemon;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import kith.daemon.config.NodeIdentity;
import kith.daemon.http.Membership;
import kith.daemon.machine.Machine;
import kith.daemon.replica.Admission;
import kith.daemon.replica.Replica;
import kith.ontology.access.Act;
import kith.ontology.access.Allowance;
import kith.ontology.access.Authority;
import kith.ontology.access.Claim;
import kith.ontology.access.Grant;
import kith.ontology.access.Level;
import kith.ontology.access.Ticket;
import kith.ontology.bytes.Bytes;
import kith.ontology.delta.GrantId;
import kith.ontology.fault.Code;
import kith.ontology.fault.KithException;
import kith.ontology.identity.DeviceCertificate;
import kith.ontology.identity.KeyId;
import kith.ontology.identity.SigningKey;
import org.jspecify.annotations.Nullable;

/** Who may do what in one space, and how this node changes it. Safe from any thread; calls wait. */
final class Members implements Membership {
    private static final Duration LONGEST_INVITATION = Duration.ofDays(365);

    private final Replica replica;
    private final NodeIdentity identity;
    private final Machine machine;
    private final List<String> reachable;

    /** @param reachable where this node says that it may be called, host:port */
    Members(Replica replica, NodeIdentity identity, Machine machine, List<String> reachable) {
        this.replica = replica;
        this.identity = identity;
        this.machine = machine;
        this.reachable = reachable;
    }

    private Roll roll() {
        return new Roll(replica.authority(), identity.node(), identity.name());
    }

    @Override
    public JsonArray members() {
        return roll().members();
    }

    @Override
    public JsonObject shares() {
        return roll().shares(machine.nowMillis());
    }

    @Override
    public JsonObject invite(Terms terms, Duration validity, boolean dryRun) {
        Allowance allowance = allowance(terms);
        Ticket ticket = ticket();
        long until = until(validity);
        Act.Invite invite = new Act.Invite(ticket.key().id(), allowance, until, roll().bans(terms.lifts()));
        Authority after = Promises.kept(replica.foresee(invite));
        if (after.invitation(ticket.key().id()).isEmpty()) {
            throw tooMuch(allowance);
        }
        Foreseen foreseen = new Foreseen(replica, roll(), List.of(after));
        foreseen.say("lets whoever brings the ticket first, until " + Standings.time(until) + ", in as "
                + Acts.level(allowance));
        JsonObject told = foreseen.told(dryRun);
        if (!dryRun) {
            told.addProperty("delta", Promises.kept(replica.act(invite)));
        }
        return withTicket(told, ticket, terms.can(), until);
    }

    @Override
    public JsonObject inviteDevice(Duration validity, boolean dryRun) {
        Grant own = own();
        if (!own.person().equals(identity.person().id())) {
            throw elsewhere();
        }
        Ticket ticket = ticket();
        long until = until(validity);
        // For others the ticket is worth the least there is: only the node with the person's key makes a device of it.
        Act.Invite invite = new Act.Invite(ticket.key().id(), Level.RELAY, until);
        Foreseen foreseen = new Foreseen(replica, roll(), List.of());
        foreseen.say("lets the node that brings the ticket first, until " + Standings.time(until)
                + ", act as a device of yours: " + Acts.level(own.allowance())
                + "; a ticket made before for a device is good no more");
        JsonObject told = foreseen.told(dryRun);
        if (!dryRun) {
            told.addProperty("delta", Promises.kept(replica.actAsPerson(invite)));
        }
        return withTicket(told, ticket, Roll.word(own.level()), until);
    }

    private Ticket ticket() {
        if (reachable.isEmpty()) {
            throw KithException.user(
                    Code.CONFLICT,
                    "this node listens nowhere, so nobody could come: set peer.listen and start it again");
        }
        return new Ticket(
                machine.random(Ticket.SEED_BYTES),
                replica.id(),
                replica.authority().name(),
                identity.node(),
                reachable.stream().limit(Ticket.MAX_ADDRESSES).toList());
    }

    private long until(Duration validity) {
        if (validity.isNegative() || validity.isZero() || validity.compareTo(LONGEST_INVITATION) > 0) {
            throw KithException.user(Code.USAGE, "an invitation lasts from one second to 365 days");
        }
        return machine.nowMillis() + validity.toMillis();
    }

    private static JsonObject withTicket(JsonObject told, Ticket ticket, String can, long until) {
        if (!told.get("dryRun").getAsBoolean()) {
            told.addProperty("ticket", ticket.text());
        }
        told.addProperty("can", can);
        told.addProperty("expires", Standings.time(until));
        return told;
    }

    private static Allowance allowance(Terms terms) {
        Level level = switch (terms.can()) {
            case "read" -> Level.READER;
            case "write" -> Level.WRITER;
            case "admin" -> Level.ADMIN;
            case "owner" -> Level.OWNER;
            default -> throw KithException.user(Code.USAGE, "can is read, write, admin or owner");
        };
        return new Allowance(level, Scopes.of(terms.scope()), terms.quotaBytes());
    }

    private Grant own() {
        return replica.authority()
                .grantOf(identity.node())
                .orElseThrow(() -> KithException.user(
                        Code.NOT_ALLOWED,
                        "this device has no right in space " + replica.name() + " any more, or none yet"));
    }

    private KithException tooMuch(Allowance wanted) {
        Allowance own = own().allowance();
        boolean weaker = own.level().isStrongerThan(wanted.level());
        return KithException.user(
                Code.NOT_ALLOWED,
                "this device is " + Acts.level(own) + " of space " + replica.name() + " and can make nobody "
                        + Acts.level(wanted) + ": "
                        + (weaker ? "its own scope is narrower" : "rights are given strictly downward"));
    }

    private static KithException elsewhere() {
        return KithException.user(
                Code.NOT_ALLOWED,
                "only the key of the person can do that, and it is on the device that the person began with");
    }

    @Override
    public JsonObject grant(String whom, Terms terms, boolean dryRun) {
        Roll roll = roll();
        Allowance allowance = allowance(terms);
        Set<Bytes> lifts = roll.bans(terms.lifts());
        List<Act> acts = new ArrayList<>();
        for (Grant known : devices(roll, whom)) {
            DeviceCertificate certificate = roll.certificate(known).orElseThrow();
            acts.add(new Act.Give(certificate, roll.name(known), allowance, lifts));
        }
        List<Authority> after = foresee(acts);
        long before = replica.authority().grants().size();
        if (after.stream().anyMatch(then -> then.grants().size() == before)) {
            throw tooMuch(allowance);
        }
        if (after.stream().anyMatch(then -> standing(then) == standing(replica.authority()))) {
            throw KithException.user(
                    Code.CONFLICT,
                    "'" + whom + "' is banned, so the right would end as it begins; kith share list shows the bans, and"
                            + " --lift-ban ID lifts one for this right");
        }
        return said(new Foreseen(replica, roll, after), acts, dryRun);
    }

    private static long standing(Authority authority) {
        return authority.grants().stream()
                .filter(grant -> authority.isStanding(grant.id()))
                .count();
    }

    /** A right of each device that a word means: of a person those that stand, else the last that did. */
    private List<Grant> devices(Roll roll, String whom) {
        KeyId person = roll.person(whom);
        Optional<KeyId> key = Roll.key(whom).filter(meant -> !meant.equals(person));
        List<Grant> all = replica.authority().grants().stream()
                .filter(grant -> grant.person().equals(person))
                .filter(grant -> key.isEmpty() || key.get().equals(grant.device()))
                .collect(Collectors.toMap(Grant::device, grant -> grant, (one, other) -> one))
                .values()
                .stream()
                .toList();
        List<Grant> standing = all.stream()
                .filter(grant -> replica.authority().grantOf(grant.device()).isPresent())
                .toList();
        return standing.isEmpty() ? all : standing;
    }

    @Override
    public JsonObject end(Ending ending, boolean dryRun) {
        Optional<Withdrawal> ticket = ending.what() == What.GRANT && ending.whom() != null
                ? Withdrawal.of(replica, roll(), ending.whom())
                : Optional.<Withdrawal>empty();
        if (ticket.isPresent()) {
            return ticket.get().end(ending, identity.person().id(), dryRun);
        }
        if (ending.what() == What.BAN) {
            Governing.must(replica, "a ban");
        }
        Endings endings = new Endings(replica, roll(), own());
        List<Act> acts = endings.acts(ending);
        Foreseen foreseen = new Foreseen(replica, roll(), foresee(acts));
        boolean ban = ending.what() == What.BAN;
        if (!ban && foreseen.ends().isEmpty()) {
            throw acts.isEmpty()
                    ? KithException.user(Code.CONFLICT, "that right has ended already")
                    : KithException.user(
                            Code.NOT_ALLOWED,
                            "this device is not strong enough to end that right, or admin of another part");
        }
        if (ban) {
            foreseen.say("bans " + ending.whom() + " from space " + replica.name()
                    + ": whatever right it has or is given below " + Roll.word(own().level())
                    + " ends, unless the ban is lifted for it");
        }
        return said(foreseen, acts, dryRun);
    }

    @Override
    public JsonObject adopt(String whom, boolean dryRun) {
        return new Adoption(replica, roll()).adopt(whom, dryRun);
    }

    private List<Authority> foresee(List<Act> acts) {
        List<Authority> after = new ArrayList<>();
        acts.forEach(act -> after.add(Promises.kept(replica.foresee(act))));
        return after;
    }

    private JsonObject said(Foreseen foreseen, List<Act> acts, boolean dryRun) {
        JsonObject told = foreseen.told(dryRun);
        if (!dryRun) {
            for (Act act : acts) {
                told.addProperty("delta", Promises.kept(replica.act(act)));
            }
        }
        return told;
    }

    @Override
    public JsonObject admit(String text, boolean dryRun) {
        Claim claim = Claim.parse(text);
        if (!claim.space().equals(replica.id())) {
            throw KithException.user(Code.USAGE, "the claim is for another space than " + replica.name());
        }
        Foreseen foreseen = new Foreseen(replica, roll(), List.of());
        foreseen.say(
                "lets in " + claim.name() + " (" + claim.device().person().brief() + ") with what its ticket allows");
        JsonObject told = foreseen.told(dryRun);
        switch (Promises.kept(dryRun ? replica.foreseeAdmitted(claim) : replica.admit(claim))) {
            case Admission.Admitted() -> told.addProperty("name", claim.name());
            case Admission.Refused(String why) -> throw KithException.user(Code.NOT_ALLOWED, why);
            case Admission.Unproven() ->
                throw KithException.user(
                        Code.REJECTED,
                        "the claim proves nothing: no invitation held here is for its ticket, or a signature is"
                                + " wrong");
        }
        return told;
    }

    @Override
    public JsonObject recover(@Nullable String paper, @Nullable String person, boolean dryRun) {
        return paper == null ? vote(String.valueOf(person), dryRun) : recover(paper, dryRun);
    }

    private JsonObject recover(String text, boolean dryRun) {
        SigningKey key = fitting(Ticket.Paper.parse(text));
        if (replica.authority()
                .grantOf(identity.node())
                .filter(grant -> grant.level().isAtLeast(Level.OWNER))
                .isPresent()) {
            throw KithException.user(Code.CONFLICT, "this device is owner of space " + replica.name() + " already");
        }
        Act give = new Act.Give(identity.certificate(), identity.name(), Allowance.of(Level.OWNER), Set.of());
        Authority after = Promises.kept(replica.foresee(give, key));
        JsonObject told = new Foreseen(replica, roll(), List.of(after)).told(dryRun);
        if (!dryRun) {
            told.addProperty("delta", Promises.kept(replica.act(give, key)));
        }
        return told;
    }

    private SigningKey fitting(Ticket.Paper paper) {
        SigningKey key = paper.key();
        if (!fits(paper)) {
            throw KithException.user(
                    Code.NOT_ALLOWED,
                    "this is not the paper key of space " + replica.name() + "; it is of a space " + paper.spaceName());
        }
        return key;
    }

    private boolean fits(Ticket.Paper paper) {
        return paper.space().equals(replica.id())
                && replica.authority()
                        .genesis()
                        .flatMap(Act.Genesis::root)
                        .filter(paper.key().id()::equals)
                        .isPresent();
    }

    @Override
    public JsonObject checkPaper(String text) {
        boolean fits = fits(Ticket.Paper.parse(text));
        JsonObject answer = new JsonObject();
        answer.addProperty("fits", fits);
        answer.addProperty("says", fits ? "this is the paper key of space " + replica.name() : "this is another key");
        return answer;
    }

    private JsonObject vote(String whom, boolean dryRun) {
        int quorum = replica.authority().genesis().map(Act.Genesis::quorum).orElse(0);
        if (quorum == 0) {
            throw KithException.user(
                    Code.CONFLICT,
                    "space " + replica.name() + " was founded without a quorum, so votes install nobody; use its paper"
                            + " key, or found a space that succeeds it");
        }
        Governing.must(replica, "a vote");
        Roll roll = roll();
        // Votes count by the certificate: all who mean a person have to mean the same device of it.
        Grant chosen = devices(roll, whom).stream()
                .min(Comparator.comparing((Grant grant) -> grant.under().isPresent())
                        .thenComparing(Grant::device))
                .orElseThrow();
        Act vote = new Act.Vote(roll.certificate(chosen).orElseThrow(), roll.name(chosen));
        Foreseen foreseen = new Foreseen(replica, roll, foresee(List.of(vote)));
        foreseen.say("votes that " + roll.told(chosen) + " becomes owner; it takes " + quorum + " admins");
        return said(foreseen, List.of(vote), dryRun);
    }

    /** All rights under those of a family. */
    static Set<GrantId> family(Authority authority, GrantId family) {
        return authority.grants().stream()
                .filter(grant -> grant.family().equals(family))
                .map(Grant::id)
                .collect(Collectors.toSet());
    }
}
