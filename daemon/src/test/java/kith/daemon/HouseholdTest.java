package kith.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import kith.ontology.access.Act;
import kith.ontology.access.Allowance;
import kith.ontology.access.Level;
import kith.ontology.access.Ticket;
import kith.ontology.fault.Code;
import kith.ontology.fault.KithException;
import org.apache.jena.sparql.core.Quad;
import org.apache.jena.sparql.sse.SSE;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the local door is answered, by nodes on real sockets. */
final class HouseholdTest {
    private static final long PATIENCE_MILLIS = 20_000;

    @TempDir
    Path folder;

    private final Deque<AutoCloseable> open = new ArrayDeque<>();

    @AfterEach
    void end() throws Exception {
        while (!open.isEmpty()) {
            open.pop().close();
        }
    }

    @Test
    void aTicketThatNamesNoPlaceIsRefusedBeforeAnythingIsKept() {
        Peer alice = peer("alice", 1);
        Peer bo = peer("bo", 2);
        alice.node.found("river");
        Ticket good = alice.ticket();
        Ticket bad = new Ticket(
                good.seed(), good.space(), good.spaceName(), good.node(), List.of(alice.place(), "no place"));
        DaemonHousehold household = household(bo);

        KithException refusal =
                assertThrows(KithException.class, () -> household.join(bad.text(), Duration.ofSeconds(1)));

        assertEquals(Code.USAGE, refusal.code());
        assertTrue(bo.node.replicas().all().isEmpty());
        assertTrue(bo.book.all().isEmpty());
        household.join(good.text(), Duration.ofMillis(PATIENCE_MILLIS));
        assertTrue(bo.node.knowsItsRight());
    }

    @Test
    void whatATicketIsForIsToldAndNothingKept() {
        Peer alice = peer("alice", 1);
        Peer bo = peer("bo", 2);
        alice.node.found("river");
        Ticket ticket = alice.ticket();

        JsonObject told = household(bo).ticket(ticket.text());

        assertEquals("river", told.get("space").getAsString());
        assertEquals(alice.node.self().node().did(), told.get("node").getAsString());
        assertEquals(alice.place(), told.getAsJsonArray("addresses").get(0).getAsString());
        assertFalse(told.get("here").getAsBoolean());
        assertTrue(bo.node.replicas().all().isEmpty());
        assertTrue(bo.book.all().isEmpty());
        assertEquals(
                "writer", household(alice).ticket(ticket.text()).get("level").getAsString());
    }

    @Test
    void afterAnExpiredTicketAFreshOneLetsIn() {
        Peer alice = peer("alice", 1);
        Peer bo = peer("bo", 2);
        alice.node.found("river");
        DaemonHousehold household = household(bo);
        isRefused(household, alice.ticket(1), "expired");
        JsonObject listed = household.spaces().get(0).getAsJsonObject();
        assertEquals("joining", listed.get("level").getAsString());
        assertTrue(listed.get("refused").getAsString().contains("expired"));

        household.join(alice.ticket().text(), Duration.ofMillis(PATIENCE_MILLIS));

        assertTrue(bo.node.mayWrite());
        assertFalse(household.spaces().get(0).getAsJsonObject().has("refused"));
    }

    @Test
    void afterAUsedTicketAFreshOneLetsInAlsoAfterARestart() {
        Peer alice = peer("alice", 1);
        Peer cy = peer("cy", 3);
        alice.node.found("river");
        Ticket used = alice.ticket();
        cy.joins(used);
        until(() -> cy.node.mayWrite());
        Peer bo = peer("bo", 2);
        isRefused(household(bo), used, "");
        close(bo);

        Peer again = peer("bo", 2);
        DaemonHousehold household = household(again);
        until(() -> household.spaces().get(0).getAsJsonObject().has("refused"));
        household.join(alice.ticket().text(), Duration.ofMillis(PATIENCE_MILLIS));

        assertTrue(again.node.mayWrite());
    }

    @Test
    void whoseRightEndedWhileItWasAwayIsToldSoUntilItIsGivenOneAgain() {
        Peer alice = peer("alice", 1);
        Peer bo = peer("bo", 2);
        alice.node.found("river");
        DaemonHousehold household = household(bo);
        household.join(alice.ticket().text(), Duration.ofMillis(PATIENCE_MILLIS));
        bo.away();

        alice.node.cuts(bo.node);
        bo.knows(alice);
        bo.back();
        DaemonHousehold back = household(bo);
        until(() -> back.spaces().get(0).getAsJsonObject().has("refused"));
        assertEquals("warn", check(back, "rights").get("state").getAsString());

        Act again = new Act.Give(bo.node.self().certificate(), "bo", Allowance.of(Level.READER), Set.of());
        alice.node.replica().act(again).join();
        until(() -> !back.spaces().get(0).getAsJsonObject().has("refused"));
    }

