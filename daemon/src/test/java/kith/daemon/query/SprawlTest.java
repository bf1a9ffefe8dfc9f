package kith.daemon.query;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import kith.ontology.fault.KithException;
import org.junit.jupiter.api.Test;

/** Queries that would keep the engine busy where it looks at no clock. */
final class SprawlTest {
    private static final Sandbox SANDBOX = Sandbox.install(Map.of("ex", "http://example.org/"));
    private static final QueryLimits WIDE = new QueryLimits(Duration.ofSeconds(60), 10_000_000, 1 << 30);

    private final PlainSpace space = PlainSpace.of("<http://example.org/s> <http://example.org/p> 1 .");

    private String ask(String query) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Question.parse(SANDBOX, query, List.of(), List.of()).rows(space.read(), WIDE, RowFormat.CSV, out);
        return out.toString(StandardCharsets.UTF_8);
    }

    private static KithException refusedUpdate(String update) {
        return assertThrows(KithException.class, () -> Modification.parse(SANDBOX, update, List.of(), List.of()));
    }

    @Test
    void aTripleTermThatHoldsItselfTwiceIsStopped() {
        StringBuilder calls = new StringBuilder("SELECT ?t40 { BIND(TRIPLE(ex:s, ex:p, ex:o) AS ?t0)");
        StringBuilder terms = new StringBuilder("SELECT ?t40 { BIND(TRIPLE(ex:s, ex:p, ex:o) AS ?t0)");
        StringBuilder deep = new StringBuilder("SELECT ?t300 { BIND(TRIPLE(ex:s, ex:p, ex:o) AS ?t0)");
        for (int i = 1; i <= 40; i++) {
            calls.append(" BIND(TRIPLE(?t%d, ex:p, ?t%d) AS ?t%d)".formatted(i - 1, i - 1, i));
            terms.append(" BIND(<<( ?t%d ex:p ?t%d )>> AS ?t%d)".formatted(i - 1, i - 1, i));
        }
        for (int i = 1; i <= 300; i++) {
            deep.append(" BIND(TRIPLE(ex:s, ex:p, ?t%d) AS ?t%d)".formatted(i - 1, i));
        }

        for (StringBuilder bomb : List.of(calls, terms, deep)) {
            assertTimeoutPreemptively(
                    Duration.ofSeconds(20), () -> assertThrows(LimitReached.class, () -> ask(bomb + " }")));
        }
        assertEquals(
                "x\r\ntrue\r\n",
                ask("SELECT ?x { BIND(TRIPLE(ex:s, ex:p, 1) AS ?a) BIND(<<( ex:s ex:p ?a )>> AS ?b)"
                        + " BIND(isTRIPLE(?b) AS ?x) }"));
    }

    /** What takes long to plan does so without looking at any clock. */
    @Test
    void aQueryThatSprawlsIsRefusedBeforeItIsPlanned() {
        String all = "?s ?p ?o ";
        List<String> bombs = List.of(
                "SELECT * { ?s " + "ex:p/".repeat(5_000) + "ex:p ?o }",
                "SELECT * { ?s (" + "ex:p|".repeat(5_000) + "ex:p) ?o }",
                "SELECT * { FILTER(" + "!".repeat(5_000) + "true) }",
                "SELECT * { " + all + "FILTER EXISTS { ?s ?p ?o ".repeat(13) + "}".repeat(13) + "}",
                "SELECT * { " + all + "FILTER NOT EXISTS { ?s ?p ?o ".repeat(200) + "}".repeat(200) + "}",
                "SELECT * { " + all + "OPTIONAL { ?s ?p ?o } ".repeat(5_000) + "}",
                "SELECT * { " + "{ ?s ?p ?o } UNION ".repeat(5_000) + "{ ?s ?p ?o } }",
                "SELECT * { " + all + "OPTIONAL { ?s ?p ?o ".repeat(300) + "}".repeat(300) + "}",
                "SELECT * { FILTER(1 IN (" + "2,".repeat(200_000) + "1)) }");

        for (String bomb : bombs) {
            assertTimeoutPreemptively(
                    Duration.ofSeconds(10),
                    () -> assertThrows(LimitReached.class, () -> ask(bomb), bomb.substring(0, 60)));
        }
        assertTrue(
                refusedUpdate("DELETE { ?s ?p ?o } WHERE { " + all + "FILTER EXISTS { ?s ?p ?o ".repeat(13)
                                + "}".repeat(13) + "}")
                        instanceof LimitReached);
    }

    @Test
    void whatStandsInTextsIrisAndCommentsDoesNotSprawl() {
        String much = "{".repeat(5_000) + "/".repeat(5_000) + ",".repeat(40_000);

        assertAll(
                () -> assertEquals("x\r\n1\r\n", ask("SELECT ?x { BIND('" + much + "' AS ?t) BIND(1 AS ?x) }")),
                () -> assertEquals(
                        "x\r\n1\r\n", ask("SELECT ?x { BIND(\"\"\"" + much + "'\n\"\"\" AS ?t) BIND(1 AS ?x) }")),
                () -> assertEquals("x\r\n1\r\n", ask("SELECT ?x { # " + much + "\n BIND(1 AS ?x) }")),
                () -> assertEquals(
                        "x\r\n1\r\n",
                        ask("SELECT ?x { BIND(<http://e/" + "a/".repeat(5_000) + "> AS ?t) BIND(1 AS ?x) }")),
                () -> assertEquals("x\r\ntrue\r\n", ask("SELECT ?x { BIND(1 < 2 || 2 > 3 AS ?x) }")));
    }
}
