package kith.daemon.config;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import kith.ontology.fault.Code;
import kith.ontology.fault.KithException;
import kith.ontology.identity.KeyId;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DaemonConfigTest {
    private static final String DID = "did:key:z6MkiTBz1ymuepAQ4HEHYSF1H8quG5GLVVQR3djdX3mDooWp";
    private static final Map<String, String> NOTHING = Map.of();

    @TempDir
    Path folder;

    private Home home;

    @BeforeEach
    void atHome() {
        home = Home.at(folder, NOTHING);
    }

    @Test
    void whereNothingIsSaidTheDefaultsHold() {
        DaemonConfig config = DaemonConfig.load(home, NOTHING);

        assertEquals(
                new DaemonConfig(
                        new DaemonConfig.Peering(
                                new HostPort("0.0.0.0", 7340), List.of(), List.of(), Travel.FREE, true),
                        new DaemonConfig.Door(
                                null,
                                folder.resolve("keys/http.token"),
                                List.of("localhost", "127.0.0.1", "[::1]"),
                                List.of()),
                        new DaemonConfig.Limits(
                                new DaemonConfig.Query(Duration.ofSeconds(30), 1_000_000, 256L << 20),
                                Duration.ofSeconds(60),
                                new DaemonConfig.Import(1L << 30, 100_000_000)),
                        new DaemonConfig.Storage(64L << 20, 64L << 20, 25)),
                config);
    }

    @Test
    void everyKeyIsRead() throws IOException {
        said("""
                # a hub in the cellar
                peer.listen = [::]:0
                peer.advertise = hub.example:7340, [2001:db8::1]:7341

                peer.static = %s@10.0.0.7:7340
                peer.proxy = socks5://ada:s:cr@t@[::1]:9050
                peer.proxy-for = onion
                peer.rate-up = 512KiB
                peer.rate-down = 1MiB
                peer.rate-history = 1024
                peer.metered = wwan0, 10.64.0.0/16
                peer.metered-rate-up = 3KiB
                peer.metered-rate-down = none
                peer.metered-rate-history = 2KiB
                http.listen=127.0.0.1:7341
                http.token-file = /etc/kith/token
                http.hosts = hub.example
                http.origins = https://yasgui.example
                query.timeout = 1500ms
                query.max-rows = 10
                query.max-bytes = 1MiB
                update.timeout = 5m
                import.max-bytes = 2GiB
                import.max-quads = 7
                store.cache = 128MiB
                store.write-buffer = 1048576
                store.heap-percent = 40
                peer.lan = off
                """.formatted(DID));

        DaemonConfig config = DaemonConfig.load(home, NOTHING);

        assertEquals(
                new DaemonConfig(
                        new DaemonConfig.Peering(
                                new HostPort("::", 0),
                                List.of(new HostPort("hub.example", 7340), new HostPort("2001:db8::1", 7341)),
                                List.of(new DaemonConfig.StaticPeer(KeyId.parse(DID), new HostPort("10.0.0.7", 7340))),
                                new Travel(
                                        new Travel.Proxy(
                                                new HostPort("::1", 9050), new Travel.Login("ada", "s:cr@t"), true),
                                        new Travel.Rates(512 << 10, 1 << 20, 1 << 10),
                                        new Travel.Metered(
                                                List.of(
                                                        Travel.Network.parse("wwan0"),
                                                        Travel.Network.parse("10.64.0.0/16")),
                                                new Travel.Rates(3 << 10, Travel.Rates.UNLIMITED, 2 << 10))),
                                false),
                        new DaemonConfig.Door(
                                new HostPort("127.0.0.1", 7341),
                                Path.of("/etc/kith/token"),
                                List.of("hub.example"),
                                List.of("https://yasgui.example")),
                        new DaemonConfig.Limits(
                                new DaemonConfig.Query(Duration.ofMillis(1500), 10, 1 << 20),
                                Duration.ofMinutes(5),
                                new DaemonConfig.Import(2L << 30, 7)),
                        new DaemonConfig.Storage(128L << 20, 1 << 20, 40)),
                config);
    }

    @Test
    void theEnvironmentGoesBeforeTheFile() throws IOException {
        said("peer.listen = 0.0.0.0:1\nquery.max-rows = 5\n");

        DaemonConfig config =
                DaemonConfig.load(home, Map.of("KITH_PEER_LISTEN", "none", "KITH_STORE_WRITE_BUFFER", "2MiB"));

        assertNull(config.peer().listen());
        assertEquals(5, config.limits().query().maxRows());
        assertEquals(2 << 20, config.store().writeBufferBytes());
    }

    @Test
    void anUnknownKeyIsRefusedWithItsLineAndTheNearestOne() throws IOException {
        said("# peers\n\npeer.lsten = none\n");

        assertRefused(" line 3: unknown key peer.lsten; did you mean peer.listen?");
    }

    @Test
    void aKeyThatIsNearToNoneIsNotGuessedAt() throws IOException {
        said("colour = green\n");

        assertRefused(" line 1: unknown key colour; kith help config lists the keys");
    }

    @Test
    void aKeySaidTwiceIsRefusedWithBothLines() throws IOException {
        said("store.cache = 64MiB\nstore.cache = 65MiB\n");

        assertRefused(" line 2: store.cache is said twice, first at " + home.config() + " line 1");
    }

    @Test
    void aLineWithoutAValueIsRefused() throws IOException {
        said("store.cache 64MiB\n");

        assertRefused(" line 1: expected key = value, found: store.cache 64MiB");
    }

    @ParameterizedTest
    @CsvSource({
        "peer.listen, 7340, expected host:port or none",
        "peer.listen, :7340, expected host:port or none",
        "peer.listen, host:65536, expected host:port or none",
        "peer.listen, ho st:1, expected host:port or none",
        "peer.listen, '', expected host:port or none",
        "peer.advertise, host:0, '0 is outside 1 to 65535'",
        "peer.advertise, 'a:1,,b:2', expected host:port",
        "peer.static, host:1, expected did:key:...@host:port",
        "peer.static, did:key:zzz@host:1, expected did:key:...@host:port",
        "http.listen, 0.0.0.0:7341, not on the loopback interface",
        "http.listen, hub.example:7341, not on the loopback interface",
        "query.timeout, 30, expected a time like",
        "query.timeout, 0s, 0 ms is outside 1 ms to 24 h",
        "query.timeout, 25h, 90000000 ms is outside 1 ms to 24 h",
        "update.timeout, forever, expected a time like",
        "update.timeout, 1441m, is outside 1 ms to 24 h",
        "query.max-rows, 0, 0 is outside 1 to 1000000000000",
        "query.max-rows, many, expected a whole number",
        "query.max-rows, 99999999999999999999, expected a whole number",
        "query.max-bytes, 1023, 1023 is outside 1024 to",
        "query.max-bytes, 1025GiB, is outside 1024 to 1099511627776",
        "query.max-bytes, -1, expected a size like",
        "query.max-bytes, 1MB, expected a size like",
        "import.max-bytes, 999999999999999TiB, too large",
        "import.max-quads, 0, 0 is outside 1 to",
        "store.cache, 1048575, 1048575 is outside 1048576 to",
        "store.heap-percent, 76, is outside 1 to 75",
        "store.write-buffer, 4097MiB, is outside 1048576 to 4294967296"
    })
    void aValueOutOfFormOrRangeIsRefusedWithItsLine(String key, String value, String why) throws IOException {
        said("\n" + key + " = " + value + "\n");

        assertRefused(home.config() + " line 2: " + key + ": ", why);
    }

    @Test
    void aBadValueOfTheEnvironmentNamesItsVariable() {
        KithException refused =
                assertThrows(KithException.class, () -> DaemonConfig.load(home, Map.of("KITH_QUERY_MAX_ROWS", "0")));

        assertTrue(
                refused.getMessage().startsWith("environment KITH_QUERY_MAX_ROWS: query.max-rows: "),
                refused.getMessage());
    }

    @Test
    void noMoreThanItsLimitsArePlacesAndPeers() throws IOException {
        said("peer.advertise = " + "a:1,".repeat(DaemonConfig.Peering.MAX_ADVERTISED) + "a:1\n");
        assertRefused("9 is outside 0 to 8");
    }

    @Test
    void aFileThatIsTooLargeOrNoTextIsRefused() throws IOException {
        said("#".repeat(Settings.MAX_FILE_BYTES + 1));
        assertRefused("65537 bytes, more than 65536");

        said("peer.listen = " + "x".repeat(Settings.MAX_LINE_CHARS));
        assertRefused("characters, more than 4096");

        Files.write(home.config(), new byte[] {(byte) 0xc3, 0x28});
        assertRefused("not UTF-8");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0:7340", "[::1]:0", "hub.example:65535", "[fe80::1%eth0]:1"})
    void aPlaceIsWrittenAsItWasRead(String text) {
        assertEquals(text, HostPort.parse(text).toString());
        assertTrue(HostPort.parse(text).socketAddress().isUnresolved());
    }

    @Test
    void everyKeyIsItsOwnNearest() {
        for (Setting setting : Setting.values()) {
            assertAll(
                    () -> assertEquals(Optional.of(setting), Setting.nearest(setting.key())),
                    () -> assertEquals(Optional.of(setting), Setting.nearest(setting.key() + "s")));
        }
    }

    private void said(String text) throws IOException {
        Files.writeString(home.config(), text);
    }

    private void assertRefused(String... parts) {
        KithException refused = assertThrows(KithException.class, () -> DaemonConfig.load(home, NOTHING));
        assertEquals(Code.USAGE, refused.code());
        for (String part : parts) {
            assertTrue(refused.getMessage().contains(part), refused.getMessage());
        }
    }
}
