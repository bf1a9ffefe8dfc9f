package kith.daemon.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import kith.ontology.fault.Code;
import kith.ontology.fault.KithException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whom a node has no place or no patience for, over real sockets. */
@Timeout(60)
class WireLimitsTest {
    private static final InstantSource CLOCK = InstantSource.system();

    private final List<AutoCloseable> open = new ArrayList<>();

    @AfterEach
    void closeAll() throws Exception {
        for (AutoCloseable each : open.reversed()) {
            each.close();
        }
    }

    @Test
    void oneAddressHasEightHandshakesUnderWayAndNoMore() throws Exception {
        WireNode bo = node(WireLimits.DEFAULT);
        WireNode alice = node(WireLimits.DEFAULT);
        List<Socket> silent = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            silent.add(socket(bo));
        }
        awaitConnections(bo, 8);

        assertEquals(-1, socket(bo).getInputStream().read());

        assertEquals(1, bo.count(Tally.TURNED_AWAY, 1));
        silent.getFirst().close();
        awaitConnections(bo, 7);
        assertEquals(bo.key.id(), alice.link(bo).near().remote());
    }

    @Test
    void whoHasProvedWhoItIsTakesNoPlaceAmongStrangers() throws Exception {
        WireNode bo = node(new WireLimits(256, 64, 1, Duration.ofSeconds(10)));
        for (int i = 0; i < 5; i++) {
            WireNode alice = node(WireLimits.DEFAULT);
            assertTrue(alice.link(bo).near().isOpen());
        }
        assertEquals(5, bo.wire.connections());
    }

    @Test
    void aHandshakeThatIsNotDoneInTimeIsEnded() throws Exception {
        WireNode bo = node(new WireLimits(256, 64, 8, Duration.ofMillis(300)));
        Socket silent = socket(bo);
        long start = System.nanoTime();

        byte[] said = silent.getInputStream().readAllBytes();

        assertTrue(said.length <= 14, "at most what TLS says to end: " + said.length);
        long millis = (System.nanoTime() - start) / 1_000_000;
        assertTrue(millis >= 200 && millis < 5_000, "ended after " + millis + " ms");
        awaitConnections(bo, 0);
        assertEquals(1, bo.count(Tally.HANDSHAKE_FAILED, 1));
    }

    @Test
    void aHandshakeThatDripsIsEndedInTheSameTime() throws Exception {
        WireNode bo = node(new WireLimits(256, 64, 8, Duration.ofMillis(500)));
        Socket dripping = socket(bo);
        byte[] start = {22, 3, 1, 1, 0, 1, 0, 0, (byte) 0xfc, 3, 3};

        assertThrows(IOException.class, () -> {
            for (int i = 0; i < 200; i++) {
                dripping.getOutputStream().write(i < start.length ? start[i] : 0);
                Thread.sleep(50);
            }
        });
        awaitConnections(bo, 0);
    }

    @Test
    void aPlaceThatAcceptsAndSaysNothingIsGivenUp() throws Exception {
        WireNode alice = node(new WireLimits(256, 64, 8, Duration.ofMillis(300)));
        ServerSocket mute = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        open.add(mute);

        ExecutionException failed = assertThrows(
                ExecutionException.class,
                () -> alice.wire
                        .dial((InetSocketAddress) mute.getLocalSocketAddress(), WireNode.ANYBODY)
                        .get(20, TimeUnit.SECONDS));

        KithException refused = (KithException) failed.getCause();
        assertEquals(Code.TIMED_OUT, refused.code());
        assertTrue(refused.getMessage().contains("did not answer within 300 ms"), refused.getMessage());
        awaitConnections(alice, 0);
    }

    @Test
    void moreConnectionsThanTheLimitAreTurnedAway() throws Exception {
        WireNode bo = node(new WireLimits(3, 64, 8, Duration.ofSeconds(10)));
        for (int i = 0; i < 3; i++) {
            assertTrue(node(WireLimits.DEFAULT).link(bo).near().isOpen());
        }
        WireNode late = node(WireLimits.DEFAULT);

        ExecutionException failed = assertThrows(
                ExecutionException.class,
                () -> late.wire.dial(bo.place(), bo.key.id()).get(20, TimeUnit.SECONDS));

        assertEquals(Code.UNREACHABLE, ((KithException) failed.getCause()).code());
        assertEquals(1, bo.count(Tally.TURNED_AWAY, 1));
    }

    @Test
    void weCallNobodyWhenAllPlacesAreTaken() throws Exception {
        WireNode bo = node(WireLimits.DEFAULT);
        WireNode alice = node(new WireLimits(1, 64, 8, Duration.ofSeconds(10)));
        alice.link(bo);

        ExecutionException failed = assertThrows(
                ExecutionException.class,
                () -> alice.wire.dial(bo.place(), bo.key.id()).get(20, TimeUnit.SECONDS));

        assertTrue(failed.getCause().getMessage().contains("all places for connections are taken"));
    }

    @Test
    void moreConnectionsFromOneNetworkThanItsShareAreTurnedAway() throws Exception {
        WireNode bo = node(new WireLimits(256, 2, 8, Duration.ofSeconds(10)));
        node(WireLimits.DEFAULT).link(bo);
        node(WireLimits.DEFAULT).link(bo);

        assertEquals(-1, socket(bo).getInputStream().read());
        assertEquals(1, bo.count(Tally.TURNED_AWAY, 1));
    }

    @Test
    void manyWhoComeAndGoLeaveNothingBehind() throws Exception {
        WireNode bo = node(WireLimits.DEFAULT);
        WireNode alice = node(WireLimits.DEFAULT);
        for (int i = 0; i < 50; i++) {
            alice.link(bo).near().close(CloseCode.DUPLICATE);
        }
        awaitConnections(bo, 0);
        awaitConnections(alice, 0);
        assertEquals(50, bo.wire.count(Tally.ACCEPTED));
        assertEquals(0, bo.wire.count(Tally.HANDSHAKE_FAILED));
    }

    @Test
    void aPortThatIsTakenIsSaidWithTheSettingToChange() {
        WireNode bo = node(WireLimits.DEFAULT);
        WireSettings same = new WireSettings(bo.place(), WireLimits.DEFAULT, CLOCK, WireNode.RANDOM);

        KithException refused = assertThrows(KithException.class, () -> Wire.start(bo.key, same, bo));

        assertEquals(Code.CONFLICT, refused.code());
        assertTrue(refused.getMessage().contains("change peer.listen"), refused.getMessage());
    }

    @Test
    void aPlaceToListenThatIsNowhereIsSaidSo() {
        WireNode bo = node(WireLimits.DEFAULT);
        InetSocketAddress nowhere = InetSocketAddress.createUnresolved("no-such-host.invalid", 0);
        WireSettings settings = new WireSettings(nowhere, WireLimits.DEFAULT, CLOCK, WireNode.RANDOM);

        KithException refused = assertThrows(KithException.class, () -> Wire.start(bo.key, settings, bo));

        assertTrue(
                refused.getMessage().contains("cannot listen for peers on no-such-host.invalid:0 (Unresolved"),
                refused.getMessage());
    }

    @Test
    void aNodeThatDoesNotListenCanStillCall() throws Exception {
        WireNode bo = node(WireLimits.DEFAULT);
        WireNode quiet = node(WireLimits.DEFAULT);
        try (Wire wire =
                Wire.start(quiet.key, new WireSettings(null, WireLimits.DEFAULT, CLOCK, WireNode.RANDOM), quiet)) {
            assertTrue(wire.bound().isEmpty());
            assertTrue(wire.reachable().isEmpty());
            assertTrue(
                    wire.dial(bo.place(), bo.key.id()).get(20, TimeUnit.SECONDS).isOpen());
        }
    }

    @Test
    void aNodeThatListensEverywhereKnowsWhereItIs() {
        WireNode bo = node(WireLimits.DEFAULT);
        InetSocketAddress everywhere = new InetSocketAddress(0);
        try (Wire wire =
                Wire.start(bo.key, new WireSettings(everywhere, WireLimits.DEFAULT, CLOCK, WireNode.RANDOM), bo)) {
            int port = wire.bound().getFirst().getPort();
            List<InetSocketAddress> places = wire.reachable();

            assertFalse(places.isEmpty());
            assertTrue(places.size() <= OwnAddresses.MAX_ADDRESSES);
            for (InetSocketAddress place : places) {
                assertEquals(port, place.getPort());
                assertFalse(place.getAddress().isAnyLocalAddress());
            }
        }
        assertEquals(List.of(bo.place()), bo.wire.reachable());
    }

    private WireNode node(WireLimits limits) {
        WireNode node = new WireNode(limits, CLOCK);
        open.add(node);
        return node;
    }

    private Socket socket(WireNode to) throws IOException {
        Socket socket = new Socket();
        open.add(socket);
        socket.connect(to.place());
        socket.setSoTimeout(RawPeer.PATIENCE_MILLIS);
        return socket;
    }

    private static void awaitConnections(WireNode node, int expected) throws InterruptedException {
        for (int i = 0; i < 500 && node.wire.connections() != expected; i++) {
            Thread.sleep(10);
        }
        assertEquals(expected, node.wire.connections());
    }
}
