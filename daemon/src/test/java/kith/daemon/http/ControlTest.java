package kith.daemon.http;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ControlTest {
    private static final String JSON = "application/json";

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

    @ParameterizedTest
    @CsvSource({
        "/health, health",
        "/v1/status, status",
        "/v1/doctor, doctor",
        "/v1/peers, peers",
        "/v1/peers/did%3Akey%3Az, peer did:key:z",
        "/v1/keys, keys",
        "/v1/spaces/home/members, members home",
        "/v1/spaces/home/shares, shares home",
        "/v1/spaces, spaces",
        "/v1/spaces/home, space home",
        "/v1/spaces/caf%C3%A9, space café",
        "/v1/spaces/home/log, log home 50",
        "/v1/spaces/home/log?limit=7, log home 7",
        "/v1/spaces/home/deltas/3f2a91cc, delta home 3f2a91cc",
        "/v1/spaces/home/blame?thing=urn:x:1, blame home urn:x:1 null",
        "/v1/spaces/home/history?thing=urn:x:1&field=urn:f&limit=7, history home urn:x:1 urn:f 7",
        "/v1/spaces/home/diff?from=3f2a91cc&to=2026-11-20, diff home 3f2a91cc 2026-11-20 1000",
        "http://kith/health, health",
    })
    void whatIsAskedReachesTheHousehold(String target, String asked) {
        Raw.Answer answer = door.get(target);

        assertAll(
                () -> assertEquals(200, answer.status()),
                () -> assertEquals("application/json", answer.header("content-type")),
                () -> assertTrue(answer.body().contains("\"" + asked + "\""), answer.body()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/v1/spaces | {\"name\":\"new\"} | 201 | createSpace new",
                "/v1/spaces | {\"name\":\"new\",\"paper\":true,\"quorum\":3} | 201 | createSpace new paper 3",
                "/v1/spaces/home/leave | {\"now\":true} | 200 | leave home false true false",
                "/v1/keys/rotation | {\"passphrase\":\"p\",\"without\":\"a b\"} | 200 | rotateKey p a b false",
                "/v1/keys/rotation | {\"dryRun\":true} | 200 | rotateKey null  true",
                "/v1/claim | {\"ticket\":\"kith:join/x\"} | 200 | claim kith:join/x",
                "/v1/peers | {\"node\":\"did:key:z\",\"address\":\"h:1\"} | 200 | addPeer did:key:z h:1",
                "/v1/peers/did:key:z/ping | {} | 200 | ping did:key:z PT10S",
                "/v1/peers/did:key:z/ping | {\"timeoutSeconds\":0.5} | 200 | ping did:key:z PT0.5S",
                "/v1/peers/did:key:z/block | {} | 200 | block did:key:z ''",
                "/v1/peers/did:key:z/block | {\"reason\":\"lost\"} | 200 | block did:key:z 'lost'",
                "/v1/peers/did:key:z/unblock | {} | 200 | unblock did:key:z",
                "/v1/peers/did:key:z/forget | {} | 200 | forget did:key:z",
                "/v1/net/check | {} | 200 | check PT10S",
                "/v1/sync | {\"peer\":\"did:key:z\",\"wait\":true} | 200 | sync with did:key:z null true PT1M",
                "/v1/sync | {} | 200 | sync null false PT1M",
                "/v1/sync | {\"space\":\"home\",\"wait\":true,\"timeoutSeconds\":0.5} | 200 | sync home true PT0.5S",
            })
    void whatIsToldReachesTheHousehold(String target, String body, int status, String asked) {
        Raw.Answer answer = door.post(target, JSON, body);

        assertAll(
                () -> assertEquals(status, answer.status(), answer.body()),
                () -> assertTrue(answer.body().contains("\"" + asked + "\""), answer.body()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/v1/spaces | {}",
                "/v1/spaces | {\"name\":5}",
                "/v1/spaces | {\"name\":\"a\",\"nmae\":\"b\"}",
                "/v1/spaces | [\"a\"]",
                "/v1/spaces | {\"name\":\"a\"} x",
                "/v1/spaces | {name:'a'}",
                "/v1/spaces | {\"name\":\"a\",\"name\":\"b\"}",
                "/v1/spaces | {\"name\":\"a\",\"quorum\":1001}",
                "/v1/spaces | {\"name\":\"a\",\"quorum\":1.5}",
                "/v1/spaces/home/invites | {\"can\":\"rule\"}",
                "/v1/spaces/home/invites | {\"can\":\"read\",\"expiresSeconds\":0}",
                "/v1/spaces/home/invites | {\"can\":\"read\",\"expiresSeconds\":1e99}",
                "/v1/spaces/home/invites | {\"can\":\"read\",\"expiresSeconds\":\"60\"}",
                "/v1/sync | {\"wait\":\"yes\"}",
                "/v1/peers/did:key:z/ping | {\"timeoutSeconds\":301}",
                "/v1/peers/did:key:z/forget | {\"now\":true}",
                "/v1/spaces?dry=1 | {\"name\":\"a\"}",
                "/v1/stop | {\"now\":true}",
            })
    void aBodyThatIsNotAsItShouldBeIsRefused(String target, String body) {
        Raw.Answer answer = door.post(target, JSON, body);

        assertAll(
                () -> assertEquals(400, answer.status(), answer.body()),
                () -> assertTrue(answer.body().startsWith("{\"error\":{\"code\":\"USAGE\""), answer.body()),
                () -> assertTrue(door.household.asked.isEmpty()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"limit=0", "limit=10001", "limit=x", "limit=1&limit=2", "lmit=5", "limit=%zz", "limit=%ff"})
    void aParameterThatIsNotAsItShouldBeIsRefused(String query) {
        assertEquals(400, door.get("/v1/spaces/home/log?" + query).status());
    }

    @Test
    void aBodyBeyondItsLimitIsTooLarge() {
        String name = "x".repeat((int) JsonBody.MAX_BYTES);

        assertEquals(
                413,
                door.post("/v1/spaces", JSON, "{\"name\":\"" + name + "\"}").status());
    }

    @Test
    void aTextBeyondItsLimitIsRefused() {
        String longest = "x".repeat(JsonBody.MAX_TEXT_CHARS);

        assertAll(
                () -> assertEquals(
                        201,
                        door.post("/v1/spaces", JSON, "{\"name\":\"" + longest + "\"}")
                                .status()),
                () -> assertEquals(
                        400,
                        door.post("/v1/spaces", JSON, "{\"name\":\"" + longest + "x\"}")
                                .status()));
    }

    @Test
    void jsonNestedBeyondReasonIsRefused() {
        assertEquals(
                400,
                door.post("/v1/spaces", JSON, "{\"name\":" + "[".repeat(20_000)).status());
    }

    @Test
    void refusalsOfTheHouseholdHaveTheirStatus() {
        Raw.Answer taken = door.post("/v1/spaces", JSON, "{\"name\":\"taken\"}");
        Raw.Answer nobody = door.post("/v1/join", JSON, "{\"ticket\":\"kith:join/x\"}");

        assertAll(
                () -> assertEquals(409, taken.status()),
                () -> assertEquals(
                        "{\"error\":{\"code\":\"CONFLICT\",\"message\":\"there is a space of that name\"}}\n",
                        taken.body()),
                () -> assertEquals(502, nobody.status()),
                () -> assertTrue(nobody.body().contains("UNREACHABLE")));
    }

    @Test
    void aBugIsToldWithoutWhatItKnows() {
        Raw.Answer bug = door.get("/v1/spaces/bug");

        assertAll(
                () -> assertEquals(500, bug.status()),
                () -> assertTrue(bug.body().contains("IllegalStateException")),
                () -> assertFalse(bug.body().contains("Ada")));
    }

    @Test
    void stoppingIsAnsweredFirst() throws InterruptedException {
        Raw.Answer answer = door.post("/v1/stop", JSON, "{}");

        assertAll(
                () -> assertEquals(200, answer.status()),
                () -> assertEquals("{}\n", answer.body()),
                () -> assertTrue(door.household.stopped.await(10, TimeUnit.SECONDS)));
    }

    @Test
    void otherPathsAndMethodsAreNotThere() {
        assertAll(
                () -> assertEquals(404, door.get("/").status()),
                () -> assertEquals(404, door.get("/v1/spaces/").status()),
                () -> assertEquals(404, door.get("/v1/spaces/a/b/c").status()),
                () -> assertEquals(404, door.get("//health").status()),
                () -> assertEquals(405, door.get("/v1/stop").status()),
                () -> assertEquals(405, door.post("/health", JSON, "{}").status()),
                () -> assertEquals(413, bodyOnGet()));
    }

    private int bodyOnGet() {
        try (Raw raw = door.raw()) {
            return raw.ask("GET", "/health", "body").status();
        }
    }

    @Test
    void jsonOfAnotherTypeIsNotRead() {
        assertEquals(
                415, door.post("/v1/spaces", "text/xml", "{\"name\":\"a\"}").status());
    }

    @Test
    void aVerificationTellsLineByLineAndItsResultLast() {
        Raw.Answer answer = door.post("/v1/verify", JSON, "");

        assertEquals(200, answer.status());
        assertEquals("application/x-ndjson", answer.header("content-type"));
        assertEquals("{\"asked\":\"verify\"}\n{\"result\":{\"asked\":\"verified\"}}\n", answer.body());
    }

    @Test
    void aFaultAfterTheFirstLineStandsInTheTrailer() {
        door.get("/health");

        try (Raw raw = door.raw()) {
            Raw.Answer answer = raw.ask("POST", "/v1/verify", "", "TE: trailers", "Connection: TE");
            assertTrue(answer.toString().contains("CONFLICT"), answer.toString());
        }
    }

    @Test
    void aBackupIsAskedForByPathThroughTheSocketOnly() {
        Raw.Answer made = door.post("/v1/backup?file=/mnt/a%20b.kith", JSON, "");
        Raw.Answer none = door.post("/v1/backup", JSON, "");

        assertTrue(made.body().contains("backup /mnt/a b.kith"), made.body());
        assertEquals(400, none.status());
        try (Raw tcp = door.tcp()) {
            Raw.Answer refused = tcp.ask(
                    "POST", "/v1/backup?file=/tmp/x", "", "Host: localhost", "Authorization: Bearer " + OpenDoor.TOKEN);
            assertEquals(403, refused.status(), refused.body());
        }
        assertEquals(List.of("backup /mnt/a b.kith", "made"), door.household.asked);
    }

    @Test
    void aSpaceIsCompactedByName() {
        assertTrue(door.post("/v1/spaces/home/compact", JSON, "").body().contains("compact home"));
    }
}
