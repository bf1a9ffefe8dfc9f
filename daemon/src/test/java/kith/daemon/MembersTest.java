package kith.daemon;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;
import kith.daemon.config.NodeIdentity;
import kith.daemon.http.Membership;
import kith.daemon.http.Membership.Ending;
import kith.daemon.http.Membership.Terms;
import kith.daemon.http.Membership.What;
import kith.daemon.replica.TestNode;
import kith.ontology.access.Act;
import kith.ontology.access.Claim;
import kith.ontology.access.Level;
import kith.ontology.access.Ticket;
import kith.ontology.bytes.Bytes;
import kith.ontology.fault.Code;
import kith.ontology.fault.KithException;
import org.apache.jena.sparql.core.Quad;
import org.apache.jena.sparql.sse.SSE;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How rights are shown and changed from a node, and that what was told beforehand is what comes. */
final class MembersTest {
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Quad NAME = quad("name");
    private static final Quad PHONE = quad("phone");

    @TempDir
    private Path folder;

    private final Deque<TestNode> open = new ArrayDeque<>();
    private TestNode ada;

    @BeforeEach
    void open() {
        ada = node("ada", 1);
        ada.found("river");
    }

    @AfterEach
    void close() {
        open.forEach(TestNode::close);
    }

    private TestNode node(String name, int number) {
        TestNode node = TestNode.open(folder.resolve(name), number);
        open.push(node);
        return node;
    }

    private static Quad quad(String field) {
        return Quad.create(Quad.defaultGraphIRI, SSE.parseTriple("(<urn:thing> <urn:" + field + "> '1')"));
    }

    private static Members of(TestNode node) {
        NodeIdentity identity = new NodeIdentity(
                node.person(),
                node.self().device(),
                node.self().certificate(),
                node.self().name());
        return new Members(node.replica(), identity, node.machine(), List.of("127.0.0.1:7340"));
    }

    private static Terms can(String level) {
        return new Terms(level, "", 0, "");
    }

    private static Ending end(What what, String whom) {
        return new Ending(what, whom, null, false, "");
    }

    /** Lets a node in with a ticket, as if the claim had come over the wire; what it says to others it has to pull. */
    private static Ticket joins(TestNode joiner, TestNode inviter, Terms terms) {
        return comes(
                joiner,
                inviter,
                of(inviter).invite(terms, HOUR, false).get("ticket").getAsString());
    }

    private static Ticket comes(TestNode joiner, TestNode inviter, String text) {
        Ticket ticket = Ticket.parse(text);
        joiner.replicas().join(ticket, text);
        of(inviter).admit(claim(joiner, ticket).text(), false);
        joiner.pullFrom(inviter);
        return ticket;
    }

    private static Claim claim(TestNode joiner, Ticket ticket) {
        return Claim.make(
                ticket,
                joiner.self().certificate(),
                joiner.self().name(),
                joiner.self().device());
    }

    private static List<JsonObject> rows(JsonArray rows) {
        return StreamSupport.stream(rows.spliterator(), false)
                .map(JsonElement::getAsJsonObject)
                .toList();
    }

    private static JsonObject member(TestNode at, TestNode whom) {
        return rows(of(at).members()).stream()
                .filter(row -> text(row, "person").equals(whom.person().id().did()))
                .findFirst()
                .orElseThrow();
    }

    private static String text(JsonObject row, String key) {
        return row.get(key).getAsString();
    }

    private static Code refused(Runnable act) {
        return assertThrows(KithException.class, act::run).code();
    }

