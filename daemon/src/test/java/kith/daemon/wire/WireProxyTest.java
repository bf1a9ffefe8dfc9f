package kith.daemon.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import kith.ontology.fault.Code;
import kith.ontology.fault.KithException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Calls through a SOCKS5 proxy, over real sockets. No system knows names that end in .invalid (RFC 6761). */
@Timeout(60)
class WireProxyTest {
    private static final InetSocketAddress ONION = InetSocketAddress.createUnresolved("kith.onion", 7_340);
    private static final InetSocketAddress NOWHERE = InetSocketAddress.createUnresolved("kith.invalid", 7_340);

    private final List<AutoCloseable> open = new ArrayList<>();

    @AfterEach
    void closeAll() throws Exception {
        for (AutoCloseable each : open.reversed()) {
            each.close();
        }
    }

    @Test
    void aNameGoesToTheProxyAsItIsAndIsNeverLookedUp() throws Exception {
        WireNode bo = kept(new WireNode());
        SocksServer proxy = kept(SocksServer.to(bo.place()));
        WireNode alice = kept(new WireNode(proxy.ways()));

        Link link = alice.wire.dial(NOWHERE, bo.key.id()).get(20, TimeUnit.SECONDS);

        assertEquals("3 kith.invalid 7340", proxy.asked.poll(5, TimeUnit.SECONDS));
        assertEquals(NOWHERE, link.address());
        assertTrue(link.address().isUnresolved());
        assertFalse(LookedUp.NAMES.contains("kith.invalid"));
        Recorder far = bo.conversations.poll(5, TimeUnit.SECONDS);
        link.send(WireNode.numbered(1, 300_000));
        assertEquals(WireNode.numbered(1, 300_000), far.frame());
    }

    @ParameterizedTest
    @CsvSource({"192.0.2.7, 1 192.0.2.7 7340", "2001:db8::7, 4 2001:db8:0:0:0:0:0:7 7340"})
    void aNumberGoesToTheProxyAsANumber(String host, String asked) throws Exception {
        WireNode bo = kept(new WireNode());
        SocksServer proxy = kept(SocksServer.to(bo.place()));
        WireNode alice = kept(new WireNode(proxy.ways()));

        alice.wire
                .dial(InetSocketAddress.createUnresolved(host, 7_340), bo.key.id())
                .get(20, TimeUnit.SECONDS);

        assertEquals(asked, proxy.asked.poll(5, TimeUnit.SECONDS));
    }

    @Test
    void whereOnlyOnionNamesGoThroughItAllOthersAreCalledAtTheirOwnPlaces() throws Exception {
        WireNode bo = kept(new WireNode());
        SocksServer proxy = kept(SocksServer.to(bo.place()));
        WireNode alice =
                kept(new WireNode(new Ways(new Ways.Proxy(proxy.place(), null, true, Duration.ofSeconds(10)), null)));

        alice.link(bo);
        assertTrue(proxy.asked.isEmpty());

        alice.wire.dial(ONION, bo.key.id()).get(20, TimeUnit.SECONDS);
        assertEquals("3 kith.onion 7340", proxy.asked.poll(5, TimeUnit.SECONDS));
    }

    @ParameterizedTest
    @CsvSource({"kith.onion", "KITH.Onion", "kith.onion."})
    void anOnionNameIsNotCalledWithoutAProxy(String host) {
        WireNode alice = kept(new WireNode());

        KithException told = refusal(alice, InetSocketAddress.createUnresolved(host, 7_340));

        assertEquals(Code.UNREACHABLE, told.code());
        assertEquals(host + ":7340 is reached through Tor only: set peer.proxy", told.getMessage());
        assertFalse(LookedUp.NAMES.contains(host));
    }

    @Test
    void aLoginIsSaidToAProxyThatWantsOne() throws Exception {
        WireNode bo = kept(new WireNode());
        SocksServer proxy = kept(SocksServer.asking(0, bo.place()));
        WireNode alice = kept(new WireNode(withLogin(proxy)));

        alice.wire.dial(ONION, bo.key.id()).get(20, TimeUnit.SECONDS);

        assertEquals("ada s:cr@t", proxy.asked.poll(5, TimeUnit.SECONDS));
        assertEquals("3 kith.onion 7340", proxy.asked.poll(5, TimeUnit.SECONDS));
    }

