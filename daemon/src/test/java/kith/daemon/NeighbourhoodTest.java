package kith.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.BooleanSupplier;
import kith.daemon.http.Neighbours;
import kith.daemon.peers.Address;
import kith.daemon.peers.PeerBook;
import kith.ontology.bytes.Bytes;
import kith.ontology.fault.Code;
import kith.ontology.fault.KithException;
import kith.ontology.identity.KeyId;
import org.apache.jena.sparql.core.Quad;
import org.apache.jena.sparql.sse.SSE;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** What is asked of one peer and done with it, between nodes on real sockets. */
@Timeout(120)
final class NeighbourhoodTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final KeyId NOBODY =
            new KeyId(Bytes.sha256(Bytes.utf8("nobody").view()));

    @TempDir
    Path folder;

    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private Peer alice;
    private Peer bo;
    private DaemonHousehold household;
    private Neighbours neighbours;
    private String ofBo;

    @BeforeEach
    void meet() {
        alice = peer("alice", 1);
        bo = peer("bo", 2);
        household = PaperHousehold.of(alice, folder, open::push);
        neighbours = household.neighbours();
        ofBo = bo.node.self().node().did();
        alice.node.found("river");
        bo.joins(alice.ticket());
        until(() -> bo.node.mayWrite()
                && isWith(bo, alice)
                && alice.book.known(bo.node.self().node()).isPresent());
    }

    @AfterEach
    void end() throws Exception {
        while (!open.isEmpty()) {
            open.pop().close();
        }
    }

    private Peer peer(String name, int number) {
        Peer peer = new Peer(number, folder.resolve(name));
        open.push(peer);
        return peer;
    }

    private static boolean isWith(Peer one, Peer other) {
        return one.connections
                .link(other.node.self().node())
                .filter(PeerLink::sharesAnything)
                .isPresent();
    }

    @Test
    void aPeerThatIsThereAnswersAPing() {
        JsonObject pong = neighbours.ping(ofBo, PATIENCE);

        assertEquals(ofBo, pong.get("node").getAsString());
        assertTrue(pong.get("micros").getAsLong() > 0);
        assertFalse(pong.has("connectMicros"), "the link stood");
        assertTrue(pong.get("address").getAsString().startsWith("127.0.0.1:"));
    }

    @Test
    void aPeerThatIsNotConnectedIsCalledForAPing() {
        Peer cy = peer("cy", 3);
        cy.away();
        cy.back();
        alice.knows(cy);

        JsonObject pong = neighbours.ping(cy.node.self().node().did(), PATIENCE);

        assertTrue(pong.get("connectMicros").getAsLong() > 0);
        assertTrue(pong.get("dialled").getAsBoolean());
    }

    @Test
    void aPeerThatIsNowhereIsUnreachableAndToldWhy() {
        alice.book.add(NOBODY, Address.parse(bo.place()));

        KithException fault = refused(Code.UNREACHABLE, () -> neighbours.ping(NOBODY.did(), PATIENCE));

        assertTrue(fault.getMessage().contains("another node than the one called answers at"), fault.getMessage());
        refused(Code.NOT_FOUND, () -> neighbours.ping(new KeyId(Bytes.sha256(new byte[1])).did(), PATIENCE));
        refused(Code.USAGE, () -> neighbours.ping(alice.node.self().node().did(), PATIENCE));
        refused(Code.USAGE, () -> neighbours.ping("bo", PATIENCE));
    }

    @Test
    void aPeerWithoutAnAddressHasToCall() {
        bo.away();
        until(() -> alice.connections.link(bo.node.self().node()).isEmpty());
        alice.book.forget(bo.node.self().node());
        alice.book.met(bo.node.self().node(), List.of(), 1);

        KithException fault = refused(Code.UNREACHABLE, () -> neighbours.ping(ofBo, PATIENCE));

        assertTrue(fault.getMessage().contains("it has to call"), fault.getMessage());
    }

    @Test
    void aBlockedPeerIsHungUpOnAndComesNoMoreUntilItIsUnblocked() {
        JsonObject done = neighbours.block(ofBo, "lost phone");

        assertEquals("blocked", done.get("state").getAsString());
        assertTrue(done.toString().contains("rights in spaces are unchanged"), done.toString());
        until(() -> !isWith(alice, bo) && !isWith(bo, alice));
        bo.connections.wake();
        assertFalse(alice.connections.admits(bo.node.self().node()));
        JsonObject told = neighbours.peer(ofBo);
        assertEquals("blocked", told.get("state").getAsString());
        assertEquals("lost phone", told.getAsJsonObject("blocked").get("reason").getAsString());
        assertFalse(told.has("nextCall"));
        refused(Code.CONFLICT, () -> neighbours.ping(ofBo, PATIENCE));
        refused(Code.CONFLICT, () -> neighbours.sync(ofBo, null, false, PATIENCE));
        refused(Code.CONFLICT, () -> neighbours.forget(ofBo));
        refused(Code.CONFLICT, () -> household.addPeer(ofBo, bo.place()));
        assertTrue(
                alice.node.replica().authority().grantOf(bo.node.self().node()).isPresent(), "a right is a right");

        neighbours.unblock(ofBo);

        until(() -> isWith(alice, bo));
    }

    @Test
    void aReasonHasAHundredCharacters() {
        neighbours.block(NOBODY.did(), "x".repeat(PeerBook.MAX_REASON_CHARS));

        refused(Code.USAGE, () -> neighbours.block(NOBODY.did(), "x".repeat(PeerBook.MAX_REASON_CHARS + 1)));
    }

    @Test
    void aTicketOfABlockedNodeIsNotTaken() {
        Neighbours ofBos = PaperHousehold.of(bo, folder, open::push).neighbours();
        ofBos.block(alice.node.self().node().did(), "");

        KithException fault = refused(
                Code.CONFLICT,
                () -> PaperHousehold.of(bo, folder.resolve("other"), open::push)
                        .join(alice.ticket().text(), PATIENCE));

        assertTrue(fault.getMessage().contains("kith peer unblock"), fault.getMessage());
    }

    @Test
    void aForgottenMemberIsMetAgainWhenItCalls() {
        JsonObject done = neighbours.forget(ofBo);

        assertTrue(done.toString().contains("it is a member of river"), done.toString());
        until(() -> isWith(alice, bo)
                && alice.book
                        .known(bo.node.self().node())
                        .filter(known -> known.source() == PeerBook.Source.MET)
                        .isPresent());
    }

    @Test
    void aFounderIsCalledNothingByOthersForTheGenesisNamesNoDevice() {
        Neighbours ofBos = PaperHousehold.of(bo, folder, open::push).neighbours();

        JsonObject told = ofBos.peer(alice.node.self().node().did());

        assertFalse(told.has("name"), told.toString());
        assertEquals(bo.node.self().name(), neighbours.peer(ofBo).get("name").getAsString());
    }

    @Test
    void aForgottenStrangerIsGone() {
        alice.book.add(NOBODY, Address.parse("192.0.2.7:7340"));

        assertTrue(neighbours.forget(NOBODY.did()).toString().contains("with 1 address"));

        assertTrue(alice.book.known(NOBODY).isEmpty());
        refused(Code.NOT_FOUND, () -> neighbours.forget(NOBODY.did()));
    }

    @Test
    void syncingWithOneWaitsForThatOneOnly() {
        alice.book.add(NOBODY, Address.parse("192.0.2.7:7340"));
        bo.node.asserts(quad("from bo"));

        JsonObject synced = neighbours.sync(ofBo, "river", true, PATIENCE);

        assertTrue(synced.get("inStep").getAsBoolean());
        assertTrue(alice.node.shows(quad("from bo")));
        KithException late =
                refused(Code.TIMED_OUT, () -> neighbours.sync(NOBODY.did(), null, true, Duration.ofMillis(100)));
        assertTrue(late.getMessage().contains("it is not connected"), late.getMessage());
    }

    @Test
    void whoIsAwayIsKnownToLackWhatCameSince() {
        household.sync("river", true, PATIENCE);
        bo.away();
        until(() -> alice.connections.link(bo.node.self().node()).isEmpty());

        alice.node.asserts(quad("one"));
        alice.node.asserts(quad("two"));

        until(() -> lacks().get("ahead").getAsLong() == 2);
        assertTrue(lacks().has("aheadSince"));
        assertEquals("river", lacks().get("name").getAsString());
        assertTrue(neighbours.peer(ofBo).has("lastSeen"));
        String since = lacks().get("aheadSince").getAsString();
        alice.node.asserts(quad("three"));
        until(() -> lacks().get("ahead").getAsLong() == 3);
        assertEquals(since, lacks().get("aheadSince").getAsString());
        bo.back();
        alice.knows(bo);
        alice.connections.wake();
        until(() -> neighbours.peer(ofBo).get("inStep").getAsBoolean());
        assertFalse(neighbours.peer(ofBo).toString().contains("aheadSince"));
    }

    private JsonObject lacks() {
        return neighbours.peer(ofBo).getAsJsonArray("spaces").get(0).getAsJsonObject();
    }

    @Test
    void aNodeThatIsFoundWhereItListensAndMeetsItsPeersIsWell() {
        JsonObject report = neighbours.check(PATIENCE);

        assertTrue(report.get("well").getAsBoolean(), report.toString());
        assertEquals("ok", check(report, "listening"));
        assertEquals("warn", check(report, "tickets"), "nobody elsewhere can call 127.0.0.1");
        assertTrue(report.getAsJsonArray("here").toString().contains("this node answers"), report.toString());
        assertTrue(report.getAsJsonArray("peers").toString().contains("the right node answers"), report.toString());
        assertTrue(isWith(alice, bo), "a look disturbs no link");
    }

    @Test
    void aPeerWhoseAddressAnotherNodeHasIsNotWell() {
        alice.book.add(NOBODY, Address.parse(bo.place()));
        alice.book.block(node("blocked"), "", 1);
        alice.book.add(node("blocked"), Address.parse("192.0.2.7:7340"));

        JsonObject report = neighbours.check(PATIENCE);

        assertFalse(report.get("well").getAsBoolean());
        String peers = report.getAsJsonArray("peers").toString();
        assertTrue(peers.contains("another node answers: " + ofBo), peers);
        assertTrue(peers.contains("blocked, so it is not called"), peers);
        assertTrue(report.get("next").getAsString().contains("kith peer add " + NOBODY.did()), report.toString());
    }

    @Test
    void moreThanThirtyTwoPlacesAreNotLookedAt() {
        for (int port = 1; port <= 5; port++) {
            for (int i = 0; i < PeerBook.MAX_ADDRESSES; i++) {
                alice.book.add(node("n" + port), new Address("127.0.0.1", 10 * port + i + 1));
            }
        }

        String report = neighbours.check(PATIENCE).toString();

        int unseen = report.split("not looked at: more than " + NetCheck.MAX_PLACES, -1).length - 1;
        int all = 1 + 1 + 5 * PeerBook.MAX_ADDRESSES;
        assertEquals(all - NetCheck.MAX_PLACES, unseen, report);
    }

    private static String check(JsonObject report, String name) {
        for (var check : report.getAsJsonArray("checks")) {
            if (check.getAsJsonObject().get("name").getAsString().equals(name)) {
                return check.getAsJsonObject().get("state").getAsString();
            }
        }
        throw new AssertionError(report);
    }

    private static KithException refused(Code code, Executable act) {
        KithException fault = assertThrows(KithException.class, act);
        assertEquals(code, fault.code(), fault.getMessage());
        return fault;
    }

    private static KeyId node(String name) {
        return new KeyId(Bytes.sha256(Bytes.utf8(name).view()));
    }

    private static Quad quad(String name) {
        return Quad.create(Quad.defaultGraphIRI, SSE.parseTriple("(<urn:thing> <urn:name> '" + name + "')"));
    }

    private static void until(BooleanSupplier done) {
        long end = System.currentTimeMillis() + PATIENCE.toMillis();
        while (!done.getAsBoolean()) {
            assertTrue(System.currentTimeMillis() < end, "waited in vain");
            try {
                Thread.sleep(5);
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
    }
}