    @Test
    void everybodyIsListedWithWhoLetThemIn() {
        TestNode bo = node("bo", 2);
        joins(bo, ada, new Terms("write", "predicate=foaf:*", 1_000, ""));

        JsonObject founder = member(ada, ada);
        JsonObject writer = member(ada, bo);
        JsonObject device = rows(writer.getAsJsonArray("devices")).getFirst();

        assertAll(
                () -> assertTrue(founder.get("me").getAsBoolean()),
                () -> assertEquals("owner", text(founder, "level")),
                () -> assertEquals("writer", text(writer, "level")),
                () -> assertEquals("standing", text(writer, "state")),
                () -> assertEquals("node-2", text(device, "name")),
                () -> assertEquals("predicate=http://xmlns.com/foaf/0.1/*", text(device, "scope")),
                () -> assertEquals(1_000, device.get("quotaBytes").getAsLong()),
                () -> assertEquals(ada.person().id().did(), text(device, "by")));
    }

    @Test
    void aDryRunTellsWhatWouldEndAndEndsNothing() {
        TestNode bo = node("bo", 2);
        joins(bo, ada, can("write"));
        bo.asserts(NAME);
        ada.pullFrom(bo);

        JsonObject told = of(ada).end(new Ending(What.MEMBER, "node-2", null, true, ""), true);

        assertAll(
                () -> assertEquals(1, told.getAsJsonArray("ends").size()),
                () -> assertEquals(1, told.get("voids").getAsLong()),
                () -> assertFalse(told.has("delta")),
                () -> assertEquals("standing", text(member(ada, bo), "state")),
                () -> assertTrue(ada.shows(NAME)));
    }

    @Test
    void theEndOfAMemberKeepsWhatWasSaidAndNothingLater() {
        TestNode bo = node("bo", 2);
        joins(bo, ada, can("write"));
        bo.asserts(NAME);
        ada.pullFrom(bo);

        JsonObject told = of(ada).end(new Ending(What.MEMBER, "node-2", null, false, "moved away"), false);
        bo.asserts(PHONE);
        ada.pullFrom(bo);

        JsonObject device = rows(member(ada, bo).getAsJsonArray("devices")).getFirst();
        assertAll(
                () -> assertEquals(0, told.get("voids").getAsLong()),
                () -> assertTrue(ada.shows(NAME)),
                () -> assertFalse(ada.shows(PHONE)),
                () -> assertEquals("ended", text(device, "state")),
                () -> assertEquals("moved away", text(device.getAsJsonObject("ended"), "reason")));
    }

    @Test
    void whatCameAfterAnEndIsAdoptedOnceAndToldBefore() {
        TestNode bo = node("bo", 2);
        joins(bo, ada, can("write"));
        bo.asserts(NAME);
        ada.pullFrom(bo);
        of(ada).end(end(What.MEMBER, "node-2"), false);
        bo.asserts(PHONE);
        ada.pullFrom(bo);

        JsonObject trial = of(ada).adopt("node-2", true);
        assertFalse(ada.shows(PHONE));
        JsonObject told = of(ada).adopt("node-2", false);

        assertAll(
                () -> assertTrue(ada.shows(PHONE)),
                () -> assertFalse(trial.has("delta")),
                () -> assertEquals(8, text(told, "delta").length()),
                () -> assertEquals(trial.get("says"), told.get("says")),
                () -> assertTrue(
                        told.get("says").toString().contains("adopts 1 change of node-2"),
                        told.get("says").toString()),
                () -> assertEquals(1, told.get("adopts").getAsLong()),
                () -> assertEquals(1, told.get("asserts").getAsLong()),
                () -> assertEquals(Code.CONFLICT, refused(() -> of(ada).adopt("node-2", true))));
    }

    @Test
    void nobodyAdoptsWhoIsNoAdminNorOfARightThatStands() {
        TestNode bo = node("bo", 2);
        joins(bo, ada, can("write"));

        assertAll(
                () -> assertEquals(Code.NOT_ALLOWED, refused(() -> of(bo).adopt("node-2", true))),
                () -> assertEquals(Code.CONFLICT, refused(() -> of(ada).adopt("node-2", true))),
                () -> assertEquals(Code.NOT_FOUND, refused(() -> of(ada).adopt("bo", true))));
    }

