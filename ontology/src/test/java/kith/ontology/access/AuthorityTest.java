package kith.ontology.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import kith.ontology.bytes.Bytes;
import kith.ontology.delta.Dot;
import kith.ontology.delta.GrantId;
import kith.ontology.delta.HybridClock;
import kith.ontology.delta.LogRoot;
import kith.ontology.delta.Plane;
import kith.ontology.delta.SpaceId;
import kith.ontology.identity.KeyId;
import kith.ontology.testkit.Gen;
import kith.ontology.testkit.SomeActs;
import org.junit.jupiter.api.Test;

/** Who may do what, case by case. Device 0 founds; the device of a number belongs to the person of that number. */
final class AuthorityTest {
    private static final int FOUNDER = 0;
    private static final int BO = 1;
    private static final int CY = 2;
    private static final long SOON = 1_000;
    private static final long LATER = 9_000;

    private final Gen gen = new Gen(1);
    private final SpaceId space = new SpaceId(gen.bytes(SpaceId.BYTES));
    private final LogRoot founding = LogRoot.founding(device(FOUNDER), gen.bytes(LogRoot.INCARNATION_BYTES));
    private final List<ControlDelta> said = new ArrayList<>();

    AuthorityTest() {
        say(founding, SOON, new Act.Genesis("river", SomeActs.certificate(FOUNDER)), space.value());
    }

    @Test
    void theFounderOwnsTheSpace() {
        Authority authority = authority();

        assertTrue(authority.isFounded());
        assertEquals("river", authority.name());
        assertEquals(
                Level.OWNER, authority.grantOf(device(FOUNDER)).orElseThrow().level());
        assertInstanceOf(Verdict.Valid.class, authority.judge(founding));
        assertInstanceOf(Verdict.Valid.class, authority.judge(data(FOUNDER, GrantId.ofGenesis(space))));
    }

    @Test
    void aSpaceMayHaveNoName() {
        Act nameless = new Act.Genesis("", SomeActs.certificate(FOUNDER));
        ControlDelta genesis = new ControlDelta(
                founding, new Dot(founding.id(), 1), 1, founding.id().value(), space.value(), nameless);

        Authority authority = Authority.of(space, List.of(genesis));

        assertTrue(authority.isFounded());
        assertInstanceOf(Verdict.Void.class, authority.judge(LogRoot.founding(device(BO), gen.bytes(16))));
    }

    @Test
    void nobodyFoundsASpaceInAnothersName() {
        LogRoot root = LogRoot.founding(device(BO), gen.bytes(LogRoot.INCARNATION_BYTES));
        Act stolen = new Act.Genesis("river", SomeActs.certificate(FOUNDER));

        Authority authority = Authority.of(
                space,
                List.of(new ControlDelta(
                        root, new Dot(root.id(), 1), 1, root.id().value(), space.value(), stolen)));

        assertFalse(authority.isFounded());
        assertInstanceOf(Verdict.Waiting.class, authority.judge(root));
    }

    @Test
    void aTicketLetsItsBearerInAtTheLevelOfTheInvitation() {
        Ticket ticket = invite(Level.WRITER, LATER);
        GrantId grant = admit(founding, SOON, claim(ticket, BO));

        Authority authority = authority();

        assertEquals(Level.WRITER, authority.grantOf(device(BO)).orElseThrow().level());
        assertInstanceOf(Verdict.Valid.class, authority.judge(data(BO, grant)));
        Authority.Invitation used = authority.invitation(ticket.key().id()).orElseThrow();
        assertEquals(Set.of(device(BO)), used.usedBy());
        assertTrue(used.isClosed() && !used.isEnded());
        Ticket open = invite(Level.WRITER, LATER);
        assertFalse(authority().invitation(open.key().id()).orElseThrow().isClosed());
    }

    @Test
    void aReaderMayReadAndNotWrite() {
        GrantId grant = admit(founding, SOON, claim(invite(Level.READER, LATER), BO));

        Authority authority = authority();

        assertTrue(authority.grantOf(device(BO)).isPresent());
        assertInstanceOf(Verdict.Void.class, authority.judge(data(BO, grant)));
    }

    @Test
    void aWriterMayNotLetOthersIn() {
        GrantId grant = admit(founding, SOON, claim(invite(Level.WRITER, LATER), BO));
        Ticket ticket = invite(Level.READER, LATER);
        admit(control(BO, grant), SOON, claim(ticket, CY));

        Authority authority = authority();

        assertFalse(authority.grantOf(device(CY)).isPresent());
    }

    @Test
    void anAdminLetsOthersInBelowItsOwnLevel() {
        GrantId grant = admit(founding, SOON, claim(invite(Level.ADMIN, LATER), BO));
        Ticket downward = ticket();
        Ticket level = ticket();
        LogRoot log = control(BO, grant);
        say(log, SOON, new Act.Invite(downward.key().id(), Level.WRITER, LATER), link());
        say(log, SOON, new Act.Invite(level.key().id(), Level.ADMIN, LATER), link());
        admit(log, SOON, claim(downward, CY));

        Authority authority = authority();

        assertEquals(Level.WRITER, authority.grantOf(device(CY)).orElseThrow().level());
        assertFalse(authority.invitation(level.key().id()).isPresent());
    }

