package kith.daemon.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import kith.ontology.bytes.Bytes;
import kith.ontology.fault.Code;
import kith.ontology.fault.KithException;
import kith.ontology.identity.KeyId;
import kith.ontology.identity.NodeCertificate;
import kith.ontology.identity.SigningKey;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who comes in and who does not, over real sockets. */
@Timeout(60)
class WireHandshakeTest {
    private final WireNode alice = new WireNode();
    private final WireNode bo = new WireNode();

    @AfterEach
    void closeBoth() {
        alice.close();
        bo.close();
        assertTrue(alice.faults.isEmpty() && bo.faults.isEmpty(), () -> alice.faults + " " + bo.faults);
    }

    @Test
    void twoNodesKnowEachOtherByTheirKeys() throws Exception {
        WireNode.Pair pair = alice.link(bo);

        assertEquals(bo.key.id(), pair.near().remote());
        assertEquals(alice.key.id(), pair.far().remote());
        assertTrue(pair.near().isDialled());
        assertFalse(pair.far().isDialled());
        assertEquals(bo.place(), pair.near().address());
        assertEquals(1, alice.wire.count(Tally.DIALLED));
        assertEquals(1, bo.wire.count(Tally.ACCEPTED));
    }

    @Test
    void anExpiredCertificateIsRefused() {
        assertRefused(certified(Instant.now().minus(Duration.ofDays(10))));
    }

    @Test
    void aCertificateThatLastsTooLongIsRefused() {
        assertRefused(certified(Instant.now().plus(Duration.ofHours(26))));
    }

    @Test
    void aCertificateForAnotherTlsKeyIsRefused() {
        NodeCertificate mine = certified(Instant.now());
        NodeCertificate other = certified(Instant.now());

        assertRefused(new NodeCertificate(mine.node(), mine.certificate(), other.key()));
    }

    @Test
    void aCertificateWithoutANodeIsRefused() throws Exception {
        byte[] der = read("plain.crt");
        X509Certificate plain = (X509Certificate)
                CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
        PrivateKey key = KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(read("plain.key")));

