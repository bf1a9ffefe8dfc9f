package kith.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import kith.daemon.peers.Address;
import kith.daemon.peers.PeerBook;
import kith.daemon.replica.TestNode;
import kith.daemon.wire.Wire;
import kith.daemon.wire.WireLimits;
import kith.daemon.wire.WireSettings;
import kith.ontology.access.Act;
import kith.ontology.access.Level;
import kith.ontology.access.Ticket;
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

    /** A daemon without a local door. */
    private final class Peer implements AutoCloseable {
        private final int number;
        private final Path home;
        private TestNode node;
        private PeerBook book;
        private Connections connections;
        private Wire wire;

        Peer(int number, Path home) {
            this.number = number;
            this.home = home;
            begin();
        }

        private void begin() {
            node = TestNode.open(home, number);
            book = PeerBook.open(home.resolve("peers"));
            connect();
        }

        private void connect() {
            connections = new Connections(node.self(), node.machine(), node.replicas(), book, fault -> {
                throw new AssertionError(fault);
            });
            wire = Wire.start(
                    node.self().device(),
                    new WireSettings(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                            WireLimits.DEFAULT,
                            InstantSource.system(),
                            new SecureRandom()),
                    connections);
            connections.start(wire);
        }

        String place() {
            return "127.0.0.1:" + wire.bound().getFirst().getPort();
        }

        Ticket ticket() {
            Ticket ticket = new Ticket(
                    node.machine().random(Ticket.SEED_BYTES),
                    node.replica().id(),
                    "river",
                    node.self().node(),
                    List.of(place()));
            node.replica()
                    .act(new Act.Invite(ticket.key().id(), Level.WRITER, Long.MAX_VALUE / 4))
                    .join();
            return ticket;
        }

        void joins(Ticket ticket) {
            node.replicas().join(ticket, ticket.text());
        }

        void knows(Peer other) {
            book.add(other.node.self().node(), Address.parse(other.place()));
        }

        void away() {
            connections.stop();
            wire.close();
        }

        void back() {
            connect();
        }

        Peer restartedKnowing(Peer other) {
            away();
            knows(other);
            connect();
            return this;
        }

        @Override
        public void close() {
            away();
            node.close();
        }
    }
}
