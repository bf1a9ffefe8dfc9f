package kith.daemon.http;

import static kith.daemon.http.OpenDoor.encoded;
import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Import and export through the door. */
final class ExchangeTest {
    private static final String IMPORT = "/v1/spaces/home/import";
    private static final String EXPORT = "/v1/spaces/home/export";
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

    private List<Path> spooled() {
        try (var files = Files.list(door.spool)) {
            return files.toList();
        } catch (IOException failed) {
            throw new java.io.UncheckedIOException(failed);
        }
    }

    private static String statements(int count) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < count; i++) {
            text.append("<http://example.org/n%d> <http://example.org/p> \"value number %d\" .\n".formatted(i, i));
        }
        return text.toString();
    }

    @Test
    void aDocumentIsTakenInOnce() {
        Raw.Answer first = door.post(IMPORT, TURTLE, "<http://e/s> <http://e/p> [] , 'x' .");
        Raw.Answer again = door.post(IMPORT, TURTLE, "<http://e/s> <http://e/p> [] , 'x' .");

        assertAll(
                () -> assertEquals(200, first.status(), first.body()),
                () -> assertTrue(first.body().contains("\"added\":2"), first.body()),
                () -> assertTrue(again.body().startsWith("{\"delta\":null,"), again.body()),
                () -> assertEquals(4, door.space.quads().size()));
    }

    @Test
    void aLargeDocumentComesInWithItsLengthAndInChunks() {
        byte[] large = statements(50_000).getBytes(StandardCharsets.UTF_8);
        Raw.Answer sized;
        Raw.Answer chunked;
        try (Raw raw = door.raw()) {
            String head = "POST " + IMPORT + " HTTP/1.1\r\nHost: kith\r\nContent-Type: application/n-triples\r\n";
            raw.send(head + "Content-Length: " + large.length + "\r\n\r\n");
            raw.send(large);
            sized = raw.answer();
            raw.send(head + "Transfer-Encoding: chunked\r\n\r\n");
            for (int from = 0; from < large.length; from += 10_000) {
                int length = Math.min(10_000, large.length - from);
                raw.send(Integer.toHexString(length) + "\r\n");
                raw.send(java.util.Arrays.copyOfRange(large, from, from + length));
                raw.send("\r\n");
            }
            raw.send("0\r\n\r\n");
            chunked = raw.answer();
        }

        assertAll(
                () -> assertTrue(sized.body().contains("\"added\":50000"), sized.body()),
                () -> assertTrue(chunked.body().startsWith("{\"delta\":null"), chunked.body()),
                () -> assertEquals(List.of(), spooled()));
    }

    @Test
    void whoAcceptsLinesIsToldHowFarALargeDocumentIs() {
        String large = statements(50_000);

        Raw.Answer told = door.post(IMPORT, "application/n-triples", large, "Accept: application/x-ndjson");

        List<String> lines = told.body().lines().toList();
        assertAll(
                () -> assertEquals(200, told.status()),
                () -> assertEquals("application/x-ndjson", told.header("content-type")),
                () -> assertTrue(told.whole()),
                () -> assertTrue(
                        lines.getFirst().startsWith("{\"progress\":{\"part\":\"reading\",\"done\":"), lines.getFirst()),
                () -> assertEquals(
                        "{\"progress\":{\"part\":\"writing\",\"done\":%1$d,\"of\":%1$d}}".formatted(large.length()),
                        lines.get(lines.size() - 2)),
                () -> assertTrue(lines.getLast().startsWith("{\"result\":{\"delta\":"), lines.getLast()));
    }

    @Test
    void aSmallDocumentNeedsNoWordsBetween() {
        Raw.Answer told = door.post(IMPORT, TURTLE, "<http://e/s> <http://e/p> 7 .", "Accept: application/x-ndjson");

        assertTrue(told.body().startsWith("{\"result\":{\"delta\":"), told.body());
    }

    @Test
    void whatGoesWrongIsAStatusUntilSomethingWasToldAndThenALine() {
        String accept = "Accept: application/x-ndjson";
        String large = statements(50_000);

        Raw.Answer atOnce = door.post(IMPORT, TURTLE, "<http://e/s> <http://e/p> .", accept);
        Raw.Answer late = door.post(IMPORT, "application/n-triples", large + "<http://e/s> .", accept);

        String last = late.body().lines().toList().getLast();
        assertAll(
                () -> assertEquals(400, atOnce.status()),
                () -> assertEquals(200, late.status()),
                () -> assertTrue(late.whole()),
                () -> assertTrue(last.startsWith("{\"error\":{\"code\":\"USAGE\",\"message\":"), last),
                () -> assertTrue(last.contains("line 50001"), last),
                () -> assertEquals(2, door.space.quads().size()));
    }

    @Test
    void tinyChunksWithoutEndAreTakenOneByOne() {
        String tiny = "1\r\n#\r\n".repeat(30_000);
        try (Raw raw = door.raw()) {
            raw.send("POST " + IMPORT + " HTTP/1.1\r\nHost: kith\r\nContent-Type: text/turtle\r\n"
                    + "Transfer-Encoding: chunked\r\n\r\n" + tiny + "0\r\n\r\n");

            assertEquals(200, raw.answer().status());
        }
    }

    @Test
    void aBrokenDocumentSaysWhereAndLeavesNothing() {
        Raw.Answer broken = door.post(IMPORT, TURTLE, statements(10) + "<http://e/s> <http://e/p> .");

        assertAll(
                () -> assertEquals(400, broken.status()),
                () -> assertTrue(broken.body().contains("line 11, column 27"), broken.body()),
                () -> assertEquals(2, door.space.quads().size()),
                () -> assertEquals(0, door.space.commits()));
    }

    @Test
    void aTargetGraphABaseAndADryRunAreParameters() {
        String graph = "?graph=" + encoded("http://e/g") + "&base=" + encoded("http://base/");

        Raw.Answer dry = door.post(IMPORT + graph + "&dry-run=true", TURTLE, "<s> <p> 1 .");
        Raw.Answer wet = door.post(IMPORT + graph + "&note=" + encoded("why"), TURTLE, "<s> <p> 1 .");

        assertAll(
                () -> assertTrue(dry.body().contains("+ <http://base/s> <http://base/p>"), dry.body()),
                () -> assertTrue(wet.body().contains("\"added\":1"), wet.body()),
                () -> assertTrue(door.space.quads().toString().contains("http://e/g http://base/s")));
    }

    @ParameterizedTest
    @CsvSource({
        "?graph=relative, text/turtle, 400",
        "?base=%20, text/turtle, 400",
        "?grpah=http://e/g, text/turtle, 400",
        "?graph=http://e/g&graph=http://e/h, text/turtle, 400",
        "?dry-run=maybe, text/turtle, 400",
        "'', text/html, 415",
        "'', '', 415",
        "'', text/turtle; charset=utf-16, 415",
    })
    void aHeadThatIsNotAsItShouldBeIsRefused(String query, String type, int status) {
        assertEquals(
                status,
                door.post(IMPORT + query, type, "<http://e/s> <http://e/p> 1 .").status());
    }

    @Test
    void aCompressedBodyIsNotRead() {
        assertEquals(
                415, door.post(IMPORT, TURTLE, "", "Content-Encoding: gzip").status());
    }

    @Test
    void anUnknownSpaceIsNotFound() {
        assertAll(
                () -> assertEquals(
                        404, door.post("/v1/spaces/nobody/import", TURTLE, "").status()),
                () -> assertEquals(404, door.get("/v1/spaces/nobody/export").status()));
    }

    @Test
    void aDocumentBeyondTheLimitIsTooLargeBeforeItIsSent() {
        Raw.Answer announced;
        try (Raw raw = door.raw()) {
            raw.send("POST " + IMPORT + " HTTP/1.1\r\nHost: kith\r\nContent-Type: text/turtle\r\n"
                    + "Expect: 100-continue\r\nContent-Length: " + ((8 << 20) + 1) + "\r\n\r\n");
            announced = raw.answer();
        }

        assertEquals(413, announced.status());
    }

    @Test
    void aDocumentThatGrowsBeyondTheLimitIsTooLarge() {
        String chunk = Integer.toHexString(1 << 20) + "\r\n" + "#".repeat(1 << 20) + "\r\n";
        Raw.Answer grown;
        try (Raw raw = door.raw()) {
            raw.send("POST " + IMPORT + " HTTP/1.1\r\nHost: kith\r\nContent-Type: text/turtle\r\n"
                    + "Transfer-Encoding: chunked\r\n\r\n");
            for (int i = 0; i < 10; i++) {
                raw.send(chunk);
            }
            grown = raw.answer();
        }

        assertAll(() -> assertEquals(413, grown.status()), () -> assertEquals(List.of(), spooled()));
    }

    @Test
    void aClientThatExpectsLeaveGetsIt() {
        try (Raw raw = door.raw()) {
            raw.send("POST " + IMPORT + " HTTP/1.1\r\nHost: kith\r\nContent-Type: text/turtle\r\n"
                    + "Expect: 100-continue\r\nContent-Length: 28\r\n\r\n");

            assertEquals(100, raw.answer().status());
            raw.send("<http://e/s> <http://e/p> 1.");
            assertEquals(200, raw.answer().status());
        }
    }

    @Test
    void aClientThatLeavesInTheMiddleOfABodyLeavesNoFile() throws InterruptedException {
        try (Raw raw = door.raw()) {
            raw.send("POST " + IMPORT + " HTTP/1.1\r\nHost: kith\r\nContent-Type: text/turtle\r\n"
                    + "Content-Length: 1000000\r\n\r\n" + "#".repeat(200_000));
            for (int i = 0; i < 100 && spooled().isEmpty(); i++) {
                Thread.sleep(50);
            }
            assertEquals(1, spooled().size());
        }
        for (int i = 0; i < 100 && !spooled().isEmpty(); i++) {
            Thread.sleep(50);
        }

        assertEquals(List.of(), spooled());
    }

    @Test
    void anExportGivesWhatWasTakenIn() {
        Raw.Answer trig = door.get(EXPORT);
        Raw.Answer graph =
                door.get(EXPORT + "?graph=" + encoded("http://example.org/g"), "Accept: application/n-triples");
        Raw.Answer turtle = door.get(EXPORT, "Accept: text/turtle");

        assertAll(
                () -> assertEquals("application/trig", trig.header("content-type")),
                () -> assertTrue(trig.body().contains("<http://example.org/g> {"), trig.body()),
                () -> assertEquals(
                        "<http://example.org/s> <http://example.org/p> "
                                + "\"2\"^^<http://www.w3.org/2001/XMLSchema#integer> .\n",
                        graph.body()),
                () -> assertEquals(400, turtle.status()),
                () -> assertTrue(turtle.body().contains("named graphs"), turtle.body()),
                () -> assertEquals(
                        404, door.get(EXPORT + "?graph=http://nobody/").status()),
                () -> assertEquals(406, door.get(EXPORT, "Accept: text/html").status()));
    }

    @Test
    void aSpaceWithoutNamedGraphsIsExportedAsTurtle() {
        door.post("/spaces/home/sparql", "application/sparql-update", "DROP NAMED");

        assertEquals("text/turtle; charset=utf-8", door.get(EXPORT).header("content-type"));
    }

    @Test
    void aLargeExportComesWhole() {
        door.post(IMPORT, "application/n-triples", statements(50_000));

        Raw.Answer export = door.get(EXPORT, "Accept: application/n-quads");

        assertAll(
                () -> assertTrue(export.whole()),
                () -> assertEquals(50_002, export.body().lines().count()));
    }
}