    @Test
    void aWrongLoginIsToldAndNotShown() {
        SocksServer proxy = kept(SocksServer.asking(1, NOWHERE));
        WireNode alice = kept(new WireNode(withLogin(proxy)));

        String told = refusal(alice, ONION).getMessage();

        assertEquals(at(proxy) + " refuses the user or password of peer.proxy", told);
        assertFalse(withLogin(proxy).toString().contains("cr@t"));
    }

    @Test
    void aProxyThatWantsALoginWhereThereIsNoneIsTold() {
        assertTold(SocksServer.saying(5, 0xff), "wants a user and a password");
    }

    @Test
    void aWayToLogInThatNobodyOfferedIsTheEnd() {
        assertTold(SocksServer.saying(5, 2), "chose way 2 to log in, which nobody offered");
    }

    @ParameterizedTest
    @CsvSource({"72", "4", "0"})
    void whoSpeaksAnotherLanguageIsToldAtItsFirstByte(int first) {
        assertTold(SocksServer.saying(first), "does not speak SOCKS5 (version " + first + " where 5 is due)");
    }

    @ParameterizedTest
    @CsvSource({
        "1, it failed",
        "2, its rules forbid it",
        "4, host unreachable",
        "5, connection refused",
        "240, no such onion service is known",
        "247, the onion service took too long",
        "99, answer 99"
    })
    void whyAProxyRefusesIsSaidInWords(int reply, String why) {
        assertTold(SocksServer.answering(5, reply), "cannot reach kith.onion:7340 (" + why + ")");
    }

    @Test
    void anAddressOfAKindThatThereIsNotIsTheEnd() {
        assertTold(SocksServer.answering(5, 0, 0, 7, 0), "does not speak SOCKS5 (an address of kind 7)");
    }

    @Test
    void aProxyThatHangsUpInTheMiddleOfAnAnswerIsTold() {
        SocksServer proxy = new SocksServer((server, caller) -> {
            server.greet(caller, 0);
            server.readRequest(caller);
            caller.getOutputStream().write(new byte[] {5, 0, 0, 3, 100, 'x'});
        });

        assertTold(proxy, "hung up");
    }

    @Test
    void aProxyThatSaysNothingIsGivenSoMuchTimeAndNoMore() {
        SocksServer proxy = kept(SocksServer.saying());

        KithException told = refusal(kept(new WireNode(impatient(proxy))), ONION);

        assertEquals(Code.TIMED_OUT, told.code());
        assertEquals(at(proxy) + " did not answer within 300 ms", told.getMessage());
    }

    @Test
    void aProxyThatStopsAfterHalfAnAnswerIsGivenNoMoreTime() {
        SocksServer proxy = kept(SocksServer.answering(5, 0, 0, 1, 127, 0));

        KithException told = refusal(kept(new WireNode(impatient(proxy))), ONION);

        assertEquals(Code.TIMED_OUT, told.code());
        assertEquals(at(proxy) + " did not reach kith.onion:7340 within 300 ms", told.getMessage());
    }

    @Test
    void aProxyThatIsNotThereIsTold() throws IOException {
        SocksServer proxy = SocksServer.saying();
        proxy.close();

        String told = refusal(kept(new WireNode(proxy.ways())), ONION).getMessage();

        assertTrue(
                told.startsWith(
                        "cannot reach the proxy 127.0.0.1:" + proxy.place().getPort() + " ("),
                told);
    }

    @Test
    void aProxyWhoseNameNobodyKnowsIsTold() {
        InetSocketAddress nobody = InetSocketAddress.createUnresolved("proxy.invalid", 9_050);
        Ways ways = new Ways(new Ways.Proxy(nobody, null, false, Duration.ofSeconds(1)), null);

        String told = refusal(kept(new WireNode(ways)), ONION).getMessage();

        assertEquals("cannot reach the proxy proxy.invalid:9050 (no address is known for it)", told);
        assertTrue(LookedUp.NAMES.contains("proxy.invalid"), "what is looked up is seen here");
        assertFalse(LookedUp.NAMES.contains("kith.onion"));
    }

