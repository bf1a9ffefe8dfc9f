package kith.daemon.http;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpVersion;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.util.Set;
import kith.ontology.fault.Code;
import kith.ontology.fault.KithException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may come in over TCP, and who over the Unix socket. */
final class GateTest {
    private static final String TOKEN = "Authorization: Bearer " + OpenDoor.TOKEN;

    @TempDir
    private Path folder;

    private OpenDoor door;

    @BeforeEach
    void open() {
        door = new OpenDoor(folder);
    }

    @AfterEach
    void close() {
        door.close();
    }

    private Raw.Answer tcp(String... headers) {
        try (Raw raw = door.tcp()) {
            return raw.ask("GET", "/health", "", headers);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "LOCALHOST:7341", "127.0.0.1", "127.0.0.1:1", "[::1]", "[::1]:7341"})
    void aKnownHostWithTheTokenComesIn(String host) {
        assertEquals(200, tcp("Host: " + host, TOKEN).status());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "evil.example",
                "localhost.evil.example",
                "evil.example:7341",
                "127.0.0.1.evil.example",
                "",
                "[::2]:7341",
                "localhost, evil.example",
                "[::1]evil"
            })
    void aHostThatIsNotKnownIsTurnedAwayWithTheToken(String host) {
        Raw.Answer answer = tcp("Host: " + host, TOKEN);

        assertAll(
                () -> assertEquals(403, answer.status()),
                () -> assertTrue(answer.body().contains("NOT_ALLOWED")),
                () -> assertTrue(door.household.asked.isEmpty()));
    }

    @Test
    void twoHostsOrNoneAreTurnedAway() {
        assertEquals(403, tcp("Host: localhost", "Host: localhost", TOKEN).status());
        try (Raw raw = door.tcp()) {
            raw.send("GET /health HTTP/1.1\r\n" + TOKEN + "\r\n\r\n");
            assertEquals(403, raw.answer().status());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"https://evil.example", "null", "http://localhost:7341", "https://trusted.example.evil.example"})
    void aWebPageThatIsNotListedIsTurnedAway(String origin) {
        assertEquals(403, tcp("Host: localhost", "Origin: " + origin, TOKEN).status());
    }

    @Test
    void aListedWebPageComesInButIsPromisedNothing() {
        Raw.Answer answer = tcp("Host: localhost", "Origin: https://trusted.example", TOKEN);

        assertAll(
                () -> assertEquals(200, answer.status()),
                () -> assertEquals("", answer.header("access-control-allow-origin")),
                () -> assertEquals("", answer.header("set-cookie")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Authorization: Bearer 0123456789abcdef0123456789abcdeg",
                "Authorization: Bearer 0123456789abcdef0123456789abcde",
                "Authorization: Bearer",
                "Authorization: Basic 0123456789abcdef0123456789abcdef",
                "Authorization: 0123456789abcdef0123456789abcdef",
                "X-Nothing: 1"
            })
    void withoutTheTokenNobodyComesIn(String header) {
        Raw.Answer answer = tcp("Host: localhost", header);

        assertAll(
                () -> assertEquals(401, answer.status()),
                () -> assertEquals("Bearer", answer.header("www-authenticate")),
                () -> assertTrue(door.household.asked.isEmpty()));
    }

    @Test
    void twoTokensAreOneTooMany() {
        assertEquals(401, tcp("Host: localhost", TOKEN, TOKEN).status());
    }

    @Test
    void overTheUnixSocketNeitherHostNorTokenIsAskedFor() {
        assertEquals(200, door.get("/health", "Host: anything").status());
    }

    @Test
    void theOrdinaryHttpClientIsServed() throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            URI uri = URI.create("http://localhost:" + door.port() + "/spaces/home/sparql?query=ASK%7B%7D");
            HttpRequest request = HttpRequest.newBuilder(uri)
                    .header("Authorization", "Bearer " + OpenDoor.TOKEN)
                    .build();

            HttpResponse<String> first = client.send(request, HttpResponse.BodyHandlers.ofString());
            HttpResponse<String> second = client.send(request, HttpResponse.BodyHandlers.ofString());

            assertAll(
                    () -> assertEquals(200, first.statusCode()),
                    () -> assertTrue(second.body().contains("true")));
        }
    }

    @Test
    void theDoorOpensOnLoopbackOnly() {
        DoorSettings.Tcp everywhere = new DoorSettings.Tcp(
                new InetSocketAddress("0.0.0.0", 0), BearerToken.of(OpenDoor.TOKEN), Set.of("localhost"), Set.of());
        DoorSettings settings = new DoorSettings(
                folder.resolve("other/kithd.sock"), folder.resolve("other/spool"), everywhere, OpenDoor.LIMITS);

        KithException refused = assertThrows(
                KithException.class,
                () -> LocalDoor.open(settings, door.household, name -> java.util.Optional.empty(), OpenDoor.SANDBOX));

        assertEquals(Code.USAGE, refused.code());
    }

    @Test
    void anotherUserIsTurnedAwayFromTheUnixSocket() {
        UserPrincipal somebody = () -> "somebody";
        Head head = Head.of(new DefaultHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, "/health"));
        UserPrincipal other = () -> "other";

        Refusal refusal = assertThrows(
                Refusal.class, () -> new UnixGate(somebody, channel -> other).check(new EmbeddedChannel(), head));

        assertAll(
                () -> assertEquals(403, refusal.status()),
                () -> assertTrue(refusal.hint().contains("somebody")));
        new UnixGate(somebody, channel -> somebody).check(new EmbeddedChannel(), head);
        new UnixGate(somebody, channel -> null).check(new EmbeddedChannel(), head);
    }
}
