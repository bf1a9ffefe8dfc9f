package kith.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import kith.daemon.machine.Machine;
import kith.daemon.peers.Address;
import kith.daemon.wire.SocksServer;
import kith.daemon.wire.Ways;
import kith.ontology.access.Ticket;
import org.apache.jena.sparql.core.Quad;
import org.apache.jena.sparql.sse.SSE;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whole nodes on slow ways and on ways through others, over real sockets. */
@Timeout(120)
final class PaceTest {
    private static final long PATIENCE_MILLIS = 60_000;
    private static final int KIB = 1_024;

    @TempDir
    Path folder;

    private final List<AutoCloseable> open = new ArrayList<>();

    @AfterEach
    void end() throws Exception {
        for (AutoCloseable each : open.reversed()) {
            each.close();
        }
    }

    @Test
    void aTicketBringsTwoTogetherThroughAProxyThatKnowsTheName() throws IOException {
        Peer alice = peer(1, machine -> Ways.OPEN);
        alice.node.found("river");
        SocksServer proxy = SocksServer.to(alice.listens());
        open.add(proxy);
        Peer bo = peer(2, machine -> proxy.ways());
        Ticket ticket = alice.ticket();

        bo.joins(new Ticket(
                ticket.seed(), ticket.space(), ticket.spaceName(), ticket.node(), List.of("kith.onion:7340")));

        until(() -> bo.node.mayWrite());
        alice.node.asserts(quad(1, 10));
        until(() -> bo.node.shows(quad(1, 10)));
        assertEquals("3 kith.onion 7340", proxy.asked.poll());
        assertTrue(bo.book
                .known(alice.node.self().node())
                .orElseThrow()
                .addresses()
                .contains(new Address("kith.onion", 7_340)));
    }

    @Test
    void whyAProxyDoesNotHelpIsToldOfThePeer() throws IOException {
        SocksServer proxy = SocksServer.to(null);
        proxy.close();
        Peer alice = peer(1, machine -> Ways.OPEN);
        Peer bo = peer(2, machine -> proxy.ways());
        bo.book.add(alice.node.self().node(), new Address("kith.onion", 7_340));

        bo.connections.wake();

        until(() -> error(bo, alice)
                .equals("cannot reach the proxy 127.0.0.1:" + proxy.place().getPort() + " (Connection refused)"));
    }

    @Test
    void whyAnOnionPlaceIsNotCalledIsToldOfThePeer() {
        Peer alice = peer(1, machine -> Ways.OPEN);
        Peer bo = peer(2, machine -> Ways.OPEN);
        bo.book.add(alice.node.self().node(), new Address("kith.onion", 7_340));

        bo.connections.wake();

        until(() -> error(bo, alice).equals("kith.onion:7340 is reached through Tor only: set peer.proxy"));
    }

    @Test
    void newsComeWithinASecondWhileHistoryTakesItsTimeGoingUp() {
        newsComeWithinASecondWhileHistoryTakesItsTime(limited(64 * KIB), machine -> Ways.OPEN);
    }

    @Test
    void newsComeWithinASecondWhileHistoryTakesItsTimeComingDown() {
        newsComeWithinASecondWhileHistoryTakesItsTime(machine -> Ways.OPEN, limited(64 * KIB));
    }

    private void newsComeWithinASecondWhileHistoryTakesItsTime(
            Function<Machine, Ways> ofAlice, Function<Machine, Ways> ofBo) {
        Peer alice = peer(1, ofAlice);
        alice.node.found("river");
        Peer bo = peer(2, ofBo);
        Peer cy = peer(3, machine -> Ways.OPEN);
        bo.joins(alice.ticket());
        cy.joins(alice.ticket());
        until(() -> bo.node.mayWrite() && cy.node.mayWrite() && bo.node.knows(cy.node));
        bo.away();
        for (int i = 0; i < 900; i++) {
            alice.node.asserts(quad(i, 800));
        }
        until(() -> cy.node.shows(quad(899, 800)));
        long start = System.nanoTime();

        bo.back();
        until(() -> bo.node.shows(quad(0, 800)));
        assertFalse(bo.node.shows(quad(899, 800)), "this test needs more history");
        long before = System.nanoTime();
        cy.node.asserts(quad(1_000, 10));
        until(() -> bo.node.shows(quad(1_000, 10)));
        long newsTook = millisSince(before);
        assertFalse(bo.node.shows(quad(899, 800)), "history was not slow");
        until(() -> bo.node.shows(quad(899, 800)));

        assertTrue(newsTook < 1_000, "news took " + newsTook + " ms");
        long took = millisSince(start);
        assertTrue(took >= 4_000, "540 KiB, of which half may come at once, took " + took + " ms");
        until(() -> alice.node.digest().equals(bo.node.digest()));
    }

    private static Function<Machine, Ways> limited(long history) {
        Ways.Rates rates = new Ways.Rates(Ways.Rates.UNLIMITED, Ways.Rates.UNLIMITED, history);
        return machine -> new Ways(null, new Ways.Pace(rates, Ways.Rates.NONE, any -> false, machine));
    }

    private static String error(Peer peer, Peer of) {
        return String.valueOf(new Standings(peer.connections, peer.book)
                        .peer(of.node.self().node())
                        .get("error"))
                .replace("\"", "");
    }

    private Peer peer(int number, Function<Machine, Ways> ways) {
        Peer peer = new Peer(number, folder.resolve("n" + number), ways);
        open.add(peer);
        return peer;
    }

    private static void until(BooleanSupplier done) {
        long end = System.nanoTime() + PATIENCE_MILLIS * 1_000_000;
        while (!done.getAsBoolean()) {
            assertTrue(System.nanoTime() < end, "waited in vain");
            try {
                Thread.sleep(5);
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
    }

    private static long millisSince(long start) {
        return (System.nanoTime() - start) / 1_000_000;
    }

    /** With a text that cannot be packed. */
    private static Quad quad(int i, int chars) {
        byte[] bytes = new byte[chars * 3 / 4];
        new Random(i).nextBytes(bytes);
        return Quad.create(
                Quad.defaultGraphIRI,
                SSE.parseTriple("(<urn:thing:" + i + "> <urn:name> '"
                        + Base64.getEncoder().encodeToString(bytes) + "')"));
    }
}
