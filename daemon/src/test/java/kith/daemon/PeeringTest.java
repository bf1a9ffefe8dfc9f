package kith.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import kith.daemon.peers.Address;
import kith.ontology.identity.KeyId;
import org.apache.jena.sparql.core.Quad;
import org.apache.jena.sparql.sse.SSE;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nodes on real sockets: calls, TLS, sessions, replicas. */
final class PeeringTest {
    private static final long PATIENCE_MILLIS = 20_000;

    @TempDir
    Path folder;

    private final List<AutoCloseable> open = new ArrayList<>();
    private Peer alice;
    private Peer bo;

    @BeforeEach
    void start() {
        alice = peer(1);
        bo = peer(2);
        alice.node.found("river");
    }

    @AfterEach
    void end() throws Exception {
        for (AutoCloseable each : open.reversed()) {
            each.close();
        }
    }

    @Test
    void aTicketBringsTwoTogether() {
        alice.node.asserts(quad(1));

        bo.joins(alice.ticket());

        until(() -> bo.node.mayWrite() && bo.node.shows(quad(1)));
        bo.node.asserts(quad(2));
        until(() -> alice.node.shows(quad(2)));
        assertEquals(alice.node.digest(), bo.node.digest());
    }

    @Test
    void whoWasAwayCatchesUpAlone() throws Exception {
        bo.joins(alice.ticket());
        until(() -> bo.node.mayWrite());
        bo.away();
        alice.node.asserts(quad(1));
        bo.node.asserts(quad(2));

        bo.back();

        until(() -> bo.node.shows(quad(1)) && alice.node.shows(quad(2)));
        assertEquals(alice.node.digest(), bo.node.digest());
    }

    @Test
    void threeNodesInARowAgree() {
        Peer cy = peer(3);
        bo.joins(alice.ticket());
        until(() -> bo.node.mayWrite());
        cy.joins(alice.ticket());
        until(() -> cy.node.mayWrite() && bo.node.knows(cy.node));
        cy.connections.stop();

        Peer again = cy.restartedKnowing(bo);
        alice.node.asserts(quad(1));
        again.node.asserts(quad(2));

        until(() -> again.node.shows(quad(1)) && alice.node.shows(quad(2)));
    }

    @Test
    void bothCallEachOtherAndOneLinkStays() {
        bo.joins(alice.ticket());
        until(() -> bo.node.mayWrite());
        alice.knows(bo);
        bo.knows(alice);

        alice.connections.wake();
        bo.connections.wake();

        bo.node.asserts(quad(1));
        until(() -> alice.node.shows(quad(1)));
        assertEquals(1, alice.connections.links().size());
        assertTrue(bo.connections.links().size() <= 1);
    }

    @Test
    void theInviterRemembersWhoCameAndCallsIt() {
        bo.joins(alice.ticket());
        until(() -> bo.node.mayWrite());
        KeyId member = bo.node.self().node();
        until(() -> alice.book.known(member).isPresent());
        String place = bo.place();
        alice.away();
        alice.back();
        until(() -> bo.connections.links().size() == 1
                && alice.book.known(member).orElseThrow().addresses().contains(Address.parse(place)));
        bo.away();

        JsonObject absent = new Standings(alice.connections, alice.book).peer(member);
        until(() -> alice.connections.link(member).isEmpty());
        assertFalse(absent.getAsJsonArray("addresses").isEmpty());
        until(() -> new Standings(alice.connections, alice.book).peer(member).has("lastSeen"));
    }

    private Peer peer(int number) {
        Peer peer = new Peer(number, folder.resolve("n" + number));
        open.add(peer);
        return peer;
    }

    private void until(BooleanSupplier done) {
        long end = System.currentTimeMillis() + PATIENCE_MILLIS;
        while (!done.getAsBoolean()) {
            assertTrue(System.currentTimeMillis() < end, () -> "waited in vain; " + told());
            try {
                Thread.sleep(5);
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
    }

    private String told() {
        StringBuilder told = new StringBuilder();
        for (Peer peer : List.of(alice, bo)) {
            told.append(new Standings(peer.connections, peer.book).peers()).append('\n');
        }
        return told.toString();
    }

    private static Quad quad(int i) {
        return Quad.create(
                Quad.defaultGraphIRI, SSE.parseTriple("(<urn:thing:" + i + "> <urn:name> 'the name of " + i + "')"));
    }
}