    @Test
    void anEndSinceATimeVoidsWhatIsDatedLater() {
        TestNode bo = node("bo", 2);
        joins(bo, ada, can("write"));
        bo.asserts(NAME);
        Instant between = Instant.ofEpochMilli(bo.machine().nowMillis());
        // A clock that has not moved on would date both alike.
        while (bo.machine().nowMillis() == between.toEpochMilli()) {
            Thread.onSpinWait();
        }
        bo.asserts(PHONE);
        ada.pullFrom(bo);

        of(ada).end(new Ending(What.GRANT, "node-2", between.toString(), false, ""), false);

        assertAll(() -> assertTrue(ada.shows(NAME)), () -> assertFalse(ada.shows(PHONE)));
    }

    @Test
    void aFurtherRightIsToldAsOneAndTheLastOwnersEndWithWhatMakesAnother() {
        TestNode bo = node("bo", 2);
        joins(bo, ada, can("write"));

        JsonObject further = of(ada).grant("node-2", can("read"), true);
        JsonObject orphaned = of(ada).end(new Ending(What.DEVICE, null, null, false, ""), true);

        assertTrue(further.get("says").toString().contains("who stays writer, a further right as reader"));
        assertTrue(orphaned.get("says").toString().contains("space river has no owner then; nothing makes one again"));
        JsonObject other = of(ada).end(end(What.MEMBER, "node-2"), true);
        assertFalse(other.get("says").toString().contains("has no owner then"));
    }

    @Test
    void whoIsBannedIsToldSoAndUsesNoTicketUp() {
        TestNode bo = node("bo", 2);
        joins(bo, ada, can("write"));
        of(ada).end(end(What.BAN, "node-2"), false);
        Ticket ticket = Ticket.parse(
                of(ada).invite(can("write"), HOUR, false).get("ticket").getAsString());
        String claim = claim(bo, ticket).text();

        assertEquals(Code.NOT_ALLOWED, refused(() -> of(ada).admit(claim, false)));

        TestNode cy = node("cy", 3);
        comes(cy, ada, ticket.text());
        assertTrue(cy.mayWrite());
    }

    private String ticketOf(TestNode node) {
        JsonObject shares = of(node).shares();
        return text(shares.getAsJsonArray("invitations").get(0).getAsJsonObject(), "invitation");
    }

    @Test
    void aTicketThatIsTakenBackLetsNobodyInAnyMore() {
        TestNode bo = node("bo", 2);
        Ticket ticket = Ticket.parse(text(of(ada).invite(can("write"), HOUR, false), "ticket"));
        String claim = claim(bo, ticket).text();
        Ending end = end(What.GRANT, ticketOf(ada).substring(0, 8));

        JsonObject told = of(ada).end(end, true);
        assertTrue(told.toString().contains("nobody comes in with it any more"), told.toString());
        assertFalse(told.has("delta"));
        JsonObject done = of(ada).end(end, false);

        assertTrue(done.has("delta"));
        assertEquals(Code.NOT_ALLOWED, refused(() -> of(ada).admit(claim, false)));
        assertEquals(Code.CONFLICT, refused(() -> of(ada).end(end, true)));
        JsonObject row = of(ada).shares().getAsJsonArray("invitations").get(0).getAsJsonObject();
        assertEquals("ended", text(row, "state"));
        assertEquals(ada.person().id().did(), text(row.getAsJsonObject("ended"), "by"));
    }

    @Test
    void whomATicketLetInStaysWhenItIsTakenBackUnlessNothingIsKept() {
        TestNode bo = node("bo", 2);
        joins(bo, ada, can("write"));
        String ticket = ticketOf(ada);

        JsonObject told = of(ada).end(end(What.GRANT, ticket), true);
        JsonObject hard = of(ada).end(new Ending(What.GRANT, ticket, null, true, ""), true);

        assertTrue(told.toString().contains("came in with it and stays"), told.toString());
        assertEquals(0, told.getAsJsonArray("ends").size());
        assertEquals(1, hard.getAsJsonArray("ends").size());
        of(ada).end(end(What.GRANT, ticket), false);
        bo.pullFrom(ada);
        assertTrue(ada.knows(bo) && bo.mayWrite());
    }

