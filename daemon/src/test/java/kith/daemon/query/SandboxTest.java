package kith.daemon.query;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import kith.ontology.fault.Code;
import kith.ontology.fault.KithException;
import org.apache.jena.query.ARQ;
import org.apache.jena.riot.Lang;
import org.apache.jena.riot.RDFParser;
import org.apache.jena.riot.RiotException;
import org.apache.jena.riot.lang.LangJSONLD11;
import org.apache.jena.riot.system.ErrorHandlerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each thing a hostile query or document could reach for, and does not get. */
final class SandboxTest {
    private static final Sandbox SANDBOX =
            Sandbox.install(Map.of("foaf", "http://xmlns.com/foaf/0.1/", "ex", "http://example.org/"));
    private static final QueryLimits SHORT = new QueryLimits(Duration.ofMillis(400), 10_000_000, 1 << 30);
    private static final QueryLimits WIDE = new QueryLimits(Duration.ofSeconds(60), 10_000_000, 1 << 30);

    private final PlainSpace space = PlainSpace.of("<http://example.org/s> <http://example.org/p> 1 .");

    /** Set by the static initialiser of {@link Trap}. */
    static final AtomicInteger SPRUNG = new AtomicInteger();

    /** A class no query may load. */
    public static final class Trap {
        static {
            SPRUNG.incrementAndGet();
        }
    }

    private String ask(String query) {
        return ask(query, WIDE);
    }