    @Test
    void aNameOfTwoHundredAndFiftyFiveBytesGoesAndNoLongerOne() {
        SocksServer proxy = kept(SocksServer.answering(5, 4));
        WireNode alice = kept(new WireNode(proxy.ways()));
        String longest = "x".repeat(SocksHandler.MAX_NAME_BYTES);

        String passed =
                refusal(alice, InetSocketAddress.createUnresolved(longest, 1)).getMessage();
        String refused = refusal(alice, InetSocketAddress.createUnresolved(longest + "x", 1))
                .getMessage();

        assertTrue(passed.endsWith("(host unreachable)"), passed);
        assertEquals(at(proxy) + " takes no name of more than 255 bytes", refused);
    }

    @Test
    void aUserHasTwoHundredAndFiftyFiveBytesAndNoMore() {
        String longest = "é".repeat(127) + "x";
        assertEquals(longest, new Ways.Login(longest, "p").user());

        assertThrows(IllegalArgumentException.class, () -> new Ways.Login(longest + "x", "p"));
        assertThrows(IllegalArgumentException.class, () -> new Ways.Login("u", ""));
    }

    @Test
    void anotherNodeBehindTheProxyThanTheOneCalledIsToldAsEverywhere() {
        WireNode bo = kept(new WireNode());
        SocksServer proxy = kept(SocksServer.to(bo.place()));

        KithException told = refusal(kept(new WireNode(proxy.ways())), ONION);

        assertEquals(Code.NOT_ALLOWED, told.code());
    }

    @Test
    void whoIsReachedThroughAProxyIsNotLookedAtPastIt() {
        SocksServer proxy = kept(SocksServer.saying());
        WireNode alice = kept(new WireNode(proxy.ways()));

        ExecutionException refused = assertThrows(
                ExecutionException.class, () -> alice.wire.probe(ONION).get(20, TimeUnit.SECONDS));

        assertEquals(
                "kith.onion:7340 is reached through a proxy only; who answers there is not looked at",
                refused.getCause().getMessage());
        assertFalse(LookedUp.NAMES.contains("kith.onion"));
    }

    @Test
    void whoFailedAtTheProxyLeavesItsPlaceToOthers() throws Exception {
        SocksServer proxy = kept(SocksServer.answering(5, 5));
        WireNode alice = kept(new WireNode(proxy.ways()));

        refusal(alice, ONION);

        alice.awaitNone();
    }

    private void assertTold(SocksServer proxy, String what) {
        kept(proxy);
        KithException told = refusal(kept(new WireNode(proxy.ways())), ONION);
        assertEquals(Code.UNREACHABLE, told.code());
        assertEquals(at(proxy) + " " + what, told.getMessage());
    }

    private static String at(SocksServer proxy) {
        return "the proxy 127.0.0.1:" + proxy.place().getPort();
    }

    private static Ways impatient(SocksServer proxy) {
        return new Ways(new Ways.Proxy(proxy.place(), null, false, Duration.ofMillis(300)), null);
    }

    private static Ways withLogin(SocksServer proxy) {
        Ways.Login login = new Ways.Login("ada", "s:cr@t");
        return new Ways(new Ways.Proxy(proxy.place(), login, false, Duration.ofSeconds(10)), null);
    }

    private static KithException refusal(WireNode from, InetSocketAddress place) {
        ExecutionException refused = assertThrows(
                ExecutionException.class,
                () -> from.wire.dial(place, WireNode.ANYBODY).get(20, TimeUnit.SECONDS));
        KithException told = (KithException) refused.getCause();
        assertEquals(KithException.Blame.PEER, told.blame());
        return told;
    }

    private <T extends AutoCloseable> T kept(T made) {
        open.add(made);
        return made;
    }
}
