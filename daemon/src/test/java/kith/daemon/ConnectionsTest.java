package kith.daemon;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import kith.daemon.config.DaemonConfig;
import kith.daemon.config.HostPort;
import kith.daemon.peers.Address;
import kith.daemon.peers.PeerBook;
import kith.daemon.replica.TestNode;
import kith.daemon.sync.Session;
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
    private static final Surroundings NOWHERE = new Surroundings(Set::of, List::of);

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
                NOWHERE);

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
        connections.start((place, wanted) -> new CompletableFuture<>(), NOWHERE);

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
                NOWHERE);
        connections.wake(BO);

        assertEquals(0, calls.get());
        assertFalse(connections.admits(BO));
        assertFalse(standing.isOpen());
        book.unblock(BO);
        connections.wake(BO);
        assertEquals(1, calls.get());
        assertTrue(connections.admits(BO));
    }

    @Test
    void whomThreePeersLeaveOnceIsNoCopy() {
        for (int i = 1; i <= Copies.MANY; i++) {
            book.add(node(i), Address.parse("192.0.2.7:7340"));
            new PaperLink(node(i), true, connections.conversation()).ends(Ending.By.PEER, CloseCode.DUPLICATE);
            machine.pass(Copies.BETTER_LINK_WITHIN);
        }

        assertFalse(connections.copies().ofThisHome(), "it has moved");
    }

    /** The better link of a pair is the one that the lesser node dialled. */
    private KeyId greater() {
        return IntStream.range(0, 1_000)
                .mapToObj(ConnectionsTest::node)
                .filter(each -> node.self().node().compareTo(each) < 0)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void whoCallsThoughItIsConnectedFindsItsPlaceFreeSoonWhereTheFirstLinkIsDead() {
        connections.start((place, wanted) -> new CompletableFuture<>(), NOWHERE);
        PaperLink dead = new PaperLink(greater(), true, connections.conversation());
        machine.pass(Duration.ofSeconds(10));
        PaperLink second = new PaperLink(greater(), false, connections.conversation());

        assertFalse(second.isOpen());
        assertTrue(dead.isOpen());
        machine.pass(second.retryAfter().plusSeconds(1));

        assertFalse(dead.isOpen(), "asked whether it stands it did not answer");
        assertTrue(new PaperLink(greater(), false, connections.conversation()).isOpen());
        machine.pass(Copies.AFTER_DOUBT);
        assertEquals(List.of(), connections.copies().ofPeers());
    }

    @Test
    void aCopyThatIsRefusedAgainAndAgainBesideALinkThatStandsIsTold() {
        new PaperLink(greater(), true, "192.0.2.7", connections.conversation());
        for (int i = 0; i < Copies.MANY; i++) {
            assertEquals(List.of(), connections.copies().ofPeers());
            machine.pass(Copies.STOOD);
            new PaperLink(greater(), false, "192.0.2.8", connections.conversation());
            machine.pass(Copies.AFTER_DOUBT);
        }

        assertEquals(List.of(greater()), connections.copies().ofPeers());
    }

    @Test
    void twoLinksThatWereBegunAtOnceAreNotDoubted() {
        PaperLink first = new PaperLink(greater(), true, connections.conversation());
        int sent = first.sent();

        PaperLink second = new PaperLink(greater(), false, connections.conversation());

        assertFalse(second.isOpen());
        assertEquals(Duration.ZERO, second.retryAfter());
        assertEquals(sent, first.sent(), "nothing is asked");
    }

    @Test
    void aMachineThatMovesLooksWhetherItsLinksStandAndCallsEverybodyAnew() throws UnknownHostException {
        InetAddress home = InetAddress.getByName("192.0.2.1");
        InetAddress train = InetAddress.getByName("198.51.100.1");
        AtomicReference<Set<InetAddress>> own = new AtomicReference<>(Set.of(home));
        AtomicInteger calls = new AtomicInteger();
        book.add(BO, Address.parse("192.0.2.7:7340"));
        connections.start(
                (place, wanted) -> {
                    calls.incrementAndGet();
                    return CompletableFuture.failedFuture(new IllegalStateException("nobody there"));
                },
                new Surroundings(own::get, List::of));
        machine.pass(Duration.ofMinutes(2));
        PaperLink link = called(2);
        int before = calls.get();

        own.set(Set.of(train));
        machine.pass(Surroundings.LOOK);
        assertTrue(calls.get() > before, "whatever pause there was");
        assertTrue(link.isOpen());
        machine.pass(Session.DOUBT);

        assertFalse(link.isOpen(), "it did not answer");
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