    @Test
    void anAdmissionAfterTheTicketExpiredIsVoid() {
        Ticket ticket = invite(Level.WRITER, SOON);
        admit(founding, SOON + 1, claim(ticket, BO));
        Ticket inTime = invite(Level.WRITER, SOON);
        admit(founding, SOON, claim(inTime, CY));

        Authority authority = authority();

        assertFalse(authority.grantOf(device(BO)).isPresent());
        assertTrue(authority.grantOf(device(CY)).isPresent());
    }

    @Test
    void aTicketUsedTwiceRaisesAnAlarmAndTakesNothingBack() {
        Ticket ticket = invite(Level.WRITER, LATER);
        admit(founding, SOON, claim(ticket, BO));
        admit(founding, SOON, claim(ticket, CY));

        Authority authority = authority();

        assertTrue(authority.grantOf(device(BO)).isPresent());
        assertTrue(authority.grantOf(device(CY)).isPresent());
        assertEquals(Set.of(ticket.key().id()), authority.doubleUses());
    }

    @Test
    void oneClaimAdmittedByTwoAdminsIsNoAlarmAndBothGrantsHold() {
        GrantId admin = admit(founding, SOON, claim(invite(Level.ADMIN, LATER), BO));
        Claim claim = claim(invite(Level.WRITER, LATER), CY);
        GrantId one = admit(founding, SOON, claim);
        GrantId other = admit(control(BO, admin), SOON, claim);

        Authority authority = authority();

        assertEquals(Set.of(), authority.doubleUses());
        assertInstanceOf(Verdict.Valid.class, authority.judge(data(CY, one)));
        assertInstanceOf(Verdict.Valid.class, authority.judge(data(CY, other)));
    }

    @Test
    void aClaimForAnotherSpaceIsVoid() {
        Ticket elsewhere = SomeActs.ticket(gen, new SpaceId(gen.bytes(SpaceId.BYTES)));
        say(founding, SOON, new Act.Invite(elsewhere.key().id(), Level.WRITER, LATER), link());
        admit(founding, SOON, claim(elsewhere, BO));

        assertFalse(authority().grantOf(device(BO)).isPresent());
    }

    @Test
    void aClaimThatNobodySignedIsVoid() {
        Claim sound = claim(invite(Level.WRITER, LATER), BO);
        admit(
                founding,
                SOON,
                new Claim(sound.space(), sound.ticket(), sound.device(), "other", sound.byTicket(), sound.byDevice()));

        assertFalse(authority().grantOf(device(BO)).isPresent());
    }

    @Test
    void aLogWhoseGrantIsUnknownWaitsForIt() {
        GrantId unknown = new GrantId(link());

        Verdict verdict = authority().judge(data(BO, unknown));

        assertEquals(new Verdict.Waiting(unknown), verdict);
    }

    @Test
    void aGrantServesNoOtherDevice() {
        GrantId grant = admit(founding, SOON, claim(invite(Level.WRITER, LATER), BO));

        assertInstanceOf(Verdict.Void.class, authority().judge(data(CY, grant)));
    }

    @Test
    void aLogOfAnotherSpaceIsVoid() {
        LogRoot elsewhere = new LogRoot(
                new SpaceId(gen.bytes(SpaceId.BYTES)),
                device(FOUNDER),
                gen.bytes(LogRoot.INCARNATION_BYTES),
                Plane.DATA,
                GrantId.ofGenesis(space));

        assertInstanceOf(Verdict.Void.class, authority().judge(elsewhere));
    }

    private Authority authority() {
        return Authority.of(space, said);
    }

    private Ticket ticket() {
        return SomeActs.ticket(gen, space);
    }

    private Ticket invite(Level level, long expires) {
        Ticket ticket = ticket();
        say(founding, SOON, new Act.Invite(ticket.key().id(), level, expires), link());
        return ticket;
    }

    private Claim claim(Ticket ticket, int joiner) {
        return Claim.make(ticket, SomeActs.certificate(joiner), "device " + joiner, SomeActs.device(joiner));
    }

    private GrantId admit(LogRoot log, long millis, Claim claim) {
        Bytes link = link();
        say(log, millis, new Act.Admit(claim, invitationFor(claim.ticket())), link);
        return new GrantId(link);
    }

    private void say(LogRoot log, long millis, Act act, Bytes link) {
        long seq = 1 + said.stream().filter(delta -> delta.root().equals(log)).count();
        Bytes previous = said.reversed().stream()
                .filter(delta -> delta.root().equals(log))
                .map(ControlDelta::link)
                .findFirst()
                .orElse(log.id().value());
        said.add(new ControlDelta(log, new Dot(log.id(), seq), HybridClock.next(0, millis), previous, link, act));
    }

    private Bytes invitationFor(KeyId ticket) {
        return said.stream()
                .filter(delta -> delta.act() instanceof Act.Invite invite
                        && invite.ticket().equals(ticket))
                .map(ControlDelta::link)
                .findFirst()
                .orElseThrow();
    }

    private LogRoot data(int device, GrantId grant) {
        return new LogRoot(space, device(device), gen.bytes(LogRoot.INCARNATION_BYTES), Plane.DATA, grant);
    }

    private LogRoot control(int device, GrantId grant) {
        return new LogRoot(space, device(device), Bytes.owned(new byte[16]), Plane.CONTROL, grant);
    }

    private Bytes link() {
        return gen.bytes(32);
    }

    private static KeyId device(int number) {
        return SomeActs.device(number).id();
    }
}
