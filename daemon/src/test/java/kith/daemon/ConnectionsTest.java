package kith.daemon;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import kith.daemon.config.DaemonConfig;
import kith.daemon.config.HostPort;
import kith.daemon.peers.Address;
import kith.daemon.peers.PeerBook;
import kith.daemon.replica.TestNode;
import kith.daemon.wire.CloseCode;
import kith.daemon.wire.Ending;
import kith.ontology.access.Ticket;
import kith.ontology.bytes.Bytes;
import kith.ontology.delta.SpaceId;
import kith.ontology.identity.KeyId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who is called when and who may come, with links of paper and time by hand. */
final class ConnectionsTest {
    private static final KeyId BO = node(0);

    @TempDir
    Path folder;

    private final ManualMachine machine = new ManualMachine();
    private TestNode node;
    private PeerBook book;
    private Connections connections;

    @BeforeEach
    void start() {
        node = TestNode.open(folder.resolve("node"), 1);
        book = PeerBook.open(folder.resolve("peers"));
        connections = begin();
    }

    private Connections begin() {
        return new Connections(node.self(), machine, node.replicas(), book, fault -> {
            throw new AssertionError(fault);
        });
    }

    @AfterEach
    void end() {
        node.close();
    }

    @Test
    void aPeerThatAnswersAndHangsUpIsCalledEverMoreSeldom() {
        book.add(BO, Address.parse("192.0.2.7:7340"));
        AtomicInteger calls = new AtomicInteger();
        connections.start(
                (place, wanted) -> {
                    calls.incrementAndGet();
                    new PaperLink(wanted, true, connections.conversation()).ends(Ending.By.PEER, CloseCode.EVICTED);
                    return CompletableFuture.completedFuture("linked");
                },
                List.of());

        machine.pass(Duration.ofMinutes(2));
        assertEquals(8, calls.get(), "after pauses of 0.5 s doubling to 64 s");

        connections.wake();
        assertEquals(9, calls.get(), "a new reason");
    }

    @Test
    void whoBreaksTheProtocolMayNotCallEither() {
        for (int minutes = 1; minutes <= 8; minutes *= 2) {
            assertTrue(connections.admits(BO));
            breaks(BO);
            assertFalse(connections.admits(BO));
            machine.pass(Duration.ofMinutes(minutes).minusMillis(1));
            assertFalse(connections.admits(BO));
            connections.wake();
            assertFalse(connections.admits(BO), "whatever other reason there is to talk");
            machine.pass(Duration.ofMillis(1));
        }
        assertTrue(connections.admits(BO));
    }

    private void breaks(KeyId peer) {
        new PaperLink(peer, false, connections.conversation()).ends(Ending.By.US, CloseCode.VIOLATION);
    }

    @Test
    void sixteenStrangersMayStayAtATime() {
        PaperLink first = called(1);
        for (int i = 2; i <= Connections.MAX_STRANGERS; i++) {
            assertTrue(connections.admits(node(i)));
            called(i);
        }
        KeyId oneMore = node(Connections.MAX_STRANGERS + 1);
        assertFalse(connections.admits(oneMore));

        book.add(oneMore, Address.parse("192.0.2.7:7340"));
        assertTrue(connections.admits(oneMore), "no stranger any more");

        first.ends(Ending.By.PEER, CloseCode.SHUTDOWN);
        assertTrue(connections.admits(node(Connections.MAX_STRANGERS + 2)));
    }

    @Test
    void aStrangerIsLetGoAfterAWhile() {
        PaperLink stranger = called(1);
        connections.start((place, wanted) -> new CompletableFuture<>(), List.of());

        machine.pass(Duration.ofSeconds(30));
        assertTrue(stranger.isOpen());
        machine.pass(Duration.ofSeconds(1));
        assertFalse(stranger.isOpen());
    }

    @Test
    void twoCopiesOfAPeersHomeThatPutEachOtherOffAreTold() {
        for (int i = 0; i <= Copies.MANY; i++) {
            assertEquals(List.of(), connections.copies().ofPeers());
            new PaperLink(BO, false, i % 2 == 0 ? "192.0.2.7" : "192.0.2.8", connections.conversation());
            machine.pass(Copies.STOOD);
        }

        assertEquals(List.of(BO), connections.copies().ofPeers());
        assertFalse(connections.copies().ofThisHome());
    }