    @Test
    void anAdmissionThatCameToBeElsewhereMeanwhileCountsNoMore() {
        TestNode bo = node("bo", 2);
        TestNode cy = node("cy", 3);
        joins(bo, ada, can("admin"));
        Ticket ticket = Ticket.parse(text(of(ada).invite(can("write"), HOUR, false), "ticket"));
        bo.pullFrom(ada);
        comes(cy, bo, ticket.text());
        String open = rows(of(ada).shares().getAsJsonArray("invitations")).stream()
                .filter(row -> text(row, "state").equals("open"))
                .map(row -> text(row, "invitation"))
                .findFirst()
                .orElseThrow();

        of(ada).end(end(What.GRANT, open), false);
        ada.pullFrom(bo);
        bo.pullFrom(ada);

        assertFalse(ada.knows(cy) || bo.knows(cy));
    }

    @Test
    void aTicketOfAnOwnerIsNotForAnAdminToTakeBack() {
        TestNode bo = node("bo", 2);
        joins(bo, ada, can("admin"));

        assertEquals(Code.NOT_ALLOWED, refused(() -> of(bo).end(end(What.GRANT, ticketOf(bo)), false)));
    }

    @Test
    void aTicketForADeviceIsTakenBackByThePerson() {
        TestNode bo = node("bo", 2);
        TestNode phone = node("phone", 3);
        joins(bo, ada, can("write"));
        JsonObject made = of(bo).inviteDevice(HOUR, false);
        Ticket ticket = Ticket.parse(text(made, "ticket"));
        String link = bo.replica()
                .authority()
                .said(Act.Invite.class)
                .getLast()
                .delta()
                .link()
                .toHex();

        JsonObject told = of(bo).end(end(What.GRANT, link), false);

        assertTrue(told.toString().contains("further device"), told.toString());
        assertEquals(
                Code.NOT_ALLOWED,
                refused(() -> of(bo).admit(claim(phone, ticket).text(), false)));
    }

    @Test
    void anAdminOfAPartBansNobody() {
        TestNode bo = node("bo", 2);
        TestNode cy = node("cy", 3);
        joins(bo, ada, new Terms("admin", "graph=urn:part", 0, ""));
        joins(cy, ada, can("write"));
        bo.pullFrom(ada);

        assertEquals(Code.NOT_ALLOWED, refused(() -> of(bo).end(end(What.BAN, "node-3"), true)));
        assertEquals(Code.NOT_ALLOWED, refused(() -> of(bo).end(end(What.MEMBER, "node-3"), true)));
    }

    @Test
    void anEndSinceATimeBeforeTheFirstWordVoidsEveryWord() {
        TestNode bo = node("bo", 2);
        joins(bo, ada, can("write"));
        bo.asserts(NAME);
        ada.pullFrom(bo);
        Ending longAgo = new Ending(What.MEMBER, "node-2", "2000-01-01", false, "");

        JsonObject told = of(ada).end(longAgo, true);
        of(ada).end(longAgo, false);

        assertEquals(1, told.get("voids").getAsInt());
        assertFalse(ada.shows(NAME));
    }

    @Test
    void anAdminInvitesWritersAndNoAdmins() {
        TestNode bo = node("bo", 2);
        TestNode cy = node("cy", 3);
        joins(bo, ada, can("admin"));
        joins(cy, bo, can("write"));

        assertAll(
                () -> assertEquals("writer", text(member(bo, cy), "level")),
                () -> assertEquals(Code.NOT_ALLOWED, refused(() -> of(bo).invite(can("admin"), HOUR, true))),
                () -> assertEquals(
                        Code.NOT_ALLOWED,
                        refused(() ->
                                of(bo).end(end(What.MEMBER, ada.person().id().did()), true))),
                () -> assertEquals(Code.NOT_ALLOWED, refused(() -> of(cy).invite(can("read"), HOUR, true))));
    }

