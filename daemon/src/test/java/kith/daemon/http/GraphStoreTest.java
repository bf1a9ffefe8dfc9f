package kith.daemon.http;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import kith.ontology.delta.EditCodec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The Graph Store Protocol beyond what the W3C asks of it. */
final class GraphStoreTest {
    private static final String DATA = "/spaces/home/data";
    private static final String NAMED = DATA + "?graph=http://example.org/g";
    private static final String TURTLE = "text/turtle";

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

    private Raw.Answer send(String method, String target, String body, String... headers) {
        try (Raw raw = door.raw()) {
            return raw.ask(method, target, body, headers);
        }
    }

    private Raw.Answer put(String target, String turtle) {
        return send("PUT", target, turtle, "Content-Type: " + TURTLE);
    }

    @Test
    void aGraphThatIsPutTakesThePlaceOfTheOneBefore() {
        put(NAMED, "<http://e/a> <http://e/p> 1 .");
        Raw.Answer second = put(NAMED, "<http://e/a> <http://e/p> 2 .");

        Raw.Answer now = send("GET", NAMED, "", "Accept: application/n-triples");

        assertAll(
                () -> assertEquals(200, second.status(), second.body()),
                () -> assertTrue(now.body().contains("\"2\"^^"), now.body()),
                () -> assertTrue(!now.body().contains("\"1\"^^"), now.body()));
    }

    @Test
    void relativeNamesStartFromTheGraph() {
        put(NAMED, "<x> <http://e/p> <> .");

        Raw.Answer now = send("GET", NAMED, "", "Accept: application/n-triples");

        assertEquals("<http://example.org/x> <http://e/p> <http://example.org/g> .\n", now.body());
    }

    @Test
    void whatIsPostedToTheStoreItselfIsAGraphWithANameOfItsOwn() {
        Raw.Answer first = send("POST", DATA, "<http://e/a> <http://e/p> 1 .", "Content-Type: " + TURTLE);
        Raw.Answer again = send("POST", DATA, "<http://e/a> <http://e/p> 1 .", "Content-Type: " + TURTLE);
        String place = first.headers().get("location");

        Raw.Answer there = send("GET", place, "", "Accept: application/n-triples");

        assertAll(
                () -> assertEquals(201, first.status(), first.body()),
                () -> assertEquals(200, again.status(), again.body()),
                () -> assertEquals(200, there.status(), there.body()));
    }

    @Test
    void aDryRunLeavesTheGraphAsItIs() {
        int before = door.space.quads().size();

        Raw.Answer dry = send("DELETE", DATA + "?default&dry-run=true", "");

        assertAll(
                () -> assertTrue(dry.body().contains("\"removed\":1"), dry.body()),
                () -> assertEquals(before, door.space.quads().size()));
    }

    @Test
    void aNoteHasALimit() {
        Raw.Answer tooLong =
                put(NAMED + "&note=" + "x".repeat(Receipts.MAX_NOTE_CHARS + 1), "<http://e/a> <http://e/p> 1 .");

        assertEquals(400, tooLong.status(), tooLong.body());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "?default&graph=http://example.org/g", "?graph=relative", "?graph=", "?colour=red"})
    void aRequestMustNameOneGraph(String params) {
        Raw.Answer got = send("GET", DATA + params, "");

        assertEquals(400, got.status(), got.body());
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/n-quads", "application/trig", "text/html", ""})
    void whatSaysItsGraphsItselfIsNoGraph(String type) {
        Raw.Answer refused = send("PUT", NAMED, "", "Content-Type: " + type);

        assertEquals(415, refused.status(), refused.body());
        assertTrue(refused.body().contains("/import"), refused.body());
    }

    @Test
    void jsonLdIsAGraphBothWays() {
        Raw.Answer made = send(
                "PUT", NAMED, "{\"@id\": \"x\", \"http://e/p\": {\"@id\": \"\"}}", "Content-Type: application/ld+json");
        Raw.Answer lines = send("GET", NAMED, "", "Accept: application/n-triples");

        Raw.Answer back = send("GET", NAMED, "", "Accept: application/ld+json");
        Raw.Answer again = send("PUT", NAMED, back.body(), "Content-Type: application/ld+json");

        assertAll(
                () -> assertEquals(200, made.status(), made.body()),
                () -> assertEquals("<http://example.org/x> <http://e/p> <http://example.org/g> .\n", lines.body()),
                () -> assertEquals("application/ld+json", back.header("content-type")),
                () -> assertTrue(again.body().contains("\"added\":0,\"removed\":0"), again.body()));
    }

    @Test
    void jsonLdThatNamesAGraphIsNoGraph() {
        String document = "{\"@id\": \"http://e/other\", \"@graph\": [{\"@id\": \"http://e/a\", \"http://e/p\": 1}]}";
        int before = door.space.quads().size();

        Raw.Answer refused = send("PUT", NAMED, document, "Content-Type: application/ld+json");

        assertAll(
                () -> assertEquals(400, refused.status(), refused.body()),
                () -> assertTrue(refused.body().contains("the graph <http://e/other>"), refused.body()),
                () -> assertEquals(before, door.space.quads().size()));
    }

    @Test
    void aContextIsNotFetched() {
        Raw.Answer refused = send(
                "PUT",
                NAMED,
                "{\"@context\": \"http://127.0.0.1:1/c.jsonld\", \"@id\": \"x\", \"name\": \"x\"}",
                "Content-Type: application/ld+json");

        assertEquals(400, refused.status(), refused.body());
    }

    @Test
    void aGraphThatIsNotThereIsNotFound() {
        Raw.Answer got = send("GET", DATA + "?graph=http://example.org/none", "");
        Raw.Answer deleted = send("DELETE", DATA + "?graph=http://example.org/none", "");

        assertAll(() -> assertEquals(404, got.status()), () -> assertEquals(404, deleted.status()));
    }

    @Test
    void aGraphOfMoreThanOneDeltaIsDeleted() {
        StringBuilder large = new StringBuilder();
        for (int i = 0; i <= EditCodec.MAX_OPERATIONS; i++) {
            large.append("<a:").append(i).append("> <a:p> <a:o> .\n");
        }
        put(NAMED, large.toString());

        Raw.Answer deleted = send("DELETE", NAMED, "");

        assertAll(
                () -> assertEquals(200, deleted.status(), deleted.body()),
                () -> assertEquals(404, send("GET", NAMED, "").status()));
    }

    @Test
    void aBrokenGraphChangesNothing() {
        int before = door.space.quads().size();

        Raw.Answer broken = put(DATA + "?default", "<http://e/a> <http://e/p> ");

        assertAll(
                () -> assertEquals(400, broken.status(), broken.body()),
                () -> assertEquals(before, door.space.quads().size()));
    }
}
