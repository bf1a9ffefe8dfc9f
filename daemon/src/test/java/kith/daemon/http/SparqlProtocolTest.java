package kith.daemon.http;

import static kith.daemon.http.OpenDoor.encoded;
import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The SPARQL 1.1 Protocol, over the Unix socket. */
final class SparqlProtocolTest {
    private static final String SPARQL = "/spaces/home/sparql";
    private static final String FORM = "application/x-www-form-urlencoded";
    private static final String ROW = "SELECT ?o { <http://example.org/s> ?p ?o }";
    private static final String GRAPH = "CONSTRUCT WHERE { ?s ?p ?o }";

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

    private Raw.Answer query(String query, String... headers) {
        return door.get(SPARQL + "?query=" + encoded(query), headers);
    }

    private Raw.Answer form(String name, String value) {
        return door.post(SPARQL, FORM, encoded(Map.of(name, value)));
    }

    private static String error(Raw.Answer answer) {
        return answer.body().replaceAll(".*\"code\":\"([A-Z_]+)\".*\n", "$1");
    }

    @Test
    void aQueryComesByGetByFormAndDirectly() {
        Raw.Answer get = query(ROW);
        Raw.Answer form = form("query", ROW);
        Raw.Answer direct = door.post(SPARQL, "application/sparql-query", ROW);

        assertAll(
                () -> assertEquals(200, get.status()),
                () -> assertEquals("application/sparql-results+json", get.header("content-type")),
                () -> assertTrue(get.body().contains("\"value\": \"1\"")),
                () -> assertEquals(get.body(), form.body()),
                () -> assertEquals(get.body(), direct.body()));
    }

    @ParameterizedTest
    @CsvSource({
        "application/sparql-results+json, application/sparql-results+json",
        "application/json, application/sparql-results+json",
        "application/sparql-results+xml, application/sparql-results+xml",
        "application/xml, application/sparql-results+xml",
        "text/csv, text/csv; charset=utf-8",
        "text/tab-separated-values, text/tab-separated-values; charset=utf-8",
        "text/plain, text/plain; charset=utf-8",
        "*/*, application/sparql-results+json",
        "text/*;q=0.5, application/sparql-results+xml",
    })
    void rowsComeAsAcceptWants(String accept, String type) {
        Raw.Answer rows = query(ROW, "Accept: " + accept);
        Raw.Answer truth = query("ASK {}", "Accept: " + accept);

        assertAll(
                () -> assertEquals(200, rows.status()),
                () -> assertEquals(type, rows.header("content-type")),
                () -> assertEquals(type, truth.header("content-type")));
    }

    @ParameterizedTest
    @CsvSource({
        "text/turtle, text/turtle; charset=utf-8",
        "application/n-triples, application/n-triples",
        "application/rdf+xml, application/rdf+xml",
        "application/ld+json, application/ld+json",
        "application/trig, application/trig",
        "application/n-quads, application/n-quads",
        "*/*, text/turtle; charset=utf-8",
    })
    void graphsComeAsAcceptWants(String accept, String type) {
        Raw.Answer graph = query(GRAPH, "Accept: " + accept);

        assertAll(
                () -> assertEquals(200, graph.status()),
                () -> assertEquals(type, graph.header("content-type")),
                () -> assertTrue(graph.body().contains("example.org/s"), graph.body()));
    }

    @Test
    void whatNobodyCanSendIsUnacceptable() {
        Raw.Answer answer = query(ROW, "Accept: image/png");

        assertAll(
                () -> assertEquals(406, answer.status()),
                () -> assertTrue(answer.body().contains("application/sparql-results+json")),
                () -> assertEquals(406, query(GRAPH, "Accept: text/csv").status()));
    }

    @Test
    void aQueryIsExplainedAndAnythingElseIsNot() {
        String explain = "/v1" + SPARQL.replace("/sparql", "/explain");

        Raw.Answer told = door.post(explain + "?counted=true", "application/sparql-query", ROW);
        Raw.Answer form = door.post(explain, FORM, "query=ASK%7B%7D");
        Raw.Answer bad = door.post(explain, "application/sparql-query", "SELECT nothing");

        assertAll(
                () -> assertEquals(200, told.status(), told.body()),
                () -> assertTrue(told.body().contains("\"plans\""), told.body()),
                () -> assertEquals(415, form.status()),
                () -> assertEquals(400, bad.status()));
    }