    @Test
    void whoWasEndedIsGivenARightAgain() {
        TestNode bo = node("bo", 2);
        joins(bo, ada, can("write"));
        of(ada).end(end(What.MEMBER, "node-2"), false);
        bo.pullFrom(ada);
        assertFalse(bo.mayWrite());

        JsonObject told = of(ada).grant("node-2", can("write"), false);
        bo.pullFrom(ada);

        assertAll(
                () -> assertEquals(1, told.getAsJsonArray("gives").size()),
                () -> assertTrue(bo.mayWrite()),
                () -> assertEquals("standing", text(member(ada, bo), "state")));
    }

    @Test
    void whoIsBannedStaysOutUnlessTheBanIsLifted() {
        TestNode bo = node("bo", 2);
        joins(bo, ada, can("write"));
        of(ada).end(end(What.BAN, bo.person().id().did()), false);

        assertEquals("banned", text(member(ada, bo), "state"));
        assertEquals(Code.CONFLICT, refused(() -> of(ada).grant("node-2", can("write"), true)));
        String ban = text(rows(of(ada).shares().getAsJsonArray("bans")).getFirst(), "ban");

        of(ada).grant("node-2", new Terms("write", "", 0, ban.substring(0, 8)), false);
        bo.pullFrom(ada);
        assertTrue(bo.mayWrite());
    }

    @Test
    void aNameThatNobodyHasIsNotFound() {
        assertAll(
                () -> assertEquals(Code.NOT_FOUND, refused(() -> of(ada).grant("bo", can("read"), true))),
                () -> assertEquals(Code.NOT_FOUND, refused(() -> of(ada).end(end(What.MEMBER, "bo"), true))),
                () -> assertEquals(Code.USAGE, refused(() -> of(ada).end(end(What.MEMBER, "did:key:zz"), true))),
                () -> assertEquals(
                        Code.USAGE,
                        refused(() ->
                                of(ada).end(end(What.BAN, ada.self().node().did()), true))));
    }

    @Test
    void aFurtherDeviceActsForThePersonAndATicketIsGoodOnce() {
        TestNode phone = node("phone", 2);
        TestNode thief = node("thief", 3);
        String text = text(of(ada).inviteDevice(HOUR, false), "ticket");
        Ticket ticket = comes(phone, ada, text);

        JsonObject me = member(phone, ada);

        assertAll(
                () -> assertTrue(phone.mayWrite()),
                () -> assertEquals(1, rows(of(phone).members()).size(), "no new person came"),
                () -> assertEquals(2, me.getAsJsonArray("devices").size()),
                () -> assertEquals(
                        Code.NOT_ALLOWED,
                        refused(() -> of(ada).admit(claim(thief, ticket).text(), false))),
                () -> assertEquals(Code.NOT_ALLOWED, refused(() -> of(phone).inviteDevice(HOUR, true))));
    }

    @Test
    void aWriterAddsADeviceToo() {
        TestNode bo = node("bo", 2);
        TestNode phone = node("phone", 3);
        joins(bo, ada, can("write"));

        comes(phone, bo, text(of(bo).inviteDevice(HOUR, false), "ticket"));
        ada.pullFrom(bo);
        phone.asserts(NAME);
        ada.pullFrom(phone);

        assertAll(
                () -> assertTrue(ada.shows(NAME)),
                () -> assertEquals(2, member(ada, bo).getAsJsonArray("devices").size()));
    }

    @Test
    void aLostDeviceIsEndedByThePersonAndARetiredOneByItself() {
        TestNode phone = node("phone", 2);
        comes(phone, ada, text(of(ada).inviteDevice(HOUR, false), "ticket"));
        phone.asserts(NAME);
        ada.pullFrom(phone);

        of(ada).end(end(What.DEVICE, "node-2"), false);
        phone.pullFrom(ada);
        assertAll(
                () -> assertFalse(phone.mayWrite()),
                () -> assertTrue(ada.mayWrite()),
                () -> assertTrue(ada.shows(NAME)));

        of(ada).end(end(What.DEVICE, null), false);
        assertFalse(ada.mayWrite());
    }

