package kith.daemon.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import kith.ontology.fault.Code;
import kith.ontology.fault.KithException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Proxies, rates and metered networks as people write them. */
final class TravelTest {
    @TempDir
    Path folder;

    @Test
    void aProxyNeedsNoLogin() {
        Travel.Proxy proxy = Objects.requireNonNull(
                travel("KITH_PEER_PROXY", "socks5://tor.example:9050").proxy());

        assertEquals(new HostPort("tor.example", 9050), proxy.place());
        assertNull(proxy.login());
        assertFalse(proxy.onionOnly());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1:9050",
                "socks4://127.0.0.1:9050",
                "socks5://127.0.0.1",
                "socks5://127.0.0.1:0",
                "socks5://ada@127.0.0.1:9050",
                "socks5://ada:@127.0.0.1:9050",
                "socks5://:secret@127.0.0.1:9050",
                "socks5://ada:secret@127.0.0.1:99999"
            })
    void whatIsNoProxyIsRefusedWithoutShowingWhatWasSaid(String text) {
        String told = refusal("KITH_PEER_PROXY", text);

        assertTrue(told.contains("peer.proxy: expected socks5://[user:password@]host:port or none"), told);
        assertFalse(told.contains("secret"), told);
        assertFalse(told.contains("127.0.0.1"), told);
    }

    @Test
    void aPasswordHasTwoHundredAndFiftyFiveBytesAndNoMore() {
        String longest = "p".repeat(Travel.Login.MAX_BYTES);
        Travel.Proxy proxy = Objects.requireNonNull(
                travel("KITH_PEER_PROXY", "socks5://ada:" + longest + "@tor:1").proxy());
        assertEquals(new Travel.Login("ada", longest), proxy.login());

        refusal("KITH_PEER_PROXY", "socks5://ada:" + longest + "p@tor:1");
    }

    @Test
    void whatIsNotByDefaultIsToldWithoutTheLogin() {
        assertEquals(List.of(), travel("KITH_PEER_PROXY", "none").told());

        Travel travel = DaemonConfig.load(
                        Home.at(folder, Map.of()),
                        Map.of(
                                "KITH_PEER_PROXY", "socks5://ada:secret@tor:1",
                                "KITH_PEER_PROXY_FOR", "onion",
                                "KITH_PEER_RATE_HISTORY", "2KiB",
                                "KITH_PEER_METERED", "wwan0",
                                "KITH_PEER_METERED_RATE_UP", "1KiB"))
                .peer()
                .travel();

        assertEquals(
                List.of(
                        "peers in .onion are called through the proxy tor:1",
                        "at most 2048 bytes a second of history each way",
                        "at most 1024 bytes a second up over metered networks"),
                travel.told());
    }

    @Test
    void aLoginIsInNoText() {
        assertFalse(travel("KITH_PEER_PROXY", "socks5://ada:secret@tor:1")
                .toString()
                .contains("secret"));
    }

    @Test
    void whoGoesThroughTheProxyIsAllOrOnion() {
        assertTrue(refusal("KITH_PEER_PROXY_FOR", "tor").contains("peer.proxy-for: expected all or onion"));
    }

    @ParameterizedTest
    @CsvSource({"1023, is outside 1024", "1025GiB, is outside", "0, is outside", "fast, a size like", "-1, a size like"
    })
    void aRateIsASizeBetweenOneKibAndOneTib(String text, String why) {
        for (String which : List.of("RATE", "METERED_RATE")) {
            for (String direction : List.of("UP", "DOWN", "HISTORY")) {
                String told = refusal("KITH_PEER_" + which + "_" + direction, text);
                assertTrue(told.contains(why), told);
            }
        }
    }

    @Test
    void aRateOfOneTibIsStillOne() {
        assertEquals(1L << 40, travel("KITH_PEER_RATE_UP", "1TiB").rates().up());
    }

    @ParameterizedTest
    @CsvSource({
        "10.64.0.0/16, 10.64.255.1, 10.65.0.1",
        "10.64.7.9/16, 10.64.255.1, 10.63.0.1",
        "192.0.2.128/25, 192.0.2.200, 192.0.2.127",
        "192.0.2.7, 192.0.2.7, 192.0.2.6",
        "0.0.0.0/0, 203.0.113.9, 2001:db8::1",
        "2001:db8::/33, 2001:db8:7fff::1, 2001:db8:8000::1",
        "::/0, 2001:db8::1, 192.0.2.1"
    })
    void aNetworkHoldsTheAddressesThatBeginAsItDoes(String network, String in, String out) throws UnknownHostException {
        Travel.Network parsed = Travel.Network.parse(network);

        assertTrue(parsed.holds(InetAddress.getByName(in)));
        assertFalse(parsed.holds(InetAddress.getByName(out)));
    }

    @Test
    void anInterfaceHoldsTheAddressesThatItHas() throws SocketException, UnknownHostException {
        InetAddress loopback = InetAddress.getLoopbackAddress();
        String name = NetworkInterface.getByInetAddress(loopback).getName();

        assertTrue(Travel.Network.parse(name).holds(loopback));
        assertFalse(Travel.Network.parse(name).holds(InetAddress.getByName("192.0.2.7")));
        assertFalse(Travel.Network.parse("nosuch0").holds(loopback));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "10.64.0.0/33",
                "2001:db8::/129",
                "999.1.1.1/8",
                "10.64/16",
                "1.2.3.4.5",
                "::g/8",
                ":::/8",
                "a b",
                "",
                "/8",
                "10.64.0.0/"
            })
    void whatIsNoNetworkIsRefused(String text) {
        assertThrows(IllegalArgumentException.class, () -> Travel.Network.parse(text));
    }

    @Test
    void sixtyFourNetworksMayBeMeteredAndNoMore() {
        String most = "wwan0" + ",wwan0".repeat(Travel.Metered.MAX_NETWORKS - 1);
        assertEquals(64, travel("KITH_PEER_METERED", most).metered().networks().size());

        assertTrue(refusal("KITH_PEER_METERED", most + ",wwan0").contains("peer.metered: 65 is outside 0 to 64"));
    }

    private Travel travel(String variable, String value) {
        return DaemonConfig.load(Home.at(folder, Map.of()), Map.of(variable, value))
                .peer()
                .travel();
    }

    private String refusal(String variable, String value) {
        KithException refused = assertThrows(KithException.class, () -> travel(variable, value));
        assertEquals(Code.USAGE, refused.code());
        return String.valueOf(refused.getMessage());
    }
}