    @Test
    void whoseRightEndedWhileItWasAwayIsWarnedAndComesBackWithAFreshTicket() {
        Peer alice = peer("alice", 1);
        Peer bo = peer("bo", 2);
        alice.node.found("river");
        DaemonHousehold before = household(bo);
        before.join(alice.ticket().text(), Duration.ofMillis(PATIENCE_MILLIS));
        bo.node.asserts(quad("kept"));
        until(() -> alice.node.shows(quad("kept")));
        assertTrue(before.doubt("river").isEmpty());
        bo.away();
        alice.node.cuts(bo.node);
        bo.knows(alice);
        bo.back();
        DaemonHousehold back = household(bo);
        until(() -> back.doubt("river").filter(why -> why.contains("ended")).isPresent());
        bo.node.asserts(quad("void"));

        JsonObject joined = back.join(alice.ticket().text(), Duration.ofMillis(PATIENCE_MILLIS));

        assertFalse(joined.has("note"), "it was not in the space already");
        assertEquals("writer", joined.get("level").getAsString());
        assertTrue(back.doubt("river").isEmpty());
        bo.node.asserts(quad("again"));
        until(() -> alice.node.shows(quad("again")));
        assertTrue(bo.node.shows(quad("kept")));
        assertFalse(bo.node.shows(quad("void")));
        JsonObject unseen = check(back, "unseen");
        assertTrue(unseen.get("says").getAsString().startsWith("1 deltas of this node count nowhere"));
        assertTrue(check(back, "waiting").get("says").getAsString().startsWith("0 deltas"));
    }

    @Test
    void aFreshTicketIsKeptOverARestart() {
        Peer alice = peer("alice", 1);
        Peer bo = peer("bo", 2);
        alice.node.found("river");
        isRefused(household(bo), alice.ticket(1), "expired");
        Ticket fresh = alice.ticket();
        bo.away();
        bo.joins(fresh);
        close(bo);

        Peer again = peer("bo", 2);

        until(() -> again.node.mayWrite());
    }

    @Test
    void aTicketTeachesAMemberWhereItsMakerIs() {
        Peer alice = peer("alice", 1);
        Peer bo = peer("bo", 2);
        alice.node.found("river");
        bo.joins(alice.ticket());
        until(() -> bo.node.mayWrite());
        alice.away();
        alice.back();
        DaemonHousehold household = household(bo);

        JsonObject told = household.join(alice.ticket().text(), Duration.ofMillis(PATIENCE_MILLIS));

        assertEquals(alice.place(), told.getAsJsonArray("learned").get(0).getAsString());
        assertTrue(told.get("note").getAsString().contains(alice.place()));
        until(() -> household.sync("river", false, Duration.ZERO).get("inStep").getAsBoolean());
    }

    private static void isRefused(DaemonHousehold household, Ticket ticket, String why) {
        KithException refusal = assertThrows(
                KithException.class, () -> household.join(ticket.text(), Duration.ofMillis(PATIENCE_MILLIS)));
        assertEquals(Code.NOT_ALLOWED, refusal.code());
        assertTrue(refusal.getMessage().contains(why), refusal.getMessage());
    }

    @Test
    void aCopiedHomeGoesOnInANewLogAndTheForkIsToldNoMore() throws IOException {
        Peer alice = peer("alice", 1);
        alice.node.found("river");
        Peer bo = peer("bo", 2);
        bo.joins(alice.ticket());
        until(() -> bo.node.mayWrite());
        bo.node.asserts(quad("both"));
        until(() -> alice.node.shows(quad("both")));
        close(bo);
        copy(folder.resolve("bo"), folder.resolve("copy"));

        Peer original = peer("bo", 2);
        original.node.asserts(quad("original"));
        until(() -> alice.node.shows(quad("original")));
        close(original);
        Peer copy = peer("copy", 2);
        copy.node.asserts(quad("copy 1"), quad("copy 2"));
        copy.node.asserts(quad("copy 3"));

        DaemonHousehold household = household(alice);
        until(() -> alice.node.shows(quad("copy 3")) && copy.node.shows(quad("original")));
        until(() -> household.sync("river", false, Duration.ZERO).get("inStep").getAsBoolean());

        assertEquals(alice.node.digest(), copy.node.digest());
        assertEquals(0, household.space("river").get("forks").getAsInt());
        assertEquals("ok", check(household, "forks").get("state").getAsString());
        assertEquals("warn", check(household(copy), "copies").get("state").getAsString());
    }

    @Test
    void twoCopiesOfAHomeThatRunAtOnceAreTold() throws IOException {
        Peer alice = peer("alice", 1);
        alice.node.found("river");
        Peer bo = peer("bo", 2);
        bo.joins(alice.ticket());
        until(() -> bo.node.mayWrite() && !bo.book.all().isEmpty());
        close(bo);
        copy(folder.resolve("bo"), folder.resolve("copy"));

        Peer original = peer("bo", 2);
        Peer copy = peer("copy", 2);

        until(() -> original.connections.copies().ofThisHome()
                || copy.connections.copies().ofThisHome());
        Peer told = original.connections.copies().ofThisHome() ? original : copy;
        JsonObject check = check(household(told), "copies");
        assertEquals("warn", check.get("state").getAsString());
        assertTrue(check.get("says").getAsString().contains("another copy of this home seems to run"));
    }