    @Test
    void theKeyOnPaperMakesAnOwnerAgain() {
        TestNode bo = node("bo", 2);
        Bytes seed = bo.machine().random(Ticket.SEED_BYTES);
        Ticket.Paper paper = new Ticket.Paper(
                seed,
                bo.replicas()
                        .found("lake", Optional.of(Ticket.Paper.id(seed)), 0, Optional.empty())
                        .id(),
                "lake");
        Ticket.Paper other = new Ticket.Paper(ada.machine().random(Ticket.SEED_BYTES), paper.space(), "lake");
        of(bo).end(end(What.DEVICE, null), false);
        assertFalse(bo.mayWrite());

        Membership members = of(bo);
        assertEquals(Code.NOT_ALLOWED, refused(() -> members.recover(other.text(), null, false)));
        members.recover(paper.text(), null, false);

        assertAll(
                () -> assertTrue(bo.mayWrite()),
                () -> assertTrue(members.checkPaper(paper.text()).get("fits").getAsBoolean()),
                () -> assertFalse(members.checkPaper(other.text()).get("fits").getAsBoolean()),
                () -> assertEquals(Code.CONFLICT, refused(() -> members.recover(paper.text(), null, true))),
                () -> assertEquals(Code.CONFLICT, refused(() -> of(ada).recover(null, "bo", true)), "no quorum"));
    }

    @Test
    void aRehearsedAdmissionLetsNobodyInAndIsRefusedAsTheRealOneWouldBe() {
        TestNode bo = node("bo", 2);
        Ticket ticket = Ticket.parse(text(of(ada).invite(can("write"), HOUR, false), "ticket"));
        String claim = claim(bo, ticket).text();

        JsonObject told = of(ada).admit(claim, true);

        assertTrue(told.get("says").toString().contains("lets in node-2"), told.toString());
        assertEquals(
                Optional.empty(), ada.replica().authority().grantOf(bo.self().node()));
        of(ada).end(end(What.GRANT, ticketOf(ada).substring(0, 8)), false);
        assertEquals(Code.NOT_ALLOWED, refused(() -> of(ada).admit(claim, true)));
        assertEquals(Code.NOT_ALLOWED, refused(() -> of(ada).admit(claim, false)));
    }

    @Test
    void aClaimForAnotherTicketProvesNothing() {
        TestNode bo = node("bo", 2);
        Ticket forged = new Ticket(
                bo.machine().random(Ticket.SEED_BYTES),
                ada.replica().id(),
                "river",
                ada.self().node(),
                List.of());

        assertEquals(
                Code.REJECTED, refused(() -> of(ada).admit(claim(bo, forged).text(), false)));
        assertEquals(
                Level.OWNER,
                ada.replica()
                        .authority()
                        .grantOf(ada.self().node())
                        .orElseThrow()
                        .level());
    }

    @Test
    void whatIsNoScopeIsRefused() {
        assertAll(
                () -> assertEquals(
                        Code.USAGE, refused(() -> of(ada).invite(new Terms("write", "colour=red", 0, ""), HOUR, true))),
                () -> assertEquals(
                        Code.USAGE,
                        refused(() -> of(ada).invite(new Terms("write", "predicate=nope:*", 0, ""), HOUR, true))),
                () -> assertEquals(
                        Code.USAGE,
                        refused(() -> of(ada).invite(new Terms("write", "subject=urn:a*", 0, ""), HOUR, true))),
                () -> assertEquals(
                        Code.USAGE,
                        refused(() -> of(ada).invite(new Terms("write", "deed=destroy", 0, ""), HOUR, true))));
    }
}