        assertRefused(new NodeCertificate(alice.key.id(), plain, key));
    }

    @Test
    void noCertificateIsRefused() throws Exception {
        try (RawPeer peer = RawPeer.call(bo.place(), null, new X509Certificate[0], "TLSv1.3")) {
            assertEndsUnheard(peer);
        }
    }

    @Test
    void twoCertificatesAreRefused() throws Exception {
        NodeCertificate one = certified(Instant.now());
        NodeCertificate two = certified(Instant.now());
        X509Certificate[] chain = {one.certificate(), two.certificate()};

        try (RawPeer peer = RawPeer.call(bo.place(), one.key(), chain, "TLSv1.3")) {
            assertEndsUnheard(peer);
        }
    }

    @Test
    void tls12IsRefused() throws Exception {
        NodeCertificate shown = certified(Instant.now());
        X509Certificate[] chain = {shown.certificate()};

        try (RawPeer peer = RawPeer.call(bo.place(), shown.key(), chain, "TLSv1.2")) {
            assertThrows(IOException.class, peer::shakesHands);
        }
        assertEquals(1, bo.count(Tally.HANDSHAKE_FAILED, 1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"kith/2", "h2", ""})
    void anotherProtocolInsideTlsIsRefused(String protocol) throws Exception {
        String[] protocols = protocol.isEmpty() ? new String[0] : new String[] {protocol};
        try (RawPeer peer = RawPeer.call(bo.place(), certified(Instant.now())).speaking(protocols)) {
            assertEndsUnheard(peer);
        }
    }

    @Test
    void plainTextIsRefused() throws Exception {
        try (Socket socket = new Socket()) {
            socket.connect(bo.place());
            socket.setSoTimeout(RawPeer.PATIENCE_MILLIS);
            socket.getOutputStream().write("GET / HTTP/1.1\r\nHost: kith\r\n\r\n".getBytes(StandardCharsets.US_ASCII));

            byte[] said = socket.getInputStream().readAllBytes();

            assertTrue(said.length <= 7, "at most a TLS alert: " + said.length);
        }
        assertEquals(1, bo.count(Tally.HANDSHAKE_FAILED, 1));
        assertTrue(bo.conversations.isEmpty());
    }

    @Test
    void noTicketIsGivenForASecondConnection() throws Exception {
        try (RawPeer peer = RawPeer.call(bo.place(), certified(Instant.now())).shakesHands()) {
            bo.conversations.poll(20, TimeUnit.SECONDS).link().close(CloseCode.SHUTDOWN);
            assertEquals(Ending.FRAME_TYPE, peer.receive().type());
            assertTrue(peer.endsSilently());

            assertEquals(1, peer.sessions());
        }
    }

    @Test
    void aNodeThatIsNotAdmittedIsLeftWithoutAWord() throws Exception {
        bo.admission = node -> !node.equals(alice.key.id());

        Link link = alice.wire.dial(bo.place(), bo.key.id()).get(20, TimeUnit.SECONDS);
        Recorder heard = alice.conversations.poll(20, TimeUnit.SECONDS);

        assertEquals(Ending.By.NETWORK, heard.ending().by());
        assertFalse(link.isOpen());
        assertEquals(1, bo.count(Tally.NOT_ADMITTED, 1));
        assertTrue(bo.conversations.isEmpty());
    }

    @Test
    void nothingOfANodeIsDecodedBeforeItIsAdmitted() throws Exception {
        CompletableFuture<Boolean> decision = new CompletableFuture<>();
        bo.admission = node -> decision.join();
        try (RawPeer peer = RawPeer.call(bo.place(), certified(Instant.now())).shakesHands()) {
            peer.send(FrameCodec.encode(Frame.of(1, 0, Bytes.utf8("hello"))).view());
            peer.send(new byte[] {(byte) 0xff, 0, 0, 1, 0, 0, 0, 0});
            Thread.sleep(200);
            assertEquals(0, bo.wire.count(Tally.VIOLATION));
            assertTrue(bo.conversations.isEmpty());

            decision.complete(true);

            assertEquals(CloseCode.VIOLATION, Ending.read(peer.receive()).code());
            assertEquals(1, bo.count(Tally.VIOLATION, 1));
        }
    }

    @Test
    void anotherNodeThanTheOneCalledIsLeftBeforeItLearnsWhoCalled() throws Exception {
        KeyId wanted = SigningKey.generate(WireNode.RANDOM).id();

        KithException refused = failure(alice.wire.dial(bo.place(), wanted));

        assertEquals(Code.NOT_ALLOWED, refused.code());
        assertTrue(refused.getMessage().contains("another node than the one called answers at 127.0.0.1:"));
        assertEquals(1, alice.count(Tally.WRONG_NODE, 1));
        assertEquals(1, bo.count(Tally.HANDSHAKE_FAILED, 1));
        assertTrue(bo.conversations.isEmpty());
        assertTrue(alice.conversations.isEmpty());
    }

    @Test
    void theWrongNodeHearsNoAlert() throws Exception {
        try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Relay relay = new Relay(listener, bo.place())) {
            KeyId wanted = SigningKey.generate(WireNode.RANDOM).id();

            failure(alice.wire.dial((InetSocketAddress) listener.getLocalSocketAddress(), wanted));

            assertEquals(1, relay.recordsOfCaller(), "its ClientHello and nothing more");
        }
    }

    @Test
    void aNodeDoesNotTalkToItself() throws Exception {
        assertEquals(
                Code.USAGE,
                failure(alice.wire.dial(alice.place(), alice.key.id())).code());

        NodeCertificate copy = NodeCertificate.issue(bo.key, Instant.now(), WireNode.RANDOM);
        try (RawPeer peer = RawPeer.call(bo.place(), copy)) {
            assertThrows(IOException.class, () -> {
                peer.shakesHands();
                peer.receive();
            });
        }
        assertEquals(1, bo.count(Tally.WRONG_NODE, 1));
    }

    @Test
    void aPlaceWhereNobodyListensIsUnreachable() throws Exception {
        InetSocketAddress nobody;
        try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            nobody = (InetSocketAddress) closed.getLocalSocketAddress();
        }

        KithException refused = failure(alice.wire.dial(nobody, bo.key.id()));

        assertEquals(Code.UNREACHABLE, refused.code());
        assertTrue(
                refused.getMessage().matches("cannot reach \\S+:" + nobody.getPort() + " \\(Connection refused\\)"),
                refused.getMessage());
        assertEquals(0, alice.wire.connections());
    }

    @Test
    void aNameWithoutAnAddressIsUnreachable() {
        InetSocketAddress nowhere = InetSocketAddress.createUnresolved("no-such-host.invalid", 7340);

        KithException refused = failure(alice.wire.dial(nowhere, bo.key.id()));

        assertEquals(Code.UNREACHABLE, refused.code());
        assertTrue(refused.getMessage().contains("no address is known for no-such-host.invalid"));
    }

    @Test
    void aNameIsLookedUp() throws Exception {
        InetSocketAddress named =
                InetSocketAddress.createUnresolved("localhost", bo.place().getPort());

        assertEquals(
                bo.key.id(),
                alice.wire.dial(named, bo.key.id()).get(20, TimeUnit.SECONDS).remote());
    }

    @Test
    void somethingElseThatListensIsNoNode() throws Exception {
        try (ServerSocket web = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            CompletableFuture<Void> served = CompletableFuture.runAsync(() -> {
                try (Socket caller = web.accept()) {
                    caller.getOutputStream()
                            .write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                    caller.getInputStream().readNBytes(10);
                } catch (IOException e) {
                    throw new java.io.UncheckedIOException(e);
                }
            });

            KithException refused =
                    failure(alice.wire.dial((InetSocketAddress) web.getLocalSocketAddress(), bo.key.id()));

            assertEquals(Code.UNREACHABLE, refused.code());
            assertTrue(refused.getMessage().contains("no handshake with"), refused.getMessage());
            served.get(20, TimeUnit.SECONDS);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whoHangsUpDuringTheHandshakeIsUnreachable(boolean rudely) throws Exception {
        try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> hangUpOn(listener, rudely));

            KithException refused =
                    failure(alice.wire.dial((InetSocketAddress) listener.getLocalSocketAddress(), bo.key.id()));

            assertEquals(Code.UNREACHABLE, refused.code());
            assertEquals(1, alice.count(Tally.HANDSHAKE_FAILED, 1));
        }
    }

    private static void hangUpOn(ServerSocket listener, boolean rudely) {
        try (Socket caller = listener.accept()) {
            caller.getInputStream().read();
            if (rudely) {
                caller.setSoLinger(true, 0);
            }
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void theCertificateIsRenewedBeforeItExpires() throws Exception {
        AtomicReference<Instant> now = new AtomicReference<>(Instant.now());
        InstantSource clock = now::get;
        try (WireNode carol = new WireNode(WireLimits.DEFAULT, clock);
                WireNode dan = new WireNode(WireLimits.DEFAULT, clock)) {
            byte[] first = shownBy(carol, dan, now.get());
            byte[] same = shownBy(carol, dan, now.get());
            now.set(now.get().plus(Duration.ofDays(20)));
            byte[] later = shownBy(carol, dan, now.get());

            assertEquals(Bytes.of(first), Bytes.of(same));
            assertNotEquals(Bytes.of(first), Bytes.of(later));
            assertEquals(dan.key.id(), carol.link(dan).near().remote());
        }
    }

    /** The certificate that {@code shower} shows a caller with a good certificate of its own. */
    private byte[] shownBy(WireNode shower, WireNode caller, Instant now) throws Exception {
        NodeCertificate own = NodeCertificate.issue(caller.key, now, WireNode.RANDOM);
        try (RawPeer peer = RawPeer.call(shower.place(), own).shakesHands()) {
            Certificate[] shown = peer.socket.getSession().getPeerCertificates();
            assertEquals(1, shown.length);
            assertEquals(shower.key.id(), NodeCertificate.verify((X509Certificate) shown[0], now));
            return shown[0].getEncoded();
        }
    }

    private static byte[] read(String resource) throws IOException {
        try (InputStream in = WireHandshakeTest.class.getResourceAsStream(resource)) {
            return in.readAllBytes();
        }
    }

    private NodeCertificate certified(Instant madeAt) {
        return NodeCertificate.issue(alice.key, madeAt, WireNode.RANDOM);
    }

    private void assertRefused(NodeCertificate shown) {
        try (RawPeer peer = RawPeer.call(bo.place(), shown)) {
            assertEndsUnheard(peer);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    /** In TLS 1.3 a caller is done before it hears that it is refused: at the latest when it reads. */
    private void assertEndsUnheard(RawPeer peer) throws InterruptedException {
        assertThrows(IOException.class, () -> {
            peer.shakesHands();
            peer.send(FrameCodec.encode(Frame.of(1, 0, Bytes.EMPTY)).view());
            peer.receive();
        });
        assertEquals(1, bo.count(Tally.HANDSHAKE_FAILED, 1));
        assertTrue(bo.conversations.isEmpty());
    }

    private static KithException failure(CompletableFuture<Link> dialled) {
        ExecutionException failed = assertThrows(ExecutionException.class, () -> dialled.get(20, TimeUnit.SECONDS));
        return assertInstanceOf(KithException.class, failed.getCause());
    }
}