    @Test
    void anUpdateComesByFormAndDirectlyAndAnswersAReceipt() {
        Raw.Answer form = form("update", "INSERT DATA { <http://example.org/a> <http://example.org/p> 1 }");
        Raw.Answer direct = door.post(
                SPARQL,
                "application/sparql-update; charset=utf-8",
                "INSERT DATA { <http://example.org/b> <http://example.org/p> 'é' }");
        Raw.Answer again = form("update", "INSERT DATA { <http://example.org/a> <http://example.org/p> 1 }");

        assertAll(
                () -> assertEquals(200, form.status()),
                () -> assertEquals("application/json", form.header("content-type")),
                () -> assertEquals(
                        "{\"delta\":\"00000001\",\"deltas\":1,\"added\":1,\"removed\":0,\"same\":0,\"dryRun\":false}\n",
                        form.body()),
                () -> assertEquals(200, direct.status()),
                () -> assertTrue(query("ASK { ?s ?p 'é' }").body().contains("true")),
                () -> assertTrue(again.body().startsWith("{\"delta\":null,"), again.body()));
    }

    @Test
    void aDryRunShowsItsDiffAndChangesNothing() {
        Raw.Answer dry = door.post(SPARQL + "?dry-run=true", "application/sparql-update", "CLEAR ALL");

        assertAll(
                () -> assertTrue(
                        dry.body().contains("\"dryRun\":true,\"diff\":\"- <http://example.org/s>"), dry.body()),
                () -> assertEquals(2, door.space.quads().size()));
    }

    @Test
    void graphsNamedInTheRequestAreWhatIsRead() {
        String defaultGraph = "&default-graph-uri=" + encoded("http://example.org/g");
        String namedGraph = "&named-graph-uri=" + encoded("http://example.org/g");

        assertAll(
                () -> assertTrue(door.get(SPARQL + "?query=" + encoded(ROW) + defaultGraph)
                        .body()
                        .contains("\"value\": \"2\"")),
                () -> assertTrue(door.get(SPARQL + "?query=" + encoded("ASK { GRAPH ?g { ?s ?p 2 } }") + namedGraph)
                        .body()
                        .contains("true")),
                () -> assertTrue(door.post(SPARQL + "?" + defaultGraph.substring(1), "application/sparql-query", ROW)
                        .body()
                        .contains("\"value\": \"2\"")),
                () -> assertEquals(
                        404,
                        door.get(SPARQL + "?query=" + encoded(ROW) + "&default-graph-uri=file:///etc/passwd")
                                .status()));
    }

    @Test
    void graphsNamedForAnUpdateAreWhatItsPatternsRead() {
        String update = "INSERT { <http://example.org/n> <http://example.org/p> ?o } WHERE { ?s ?p ?o }";
        String using = "using-graph-uri=" + encoded("http://example.org/g");

        Raw.Answer made = door.post(SPARQL, FORM, "update=" + encoded(update) + "&" + using);

        assertAll(
                () -> assertTrue(made.body().contains("\"added\":1"), made.body()),
                () -> assertTrue(
                        query("ASK { <http://example.org/n> ?p 2 }").body().contains("true")),
                () -> assertEquals(
                        400,
                        door.post(
                                        SPARQL,
                                        FORM,
                                        "update="
                                                + encoded(
                                                        "WITH <http://example.org/g> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }")
                                                + "&" + using)
                                .status()));
    }

    @Test
    void whatIsNeitherQueryNorUpdateOrBothIsRefused() {
        String query = "query=" + encoded(ROW);
        String update = "update=" + encoded("CLEAR ALL");

        assertAll(
                () -> assertEquals(400, door.get(SPARQL).status()),
                () -> assertEquals(
                        400, door.get(SPARQL + "?" + query + "&" + query).status()),
                () -> assertEquals(400, door.get(SPARQL + "?" + update).status()),
                () -> assertEquals(
                        400, door.post(SPARQL, FORM, query + "&" + update).status()),
                () -> assertEquals(
                        400, door.post(SPARQL, FORM, update + "&" + update).status()),
                () -> assertEquals(
                        400, door.post(SPARQL + "?" + update, FORM, "x=1").status()),
                () -> assertEquals(400, door.post(SPARQL, FORM, "").status()),
                () -> assertEquals(
                        400,
                        door.post(SPARQL + "?" + query, "application/sparql-query", ROW)
                                .status()),
                () -> assertEquals(
                        400,
                        door.post(SPARQL, FORM, query + "&using-graph-uri=http://e/")
                                .status()),
                () -> assertEquals(
                        400,
                        door.post(SPARQL, FORM, update + "&default-graph-uri=http://e/")
                                .status()),
                () -> assertEquals(2, door.space.quads().size()));
    }

