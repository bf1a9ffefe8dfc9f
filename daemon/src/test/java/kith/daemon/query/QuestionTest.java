package kith.daemon.query;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import kith.ontology.fault.Code;
import kith.ontology.fault.KithException;
import org.apache.jena.graph.NodeFactory;
import org.apache.jena.sparql.core.Quad;
import org.junit.jupiter.api.Test;

final class QuestionTest {
    private static final Sandbox SANDBOX =
            Sandbox.install(Map.of("foaf", "http://xmlns.com/foaf/0.1/", "ex", "http://example.org/"));
    private static final QueryLimits WIDE = new QueryLimits(Duration.ofSeconds(20), 1_000_000, 1 << 28);

    private final PlainSpace space = PlainSpace.of("""
            PREFIX ex: <http://example.org/> PREFIX foaf: <http://xmlns.com/foaf/0.1/>
            ex:ada foaf:name 'Ada' ; foaf:knows [ foaf:name 'Ben, "B"'@en ] .""");

    static Question parsed(String text) {
        return Question.parse(SANDBOX, text, List.of(), List.of());
    }

    private String rows(String text, RowFormat format) {
        return rows(text, format, WIDE);
    }

    private String rows(String text, RowFormat format, QueryLimits limits) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        parsed(text).rows(space.read(), limits, format, out);
        return out.toString(StandardCharsets.UTF_8);
    }

    private List<String> graph(String text) {
        List<String> triples = new ArrayList<>();
        parsed(text)
                .graph(
                        space.read(),
                        WIDE,
                        (quads, out) -> quads.forEachRemaining(
                                quad -> triples.add(quad.asTriple().toString())),
                        new ByteArrayOutputStream());
        return triples;
    }

    @Test
    void prefixesOfTheProfileNeedNoDeclaration() {
        String csv = rows("SELECT ?n { ex:ada foaf:name ?n }", RowFormat.CSV);

        assertEquals("n\r\nAda\r\n", csv);
    }

    @Test
    void noNumberOfTooManyDigitsIsRead() {
        String digits = "9".repeat(Watch.MAX_NUMBER_CHARS + 1);
        String integer = "<http://www.w3.org/2001/XMLSchema#integer>";

        assertAll(
                () -> assertThrows(LimitReached.class, () -> rows("ASK { FILTER(" + digits + " > 1) }", RowFormat.CSV)),
                () -> assertEquals(
                        "x\r\n\r\n",
                        rows("SELECT ?x { BIND(" + integer + "('" + digits + "') AS ?x) }", RowFormat.CSV)),
                () -> assertEquals(
                        "x\r\n\r\n",
                        rows("SELECT ?x { BIND(STRDT('" + digits + "', " + integer + ") AS ?x) }", RowFormat.CSV)),
                () -> assertEquals(
                        "x\r\n\r\n",
                        rows("SELECT ?x { VALUES ?v { " + digits + " } BIND(?v / 7 AS ?x) }", RowFormat.CSV)));
    }

    @Test
    void arithmeticOfUsualNumbersIsAsItIs() {
        assertEquals(
                "a,b,c,d,e\r\n5,-1,6,3.5,42\r\n",
                rows(
                        "SELECT (2 + 3 AS ?a) (2 - 3 AS ?b) (2 * 3 AS ?c) (7 / 2 AS ?d)"
                                + " (<http://www.w3.org/2001/XMLSchema#integer>('42') AS ?e) {}",
                        RowFormat.CSV));
    }

    @Test
    void aQueryMayDeclareAPrefixAnew() {
        String csv = rows("PREFIX foaf: <http://elsewhere.example/> SELECT ?n { ?s foaf:name ?n }", RowFormat.CSV);

        assertEquals("n\r\n", csv);
    }

    @Test
    void aBlankNodeHasTheSameLabelInEachForm() {
        String label = "k0123456789abcdef0123456789abcdef";
        PlainSpace named = new PlainSpace();
        named.dataset()
                .executeWrite(() -> named.dataset()
                        .add(
                                Quad.defaultGraphIRI,
                                NodeFactory.createBlankNode(label),
                                NodeFactory.createURI("http://e/p"),
                                NodeFactory.createLiteralString("tab\there")));
        Map<RowFormat, String> forms = new EnumMap<>(RowFormat.class);
        for (RowFormat format : RowFormat.values()) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            parsed("SELECT ?s ?o { ?s ?p ?o }").rows(named.read(), WIDE, format, out);
            forms.put(format, out.toString(StandardCharsets.UTF_8));
        }

        assertAll(
                () -> assertEquals("s,o\r\n_:" + label + ",tab\there\r\n", forms.get(RowFormat.CSV)),
                () -> assertEquals("?s\t?o\n_:" + label + "\t\"tab\\there\"\n", forms.get(RowFormat.TSV)),
                () -> assertTrue(
                        forms.get(RowFormat.TABLE).contains("| <_:" + label + "> |"), forms.get(RowFormat.TABLE)),
                () -> assertTrue(
                        forms.get(RowFormat.JSON).contains("\"value\": \"" + label + "\""), forms.get(RowFormat.JSON)),
                () -> assertTrue(
                        forms.get(RowFormat.XML).contains("<bnode>" + label + "</bnode>"), forms.get(RowFormat.XML)));
    }

    @Test
    void rowsComeInEachForm() {
        String query = "SELECT ?n { ?s foaf:name ?n } ORDER BY ?n";

        assertAll(
                () -> assertTrue(rows(query, RowFormat.JSON).contains("\"value\": \"Ada\"")),
                () -> assertTrue(rows(query, RowFormat.XML).contains("<literal>Ada</literal>")),
                () -> assertEquals("n\r\nAda\r\n\"Ben, \"\"B\"\"\"\r\n", rows(query, RowFormat.CSV)),
                () -> assertEquals("?n\n\"Ada\"\n\"Ben, \\\"B\\\"\"@en\n", rows(query, RowFormat.TSV)),
                () -> assertTrue(rows(query, RowFormat.TABLE).contains("| \"Ada\"")));
    }

    @Test
    void askAnswersInEachForm() {
        String query = "ASK { ex:ada foaf:name 'Ada' }";

        assertAll(
                () -> assertTrue(
                        rows(query, RowFormat.JSON).replaceAll("\\s", "").contains("\"boolean\":true")),
                () -> assertTrue(rows(query, RowFormat.XML).contains("<boolean>true</boolean>")),
                () -> assertTrue(rows(query, RowFormat.CSV).contains("true")),
                () -> assertEquals("no\n", rows("ASK { ex:ada foaf:name 'Bo' }", RowFormat.TABLE)));
    }

    @Test
    void aBlankNodeKeepsItsNameSoThatItCanBeAskedAboutAgain() {
        String label = rows("SELECT ?b { ex:ada foaf:knows ?b }", RowFormat.CSV)
                .lines()
                .toList()
                .get(1);

        String again = rows("SELECT ?n { <" + label + "> foaf:name ?n }", RowFormat.CSV);

        assertTrue(again.contains("Ben"), again);
    }

    @Test
    void constructGivesEachTripleOnce() {
        List<String> triples = graph("CONSTRUCT { ex:all foaf:knows ex:any } WHERE { ?s ?p ?o }");

        assertEquals(1, triples.size());
    }

    @Test
    void describeFollowsBlankNodes() {
        assertAll(
                () -> assertEquals(3, graph("DESCRIBE ex:ada").size()),
                () -> assertEquals(
                        1, graph("DESCRIBE ?b { ex:ada foaf:knows ?b }").size()),
                () -> assertEquals(3, graph("DESCRIBE * { ?s foaf:knows ?o }").size()),
                () -> assertEquals(0, graph("DESCRIBE ex:nobody").size()));
    }

    @Test
    void aSyntaxErrorSaysWhere() {
        KithException bad = assertThrows(KithException.class, () -> parsed("SELECT *\n{ ?s ?p }"));

        assertAll(
                () -> assertEquals(Code.USAGE, bad.code()),
                () -> assertEquals(
                        "the query is not SPARQL at line 2, column 9: '}' is not expected here", bad.getMessage()));
    }

    @Test
    void whatIsWrongWithTheWholeHasNoPlace() {
        KithException bad = assertThrows(KithException.class, () -> parsed("SELECT (?a AS ?s) { ?s ?p ?a }"));

        assertTrue(bad.getMessage().startsWith("the query is not SPARQL: "), bad.getMessage());
        assertFalse(bad.getMessage().contains("-1"), bad.getMessage());
    }

    @Test
    void anUnknownPrefixIsNamed() {
        KithException bad = assertThrows(KithException.class, () -> parsed("SELECT * { ?s nope:x ?o }"));

        assertEquals(
                "the query is not SPARQL at line 1, column 15: Unresolved prefixed name: nope:x", bad.getMessage());
    }

    @Test
    void aTextThatEndsTooEarlyIsSaidSo() {
        KithException bad = assertThrows(KithException.class, () -> parsed("SELECT * {"));

        assertTrue(bad.getMessage().endsWith("it ends too early"), bad.getMessage());
    }

    @Test
    void aRelativeIriIsRefusedAndNamesNoPlaceOfThisMachine() {
        KithException bad = assertThrows(KithException.class, () -> rows("SELECT * { <ada> ?p ?o }", RowFormat.CSV));

        assertAll(
                () -> assertEquals(Code.USAGE, bad.code()),
                () -> assertTrue(bad.getMessage().startsWith("<ada> is a relative IRI"), bad.getMessage()));
    }

    @Test
    void aDeclaredBaseResolves() {
        String csv = rows("BASE <http://example.org/> SELECT ?n { <ada> foaf:name ?n }", RowFormat.CSV);

        assertEquals("n\r\nAda\r\n", csv);
    }

    @Test
    void oneRowTooManyEndsTheAnswer() {
        QueryLimits two = new QueryLimits(Duration.ofSeconds(20), 2, 1 << 20);

        assertFalse(rows("SELECT * { ?s ?p ?o } LIMIT 2", RowFormat.CSV, two).isEmpty());
        LimitReached reached =
                assertThrows(LimitReached.class, () -> rows("SELECT * { ?s ?p ?o }", RowFormat.CSV, two));
        assertTrue(reached.getMessage().contains("more than 2 rows"), reached.getMessage());
    }

    @Test
    void oneByteTooManyEndsTheAnswer() {
        String query = "SELECT ?n { ex:ada foaf:name ?n }";

        assertEquals(
                8,
                rows(query, RowFormat.CSV, new QueryLimits(Duration.ofSeconds(20), 9, 8))
                        .length());
        assertThrows(
                LimitReached.class, () -> rows(query, RowFormat.CSV, new QueryLimits(Duration.ofSeconds(20), 9, 7)));
    }

    @Test
    void fromChoosesAmongTheGraphsOfTheSpace() {
        PlainSpace graphs = PlainSpace.of("BASE <http://example.org/> GRAPH <g> { <s> <p> 1 }");
        ByteArrayOutputStream out = new ByteArrayOutputStream();

        parsed("SELECT ?o FROM ex:g { ex:s ex:p ?o }").rows(graphs.read(), WIDE, RowFormat.CSV, out);

        assertEquals("o\r\n1\r\n", out.toString(StandardCharsets.UTF_8));
    }

    @Test
    void graphsNamedBesideTheQueryReplaceThoseInIt() {
        PlainSpace graphs = PlainSpace.of("BASE <http://example.org/> GRAPH <g> { <s> <p> 1 }");
        ByteArrayOutputStream out = new ByteArrayOutputStream();

        Question.parse(
                        SANDBOX,
                        "SELECT ?o FROM <http://gone.example/> { ex:s ex:p ?o }",
                        List.of("http://example.org/g"),
                        List.of())
                .rows(graphs.read(), WIDE, RowFormat.CSV, out);

        assertEquals("o\r\n1\r\n", out.toString(StandardCharsets.UTF_8));
    }

    @Test
    void aQuestionAbandonedBeforeItRunsEndsAtOnce() {
        Question question = parsed("SELECT * { ?s ?p ?o }");
        question.abandon();

        KithException ended = assertThrows(
                KithException.class,
                () -> question.rows(space.read(), WIDE, RowFormat.CSV, new ByteArrayOutputStream()));

        assertEquals(Code.INTERRUPTED, ended.code());
    }
}