    @Test
    void aPeerThatMovesNowAndThenIsNoSignOfACopy() {
        for (int i = 0; i <= 2 * Copies.MANY; i++) {
            new PaperLink(BO, false, i % 2 == 0 ? "192.0.2.7" : "192.0.2.8", connections.conversation());
            machine.pass(Copies.WITHIN.dividedBy(Copies.MANY - 1).plusMillis(1));
        }
        for (int i = 0; i <= Copies.MANY; i++) {
            new PaperLink(BO, false, "192.0.2.8", connections.conversation());
            machine.pass(Copies.STOOD);
        }

        assertEquals(List.of(), connections.copies().ofPeers());
    }

    @Test
    void whomPeersLeaveForAnotherLinkThatItHasNotIsToldOfACopyOfItself() {
        book.add(BO, Address.parse("192.0.2.7:7340"));
        for (int i = 0; i < Copies.MANY; i++) {
            assertFalse(connections.copies().ofThisHome());
            new PaperLink(BO, true, connections.conversation()).ends(Ending.By.PEER, CloseCode.DUPLICATE);
            machine.pass(Copies.BETTER_LINK_WITHIN);
        }

        assertTrue(connections.copies().ofThisHome());
    }

    @Test
    void whoIsLeftForABetterLinkThatComesIsToldOfNoCopy() {
        book.add(BO, Address.parse("192.0.2.7:7340"));
        for (int i = 0; i < 2 * Copies.MANY; i++) {
            new PaperLink(BO, true, connections.conversation()).ends(Ending.By.PEER, CloseCode.DUPLICATE);
            PaperLink better = new PaperLink(BO, false, connections.conversation());
            machine.pass(Copies.BETTER_LINK_WITHIN);
            better.ends(Ending.By.PEER, CloseCode.SHUTDOWN);
        }

        assertFalse(connections.copies().ofThisHome());
    }

    @Test
    void whoIsBlockedIsNeitherCalledNorLetInNorKept() {
        PaperLink standing = called(1);
        book.add(BO, Address.parse("192.0.2.7:7340"));
        book.block(BO, "", 1);
        book.block(node(1), "", 1);
        AtomicInteger calls = new AtomicInteger();

        connections.start(
                (place, wanted) -> {
                    calls.incrementAndGet();
                    return new CompletableFuture<>();
                },
                List.of());
        connections.wake(BO);

        assertEquals(0, calls.get());
        assertFalse(connections.admits(BO));
        assertFalse(standing.isOpen());
        book.unblock(BO);
        connections.wake(BO);
        assertEquals(1, calls.get());
        assertTrue(connections.admits(BO));
    }

    private PaperLink called(int number) {
        return new PaperLink(node(number), false, connections.conversation());
    }

    @Test
    void aKeptTicketWithAPlaceThatIsNoneIsNoReasonNotToStart() {
        Ticket ticket = new Ticket(
                Bytes.owned(new byte[Ticket.SEED_BYTES]),
                new SpaceId(Bytes.sha256(new byte[0])),
                "river",
                BO,
                List.of("192.0.2.7:7340", "nowhere", "192.0.2.8:0"));
        node.replicas().join(ticket, ticket.text());

        Connections again = begin();

        assertEquals(1, again.shelves().size());
        assertEquals(
                List.of(Address.parse("192.0.2.7:7340")),
                book.known(BO).orElseThrow().addresses());
        again.stop();
    }

    @Test
    void aStaticPeerThatDoesNotFitTheBookIsNoReasonNotToStart() throws IOException {
        StringBuilder lines = new StringBuilder();
        for (int i = 1; i <= PeerBook.MAX_PEERS; i++) {
            lines.append(node(i).did()).append(" h:1 0\n");
        }
        PeerBook full = PeerBook.open(Files.writeString(folder.resolve("full"), lines));

        assertDoesNotThrow(
                () -> Daemon.remember(full, new DaemonConfig.StaticPeer(BO, new HostPort("192.0.2.7", 7_340))));

        assertTrue(full.known(BO).isEmpty());
    }

    private static KeyId node(int number) {
        return new KeyId(Bytes.sha256(Bytes.utf8("node " + number).view()));
    }
}