    @Test
    void aHomeThatWasSetBackAsAWholeHealsAndTellsItsUser() throws IOException {
        Peer alice = peer("alice", 1);
        alice.node.found("river");
        Peer bo = peer("bo", 2);
        bo.joins(alice.ticket());
        until(() -> bo.node.mayWrite());
        bo.node.asserts(quad("kept"));
        until(() -> alice.node.shows(quad("kept")));
        close(bo);
        copy(folder.resolve("bo"), folder.resolve("backup"));
        Peer later = peer("bo", 2);
        later.node.asserts(quad("after the backup"));
        until(() -> alice.node.shows(quad("after the backup")));
        close(later);

        Peer back = peer("backup", 2);
        DaemonHousehold household = household(back);
        until(() -> back.node.shows(quad("after the backup")));
        back.node.asserts(quad("after all"));

        until(() -> alice.node.shows(quad("after all")));
        assertEquals(1, back.node.replica().writtenElsewhere().size());
        JsonObject told = check(household, "copies");
        assertEquals("warn", told.get("state").getAsString());
        assertTrue(household.space("river").get("warning").getAsString().contains("set back or copied"));
        assertTrue(told.get("says").getAsString().matches(".*set back or copied.*log [0-9a-f]{8} in space river"));
        assertEquals("ok", check(household(alice), "copies").get("state").getAsString());
    }

    @Test
    void whoLeftASpaceAndComesBackIsToldOfNoCopy() {
        Peer alice = peer("alice", 1);
        alice.node.found("river");
        Peer bo = peer("bo", 2);
        bo.joins(alice.ticket());
        until(() -> bo.node.mayWrite());
        bo.node.asserts(quad("kept"));
        until(() -> alice.node.shows(quad("kept")));
        DaemonHousehold household = household(bo);
        household.leave("river", false, true, false);

        household.join(alice.ticket().text(), Duration.ofMillis(PATIENCE_MILLIS));

        until(() -> bo.node.shows(quad("kept")));
        assertEquals("ok", check(household, "copies").get("state").getAsString());
    }

    @Test
    void whoWasGivenDifferentDeltasAtOnePlaceSeesItOnBothSides() throws IOException {
        Peer alice = peer("alice", 1);
        alice.node.found("river");
        Peer bo = peer("bo", 3);
        bo.joins(alice.ticket());
        until(() -> bo.node.mayWrite());
        Peer mallory = peer("mallory", 2);
        mallory.joins(alice.ticket());
        until(() -> mallory.node.mayWrite() && bo.node.knows(mallory.node));
        mallory.node.asserts(quad("both"));
        until(() -> alice.node.shows(quad("both")) && bo.node.shows(quad("both")));
        close(mallory);
        copy(folder.resolve("mallory"), folder.resolve("copy"));
        bo.away();
        Peer toAlice = peer("mallory", 2);
        toAlice.node.asserts(quad("for alice"));
        until(() -> alice.node.shows(quad("for alice")));
        close(toAlice);
        alice.away();
        bo.back();
        Peer toBo = peer("copy", 2);
        toBo.knows(bo);
        toBo.node.asserts(quad("for bo"));
        until(() -> bo.node.shows(quad("for bo")));
        close(toBo);

        alice.back();
        bo.knows(alice);

        for (Peer each : List.of(alice, bo)) {
            DaemonHousehold household = household(each);
            KithException told = assertThrows(
                    KithException.class, () -> household.sync("river", true, Duration.ofMillis(PATIENCE_MILLIS)));
            assertEquals(Code.CONFLICT, told.code(), told.getMessage());
            assertTrue(told.getMessage().matches(".*log [0-9a-f]{8} of node \\w{6} in space river at delta \\d+.*"));
            assertEquals(1, household.space("river").get("forks").getAsInt());
            assertEquals("warn", check(household, "forks").get("state").getAsString());
        }
        assertNotEquals(alice.node.digest(), bo.node.digest());
    }

    private static JsonObject check(DaemonHousehold household, String name) {
        for (JsonElement check : household.doctor().getAsJsonArray("checks")) {
            if (check.getAsJsonObject().get("name").getAsString().equals(name)) {
                return check.getAsJsonObject();
            }
        }
        throw new AssertionError("no check of " + name);
    }

    private Peer peer(String name, int number) {
        Peer peer = new Peer(number, folder.resolve(name));
        open.push(peer);
        return peer;
    }

    private void close(Peer peer) {
        open.remove(peer);
        peer.close();
    }

    private DaemonHousehold household(Peer peer) {
        return PaperHousehold.of(peer, folder, open::push);
    }

    private static void until(BooleanSupplier done) {
        long end = System.currentTimeMillis() + PATIENCE_MILLIS;
        while (!done.getAsBoolean()) {
            assertTrue(System.currentTimeMillis() < end, "waited in vain");
            try {
                Thread.sleep(5);
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> all = Files.walk(from)) {
            for (Path each : all.toList()) {
                Files.copy(each, to.resolve(from.relativize(each)));
            }
        }
    }

    private static Quad quad(String name) {
        return Quad.create(Quad.defaultGraphIRI, SSE.parseTriple("(<urn:thing> <urn:name> '" + name + "')"));
    }
}