    private String ask(String query, QueryLimits limits) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Question.parse(SANDBOX, query, List.of(), List.of()).rows(space.read(), limits, RowFormat.CSV, out);
        return out.toString(StandardCharsets.UTF_8);
    }

    private Code refused(String query) {
        return assertThrows(KithException.class, () -> ask(query)).code();
    }

    private KithException update(String update) {
        return assertThrows(KithException.class, () -> {
            Modification modification = Modification.parse(SANDBOX, update, List.of(), List.of());
            try (WriteAccess write = space.write()) {
                modification.make(write, Duration.ofMillis(400), 1_000);
            }
        });
    }

    @Test
    void serviceIsRefusedWhereverItStands() throws IOException {
        try (ServerSocket nobody = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String service = "SERVICE <http://127.0.0.1:" + nobody.getLocalPort() + "/> { ?a ?b ?c }";

            assertAll(
                    () -> assertEquals(Code.NOT_ALLOWED, refused("SELECT * { " + service + " }")),
                    () -> assertEquals(Code.NOT_ALLOWED, refused("SELECT * { SERVICE SILENT ?s { ?a ?b ?c } }")),
                    () -> assertEquals(
                            Code.NOT_ALLOWED, refused("SELECT * { ?s ?p ?o FILTER EXISTS { " + service + " } }")),
                    () -> assertEquals(
                            Code.NOT_ALLOWED,
                            refused("SELECT * { ?s ?p ?o OPTIONAL { SELECT * { " + service + " } } }")),
                    () -> assertEquals(Code.NOT_ALLOWED, refused("ASK { BIND(NOT EXISTS { " + service + " } AS ?x) }")),
                    () -> assertEquals(
                            Code.NOT_ALLOWED,
                            update("INSERT { ?a ?b ?c } WHERE { " + service + " }")
                                    .code()));
            nobody.setSoTimeout(50);
            assertThrows(IOException.class, nobody::accept);
        }
    }

    @Test
    void theEngineItselfHasNoWayOutEither() {
        assertAll(
                () -> assertFalse(ARQ.globalServiceAllowed),
                () -> assertTrue(ARQ.getContext().isFalse(ARQ.enablePropertyFunctions)),
                () -> assertTrue(org.apache.jena.sparql.service.ServiceExecutorRegistry.get()
                        .getSingleChain()
                        .isEmpty()));
    }

    @Test
    void loadIsRefused(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("secret.ttl"), "<http://e/s> <http://e/p> 'secret' .");

        assertEquals(Code.NOT_ALLOWED, update("LOAD <" + file.toUri() + ">").code());
    }

    @Test
    void fromReadsNoFile(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("secret.ttl"), "<http://e/s> <http://e/p> 'secret' .");

        assertAll(
                () -> assertEquals(Code.NOT_FOUND, refused("SELECT * FROM <" + file.toUri() + "> { ?s ?p ?o }")),
                () -> assertEquals(
                        Code.NOT_FOUND,
                        refused("SELECT * FROM NAMED <" + file.toUri() + "> { GRAPH ?g { ?s ?p ?o } }")),
                () -> assertEquals(
                        Code.NOT_FOUND,
                        update("INSERT { ?s ?p 2 } USING <" + file.toUri() + "> WHERE { ?s ?p ?o }")
                                .code()));
    }

    @Test
    void aJavaFunctionLoadsNoClass() {
        String trap = "java:" + Trap.class.getName();

        assertAll(
                () -> assertEquals(Code.NOT_ALLOWED, refused("SELECT * { BIND(<" + trap + ">(1) AS ?x) }")),
                () -> assertEquals(Code.NOT_ALLOWED, refused("SELECT * { ?s ?p ?o FILTER <JAVA:x.Y>(?o) }")),
                () -> assertEquals(
                        "x\r\n\r\n",
                        ask("SELECT ?x { BIND(<http://www.w3.org/2005/xpath-functions#apply>(<" + trap
                                + ">, 1) AS ?x) }")),
                () -> assertEquals(0, SPRUNG.get()));
    }

    @Test
    void aPropertyFunctionIsOnlyAPredicate() {
        String trap = "java:" + Trap.class.getName();

        assertAll(
                () -> assertEquals("s,o\r\n", ask("SELECT * { ?s <" + trap + "> ?o }")),
                () -> assertEquals(
                        "x\r\n", ask("SELECT ?x { ?x <http://jena.apache.org/ARQ/property#splitIRI> (?a ?b) }")),
                () -> assertEquals(0, SPRUNG.get()));
    }

    @Test
    void functionsOfXPathAreServed() {
        assertAll(
                () -> assertEquals(
                        "x\r\nABC\r\n",
                        ask("PREFIX fn: <http://www.w3.org/2005/xpath-functions#> "
                                + "SELECT ?x { BIND(fn:concat('A', 'B', 'C') AS ?x) }")),
                () -> assertEquals(
                        "x\r\ntrue\r\n",
                        ask("PREFIX fn: <http://www.w3.org/2005/xpath-functions#> "
                                + "SELECT ?x { BIND(fn:matches('ABC', '^a', 'i') AS ?x) }")),
                () -> assertEquals(
                        "x\r\n8\r\n",
                        ask("PREFIX math: <http://www.w3.org/2005/xpath-functions/math#> "
                                + "SELECT ?x { BIND(math:pow(2, 3) AS ?x) }")),
                () -> assertEquals(
                        "x\r\n7\r\n",
                        ask(
                                "PREFIX xsd: <http://www.w3.org/2001/XMLSchema#> SELECT ?x { BIND(xsd:integer('7') AS ?x) }")));
    }

    @Test
    void replaceAndRegexDoWhatSparqlSays() {
        assertAll(
                () -> assertEquals("x\r\na-b-c\r\n", ask("SELECT ?x { BIND(REPLACE('a b c', ' ', '-') AS ?x) }")),
                () -> assertEquals("x\r\n[abc]\r\n", ask("SELECT ?x { BIND(REPLACE('abc', '(.+)', '[$1]') AS ?x) }")),
                () -> assertEquals("x\r\nABX\r\n", ask("SELECT ?x { BIND(REPLACE('ABC', 'c', 'X', 'i') AS ?x) }")),
                () -> assertEquals("x\r\nen\r\n", ask("SELECT ?x { BIND(LANG(REPLACE('b'@en, 'b', 'c')) AS ?x) }")),
                () -> assertEquals("x\r\n\r\n", ask("SELECT ?x { BIND(REPLACE('abc', 'b', '$7') AS ?x) }")),
                () -> assertEquals(Code.USAGE, refused("SELECT ?x { BIND(REGEX('abc', '(') AS ?x) }")),
                () -> assertEquals("x\r\n\r\n", ask("SELECT ?x { BIND('(' AS ?e) BIND(REGEX('abc', ?e) AS ?x) }")),
                () -> assertEquals("x\r\n\r\n", ask("SELECT ?x { BIND('z' AS ?f) BIND(REGEX('abc', 'b', ?f) AS ?x) }")),
                () -> assertEquals("x\r\ntrue\r\n", ask("SELECT ?x { BIND(REGEX('a.c', '.c', 'q') AS ?x) }")));
    }

    @Test
    void aRegexThatBacktracksEndsInTime() {
        String query = "SELECT * { VALUES ?t { '" + "a".repeat(60) + "!' } FILTER REGEX(?t, '^(.*a){24}$') }";

        KithException ended =
                assertTimeout(Duration.ofSeconds(10), () -> assertThrows(KithException.class, () -> ask(query, SHORT)));

        assertEquals(Code.TIMED_OUT, ended.code());
    }

    @Test
    void aRegexOverConstantsEndsInTimeToo() {
        String query = "SELECT ?x { BIND(REPLACE('" + "a".repeat(60) + "!', '^(.*a){24}$', 'b') AS ?x) }";

        KithException ended =
                assertTimeout(Duration.ofSeconds(10), () -> assertThrows(KithException.class, () -> ask(query, SHORT)));

        assertEquals(Code.TIMED_OUT, ended.code());
    }

    @Test
    void aCrossProductEndsInTime() {
        String values = "{ VALUES ?%s { 1 2 3 4 5 6 7 8 9 10 } }";
        StringBuilder pattern = new StringBuilder();
        for (String name : List.of("a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k")) {
            pattern.append(values.formatted(name));
        }

        KithException ended = assertTimeout(
                Duration.ofSeconds(10),
                () -> assertThrows(KithException.class, () -> ask("SELECT (COUNT(*) AS ?n) {" + pattern + "}", SHORT)));

        assertEquals(Code.TIMED_OUT, ended.code());
    }

    @Test
    void aTextThatDoublesItselfIsStopped() {
        StringBuilder bomb = new StringBuilder("SELECT (STRLEN(?t25) AS ?n) { BIND('0123456789abcdef' AS ?t0)");
        for (int i = 1; i <= 25; i++) {
            bomb.append(" BIND(CONCAT(?t%d, ?t%d) AS ?t%d)".formatted(i - 1, i - 1, i));
        }

        LimitReached stopped = assertThrows(LimitReached.class, () -> ask(bomb + " }"));

        assertTrue(stopped.getMessage().startsWith("CONCAT would make a text of"), stopped.getMessage());
    }

    @Test
    void theLongestTextIsStillMade() {
        String half = "x".repeat(Watch.MAX_TEXT_CHARS / 2);

        assertEquals(
                "n\r\n" + Watch.MAX_TEXT_CHARS + "\r\n",
                ask("SELECT (STRLEN(CONCAT('" + half + "', '" + half + "')) AS ?n) {}"));
        assertThrows(
                LimitReached.class, () -> ask("SELECT (STRLEN(CONCAT('" + half + "', '" + half + "', 'x')) AS ?n) {}"));
    }

    @Test
    void replaceAndGroupConcatAreStoppedToo() {
        String long1000 = "x".repeat(1000);
        String rows = "VALUES ?a { " + "1 2 3 4 5 6 7 8 9 10 ".repeat(110) + " }";

        assertAll(
                () -> assertThrows(
                        LimitReached.class,
                        () -> ask("SELECT (STRLEN(REPLACE('" + long1000.repeat(2) + "', 'x', '" + long1000
                                + "')) AS ?n) {}")),
                () -> assertThrows(
                        LimitReached.class,
                        () -> ask("SELECT (STRLEN(GROUP_CONCAT(?t)) AS ?n) { " + rows + " BIND('" + long1000
                                + "' AS ?t) }")),
                () -> assertEquals(
                        "n\r\n1000\r\n",
                        ask("SELECT (STRLEN(GROUP_CONCAT(DISTINCT ?t)) AS ?n) { " + rows + " BIND('" + long1000
                                + "' AS ?t) }")),
                () -> assertEquals(
                        "n\r\n1;2;3\r\n",
                        ask("SELECT (GROUP_CONCAT(?a; SEPARATOR=';') AS ?n) { VALUES ?a { 1 2 3 } }")));
    }

    @Test
    void aNumberThatSquaresItselfIsStopped() {
        StringBuilder bomb = new StringBuilder("SELECT ?t40 { BIND(99999999999 AS ?t0)");
        for (int i = 1; i <= 40; i++) {
            bomb.append(" BIND(?t%d * ?t%d AS ?t%d)".formatted(i - 1, i - 1, i));
        }

        assertThrows(LimitReached.class, () -> ask(bomb + " }"));
        assertEquals(
                "x\r\n\r\n",
                ask("PREFIX math: <http://www.w3.org/2005/xpath-functions/math#> "
                        + "SELECT ?x { BIND(math:pow(3, 2000000000) AS ?x) }"));
    }

    @Test
    void aQueryNestedBeyondReasonIsRefusedAndTheNextOneWorks() {
        String deep = "SELECT * { FILTER(" + "(".repeat(200_000) + "1" + ")".repeat(200_000) + ") }";

        assertEquals(Code.USAGE, refused(deep));
        assertEquals("x\r\n1\r\n", ask("SELECT ?x { BIND(1 AS ?x) }"));
    }

    @Test
    void aRowOfManyConditionsIsAnsweredOrRefusedButNeverFatal() {
        String wide = "SELECT * { BIND(1 AS ?x) FILTER(" + "?x = 0 || ".repeat(20_000) + "?x = 1) }";

        try {
            assertEquals("x\r\n1\r\n", ask(wide));
        } catch (KithException refused) {
            assertEquals(Code.USAGE, refused.code());
        }
    }

    @Test
    void aScriptEngineKeepsTheDaemonFromStarting() {
        System.setProperty(ARQ.systemPropertyScripting, "true");
        try {
            KithException refused = assertThrows(KithException.class, Sandbox::refuseScripts);

            assertEquals(KithException.Blame.HOST, refused.blame());
            assertTrue(String.valueOf(refused.getMessage()).contains("script engine"), refused.getMessage());
        } finally {
            System.clearProperty(ARQ.systemPropertyScripting);
        }
    }

    @Test
    void anUpdateThatRunsAwayEndsInTimeAndLeavesNothing() {
        PlainSpace filled = new PlainSpace();
        try (WriteAccess write = filled.write()) {
            Modification.parse(SANDBOX, "INSERT DATA { ex:a ex:p 1,2,3,4,5,6,7,8,9,10 }", List.of(), List.of())
                    .make(write, Duration.ofSeconds(20), 1_000);
            write.commit("");
        }
        String cross = "INSERT { ex:b ex:q ?a } WHERE { ?x1 ?y1 ?a . ?x2 ?y2 ?b . ?x3 ?y3 ?c . ?x4 ?y4 ?d . "
                + "?x5 ?y5 ?e . ?x6 ?y6 ?f . ?x7 ?y7 ?g . ?x8 ?y8 ?h . ?x9 ?y9 ?i FILTER(?a + ?i < 0) }";

        KithException ended = assertThrows(KithException.class, () -> {
            try (WriteAccess write = filled.write()) {
                Modification.parse(SANDBOX, cross, List.of(), List.of()).make(write, Duration.ofMillis(300), 1_000);
            }
        });

        assertEquals(Code.TIMED_OUT, ended.code());
        assertEquals(10, filled.quads().size());
    }

    @Test
    void jsonLdFetchesNoContext() throws IOException {
        try (ServerSocket nobody = new ServerSocket()) {
            nobody.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            String remote =
                    "{\"@context\": \"http://127.0.0.1:" + nobody.getLocalPort() + "/c\", \"@id\": \"http://e/s\"}";
            String file = "{\"@context\": \"file:///etc/hostname\", \"@id\": \"http://e/s\"}";

            RiotException refused = assertThrows(RiotException.class, () -> parse(remote, Lang.JSONLD));
            assertThrows(RiotException.class, () -> parse(file, Lang.JSONLD));

            assertTrue(String.valueOf(refused.getMessage()).contains("not bundled"), refused.getMessage());
            nobody.setSoTimeout(50);
            assertThrows(IOException.class, nobody::accept);
        }
    }

    @Test
    void jsonLdKnowsTheContextOfTheProfile() {
        String document =
                "{\"@context\": \"" + BundledContexts.PROFILE + "\", \"@id\": \"http://e/s\", \"foaf:name\": \"Ada\"}";

        assertEquals(1, parse(document, Lang.JSONLD));
    }

    @Test
    void entitiesOfXmlDoNotExplode() {
        StringBuilder bomb = new StringBuilder("<?xml version=\"1.0\"?><!DOCTYPE r [<!ENTITY e0 \"0123456789\">");
        for (int i = 1; i < 12; i++) {
            bomb.append("<!ENTITY e%d \"%s\">".formatted(i, ("&e" + (i - 1) + ";").repeat(10)));
        }
        bomb.append("]><rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\" xmlns:e=\"http://e/\">")
                .append("<rdf:Description rdf:about=\"http://e/s\"><e:p>&e11;</e:p></rdf:Description></rdf:RDF>");

        assertTimeout(
                Duration.ofSeconds(10),
                () -> assertThrows(RuntimeException.class, () -> parse(bomb.toString(), Lang.RDFXML)));
    }

    @Test
    void xmlReadsNoOtherFile(@TempDir Path folder) throws IOException {
        Path secret = Files.writeString(folder.resolve("secret"), "secret");
        String document = "<?xml version=\"1.0\"?><!DOCTYPE r [<!ENTITY e SYSTEM \"" + secret.toUri() + "\">]>"
                + "<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\" xmlns:e=\"http://e/\">"
                + "<rdf:Description rdf:about=\"http://e/s\"><e:p>&e;</e:p></rdf:Description></rdf:RDF>";
        var graph = org.apache.jena.sparql.graph.GraphFactory.createDefaultGraph();

        RDFParser.fromString(document, Lang.RDFXML)
                .errorHandler(ErrorHandlerFactory.errorHandlerSimple())
                .parse(graph);

        assertFalse(graph.toString().contains("secret"));
    }

    private static long parse(String document, Lang lang) {
        var graph = org.apache.jena.sparql.graph.GraphFactory.createDefaultGraph();
        RDFParser.fromString(document, lang)
                .errorHandler(ErrorHandlerFactory.errorHandlerSimple())
                .set(LangJSONLD11.JSONLD_OPTIONS, SANDBOX.jsonLd())
                .parse(graph);
        return graph.size();
    }
}
