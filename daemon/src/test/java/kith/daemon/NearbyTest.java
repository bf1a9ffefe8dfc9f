package kith.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import kith.daemon.lan.Lan;
import kith.daemon.peers.Address;
import kith.daemon.peers.PeerBook;
import kith.ontology.identity.KeyId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two members who know no address of each other's, and what is heard on the network around. */
final class NearbyTest {
    private static final long PATIENCE_MILLIS = 15_000;

    @TempDir
    Path folder;

    private Peer alice;
    private Peer bo;

    @BeforeEach
    void bothAreMembers() {
        alice = new Peer(1, folder.resolve("alice"));
        bo = new Peer(2, folder.resolve("bo"));
        alice.node.found("river");
        bo.node.joinThrough(alice.node);
    }

    @AfterEach
    void end() {
        bo.close();
        alice.close();
    }

    private KeyId ofAlice() {
        return alice.node.self().node();
    }

    private Address heard() {
        return Address.parse(alice.place());
    }

    private void isHeardOf(Map<KeyId, List<Address>> found) {
        bo.connections.nearby().lookedFor(() -> found, () -> new Lan.Standing(List.of("eth0"), ""));
    }

    private void isMet() throws InterruptedException {
        long end = System.currentTimeMillis() + PATIENCE_MILLIS;
        while (bo.book
                .known(ofAlice())
                .filter(known -> known.addresses().contains(Address.parse(alice.place())))
                .isEmpty()) {
            assertTrue(System.currentTimeMillis() < end, "it was never called");
            Thread.sleep(20);
        }
    }

    @Test
    void whoWasFoundAroundIsCalled() throws InterruptedException {
        assertEquals(Optional.empty(), bo.book.known(ofAlice()));
        isHeardOf(Map.of(ofAlice(), List.of(heard())));

        new Around(bo.connections).found(ofAlice());

        isMet();
    }

    @Test
    void whereALinkLedIsWrittenDownUnlessOnlyTheNetworkAroundToldOfIt() {
        isHeardOf(Map.of(ofAlice(), List.of(new Address("192.0.2.7", 7_340))));

        new PaperLink(ofAlice(), true, "192.0.2.7", bo.connections.conversation());
        List<Address> around =
                bo.book.known(ofAlice()).map(PeerBook.Known::addresses).orElse(List.of());
        new PaperLink(ofAlice(), true, "192.0.2.8", bo.connections.conversation());
        List<Address> elsewhere = bo.book.known(ofAlice()).orElseThrow().addresses();

        assertEquals(List.of(), around, "anybody may have said it");
        assertEquals(List.of(new Address("192.0.2.8", 7_340)), elsewhere);
    }

    @Test
    void whereSheWasFoundGoesBeforeWhatTheBookRemembers() {
        Address old = new Address("192.0.2.7", 7_340);
        bo.book.add(ofAlice(), old);
        isHeardOf(Map.of(ofAlice(), List.of(heard())));

        PeerBook.Known known = bo.connections.nearby().all().getFirst();

        assertEquals(List.of(heard(), old), known.addresses());
        assertEquals(PeerBook.Source.ADDED, known.source());
        assertEquals(
                List.of(old),
                bo.book.known(ofAlice()).orElseThrow().addresses(),
                "the book remembers what it was told");
    }

    @Test
    void oneThatIsBlockedStaysSoWhereverItIsFound() throws InterruptedException {
        bo.book.block(ofAlice(), "", 0);
        isHeardOf(Map.of(ofAlice(), List.of(heard())));

        new Around(bo.connections).found(ofAlice());
        Thread.sleep(1_500);

        assertEquals(Optional.empty(), bo.connections.link(ofAlice()));
    }

    @Test
    void itTellsWhatItHears() {
        assertEquals("{\"on\":false}", bo.connections.nearby().standing().toString());
        assertTrue(bo.connections.nearby().told().contains("not looked for"));

        isHeardOf(Map.of(ofAlice(), List.of(heard())));
        assertEquals(
                "{\"on\":true,\"networks\":[\"eth0\"],\"found\":1}",
                bo.connections.nearby().standing().toString());
        assertEquals(
                "members are looked for on eth0, and found at " + heard(),
                bo.connections.nearby().told());

        bo.connections.nearby().lookedFor(Map::of, () -> new Lan.Standing(List.of(), "it is deaf"));
        assertEquals("it is deaf", bo.connections.nearby().problem());
        assertTrue(bo.connections.nearby().told().endsWith("but it is deaf"));
    }

    @Test
    void whoInvitedIsToBeKnownBeforeOneIsAMember() {
        Peer cy = new Peer(3, folder.resolve("cy"));
        cy.joins(alice.ticket());

        assertTrue(new Around(cy.connections).circles().getFirst().members().contains(ofAlice()));
        assertTrue(new Around(alice.connections)
                .circles()
                .getFirst()
                .members()
                .contains(bo.node.self().node()));
        cy.close();
    }
}