    @Test
    void aBodyOfAnotherTypeOrCharsetIsNotRead() {
        byte[] latin1 = "ASK { ?s ?p 'é' }".getBytes(StandardCharsets.ISO_8859_1);
        Raw.Answer notUtf8;
        try (Raw raw = door.raw()) {
            raw.send("POST " + SPARQL + " HTTP/1.1\r\nHost: kith\r\nContent-Type: application/sparql-query\r\n"
                    + "Content-Length: " + latin1.length + "\r\n\r\n");
            raw.send(latin1);
            notUtf8 = raw.answer();
        }

        assertAll(
                () -> assertEquals(415, door.post(SPARQL, "text/plain", ROW).status()),
                () -> assertEquals(415, door.post(SPARQL, "", ROW).status()),
                () -> assertEquals(
                        415,
                        door.post(SPARQL, "application/sparql-query; charset=iso-8859-1", ROW)
                                .status()),
                () -> assertEquals(400, notUtf8.status()));
    }

    @Test
    void aSyntaxErrorIsToldWithItsPlace() {
        Raw.Answer bad = query("SELECT *\n{ ?s ?p }");

        assertAll(
                () -> assertEquals(400, bad.status()),
                () -> assertEquals("USAGE", error(bad)),
                () -> assertTrue(bad.body().contains("line 2, column 9"), bad.body()));
    }

    @Test
    void aSilentLoadReadsNothingAndTheReceiptSaysSo() throws java.io.IOException {
        Path file =
                java.nio.file.Files.writeString(folder.resolve("secret.ttl"), "<http://e/s> <http://e/p> 'secret' .");
        int before = door.space.quads().size();

        Raw.Answer done = form(
                "update",
                "LOAD SILENT <" + file.toUri()
                        + "> INTO GRAPH <http://e/g> ; INSERT DATA { <http://e/a> <http://e/p> 1 }");

        assertAll(
                () -> assertEquals(200, done.status(), done.body()),
                () -> assertTrue(done.body().contains("\"added\":1"), done.body()),
                () -> assertTrue(done.body().contains("\"warning\":\"LOAD is off"), done.body()),
                () -> assertEquals(before + 1, door.space.quads().size()));
    }

    @Test
    void otherErrorsHaveTheirStatus() {
        assertAll(
                () -> assertEquals(
                        403,
                        query("SELECT * { SERVICE <http://e/> { ?s ?p ?o } }").status()),
                () -> assertEquals(
                        404,
                        door.get("/spaces/nobody/sparql?query=" + encoded(ROW)).status()),
                () -> assertEquals(
                        404,
                        query("SELECT * FROM <http://nobody/> { ?s ?p ?o }").status()),
                () -> assertEquals(403, form("update", "LOAD <http://e/>").status()));
    }

    @Test
    void aTimeoutMayBeLoweredAndIsTold() {
        String cross = "SELECT (COUNT(*) AS ?n) { "
                + "{ VALUES ?%s { 1 2 3 4 5 6 7 8 9 10 } } ".repeat(11).formatted((Object[]) "abcdefghijk".split(""))
                + "}";

        Raw.Answer late = door.get(SPARQL + "?timeout=0.3&query=" + encoded(cross));

        assertAll(
                () -> assertEquals(503, late.status()),
                () -> assertEquals("TIMED_OUT", error(late)),
                () -> assertEquals(
                        400,
                        door.get(SPARQL + "?timeout=-1&query=" + encoded(ROW)).status()),
                () -> assertEquals(
                        200,
                        door.get(SPARQL + "?timeout=100000&query=" + encoded(ROW))
                                .status()));
    }

    @Test
    void headAnswersLikeGetButWithoutBody() {
        try (Raw raw = door.raw()) {
            Raw.Answer head = raw.ask("HEAD", SPARQL + "?query=" + encoded(ROW), "");
            Raw.Answer get = raw.ask("GET", SPARQL + "?query=" + encoded(ROW), "");

            assertAll(
                    () -> assertEquals(200, head.status()),
                    () -> assertEquals(get.header("content-length"), head.header("content-length")),
                    () -> assertFalse(get.body().isEmpty()));
        }
    }

    @Test
    void otherMethodsAreNotKnown() {
        try (Raw raw = door.raw()) {
            Raw.Answer put = raw.ask("PUT", SPARQL, "x", "Content-Type: text/plain");

            assertAll(
                    () -> assertEquals(405, put.status()), () -> assertEquals("GET, HEAD, POST", put.header("allow")));
        }
    }
}
