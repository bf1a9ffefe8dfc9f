package kith.daemon.query;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import kith.daemon.replica.Change;
import kith.daemon.replica.TestNode;
import kith.ontology.bytes.Bytes;
import kith.ontology.fault.Code;
import kith.ontology.fault.KithException;
import org.apache.jena.datatypes.xsd.XSDDatatype;
import org.apache.jena.graph.Graph;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.NodeFactory;
import org.apache.jena.sparql.core.DatasetGraph;
import org.apache.jena.sparql.core.Quad;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the plans of the engine on ids promise beside the right answer. */
final class PlanTest {
    private static final Sandbox SANDBOX = Sandbox.install(Map.of("ex", "http://example.org/"));
    private static final QueryLimits WIDE = new QueryLimits(Duration.ofSeconds(60), 1_000_000, 1 << 28);
    /** Longer than a stack of recursion is deep. */
    private static final int CHAIN = 30_000;

    @TempDir
    private Path folder;

    private TestNode node;

    @BeforeEach
    void open() {
        node = TestNode.open(folder, 1);
        node.found("river");
    }

    @AfterEach
    void close() {
        node.close();
    }

    private static Node iri(String local) {
        return NodeFactory.createURI("http://example.org/" + local);
    }

    private static Quad quad(String subject, String predicate, Node object) {
        return Quad.create(Quad.defaultGraphIRI, iri(subject), iri(predicate), object);
    }

    private void say(List<Quad> quads) {
        node.replica()
                .write(new Change(quads, List.of(), Optional.empty(), true))
                .durable()
                .join();
    }

    private DatasetGraph dataset() {
        SpaceDataset space = new SpaceDataset(node.replica().snapshot(), false, Bytes.EMPTY, Map.of());
        return new ServedDataset(space, ServiceGraphs.of(() -> Graph.emptyGraph, () -> Graph.emptyGraph));
    }

    private String rows(String text, QueryLimits limits) {
        DatasetGraph dataset = dataset();
        try {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            Question.parse(SANDBOX, text, List.of(), List.of()).rows(dataset, limits, RowFormat.CSV, out);
            return out.toString(StandardCharsets.UTF_8).replace("\r\n", " ").strip();
        } finally {
            dataset.close();
        }
    }

    private String rows(String text) {
        return rows(text, WIDE);
    }

    private JsonObject explained(String text, boolean counted) {
        DatasetGraph dataset = dataset();
        try {
            return Question.parse(SANDBOX, text, List.of(), List.of()).explain(dataset, WIDE, counted);
        } finally {
            dataset.close();
        }
    }

    private void sayAChain() {
        List<Quad> quads = new ArrayList<>();
        for (int i = 0; i < CHAIN; i++) {
            quads.add(quad("link" + i, "next", iri("link" + (i + 1))));
            if (quads.size() == 2000) {
                say(quads);
                quads = new ArrayList<>();
            }
        }
        say(quads);
    }

    @Test
    void aPathMayBeLongerThanAnyStack() {
        sayAChain();

        String forwards = rows("SELECT (COUNT(?far) AS ?n) { ex:link0 ex:next+ ?far }");
        String backwards = rows("SELECT (COUNT(?far) AS ?n) { ?far ex:next* ex:link" + CHAIN + " }");

        assertEquals("n " + CHAIN, forwards);
        assertEquals("n " + (CHAIN + 1), backwards);
    }

    @Test
    void aPlanThatRunsTooLongEndsInTime() {
        sayAChain();
        QueryLimits brief = new QueryLimits(Duration.ofMillis(300), 1_000_000, 1 << 28);
        long began = System.nanoTime();

        KithException tooLong = assertThrows(
                KithException.class,
                () -> rows("SELECT (COUNT(*) AS ?n) { ?a ex:next ?b . ?c ex:next ?d . ?e ex:next ?f }", brief));

        assertEquals(Code.TIMED_OUT, tooLong.code());
        assertTrue(System.nanoTime() - began < 20_000_000_000L, "long after its time");
    }

    @Test
    void numbersOfOtherFormsAreFoundByARange() {
        List<Quad> quads = new ArrayList<>();
        List<Node> numbers = List.of(
                NodeFactory.createLiteralDT("6", XSDDatatype.XSDinteger),
                NodeFactory.createLiteralDT("7", XSDDatatype.XSDinteger),
                NodeFactory.createLiteralDT("07", XSDDatatype.XSDinteger),
                NodeFactory.createLiteralDT("7.5", XSDDatatype.XSDdecimal),
                NodeFactory.createLiteralDT("7.6e0", XSDDatatype.XSDdouble),
                NodeFactory.createLiteralDT("99999999999999999999", XSDDatatype.XSDinteger),
                NodeFactory.createLiteralString("7"),
                NodeFactory.createLiteralDT("2014-03-01", XSDDatatype.XSDdate));
        for (int i = 0; i < numbers.size(); i++) {
            quads.add(quad("thing" + i, "size", numbers.get(i)));
        }
        say(quads);

        assertEquals("n 5", rows("SELECT (COUNT(*) AS ?n) { ?t ex:size ?s FILTER(?s >= 7) }"));
        assertEquals("n 2", rows("SELECT (COUNT(*) AS ?n) { ?t ex:size ?s FILTER(?s = 7) }"));
        assertEquals("n 3", rows("SELECT (COUNT(*) AS ?n) { ?t ex:size ?s FILTER(6 < ?s && ?s < 7.55) }"));
        assertEquals("n 1", rows("SELECT (COUNT(*) AS ?n) { ?t ex:size ?s FILTER(?s < 7 && ?s > -3) }"));
    }

    @Test
    void theSameQueryIsAnsweredAnewWhenTheSpaceChanges() {
        String query = "SELECT (COUNT(*) AS ?n) { ?a ex:knows ?b . ?b ex:knows ?c }";
        say(List.of(quad("a", "knows", iri("b"))));
        assertEquals("n 0", rows(query));

        say(List.of(quad("b", "knows", iri("c"))));
        assertEquals("n 1", rows(query));
        assertEquals("n 1", rows(query));
    }

    @Test
    void anOrderThatWasGoodForAnEmptyGraphIsNotKeptForAFullOne() {
        String query = "SELECT * { GRAPH ex:g { ?a ex:many ?b . ?a ex:few ?e OPTIONAL { ?a ex:none ?f } }"
                + " OPTIONAL { ?b ex:r ?c . ?c ex:s ?d } }";
        List<Quad> before = new ArrayList<>();
        for (int i = 0; i < 2_000; i++) {
            before.add(quad("x" + i, "r", iri("y" + i)));
            before.add(quad("x" + i, "s", iri("y" + i)));
        }
        say(before);
        assertEquals("a,b,e,f,c,d", rows(query));

        List<Quad> more = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            more.add(Quad.create(iri("g"), iri("a" + i), iri("many"), iri("b" + i)));
        }
        more.add(Quad.create(iri("g"), iri("a7"), iri("few"), iri("e")));
        say(more);

        String plan = explained(query, false).get("text").getAsString();
        // A plan is told from its end: what is read first stands last.
        int many = plan.indexOf("pattern ?a <http://example.org/many>");
        assertTrue(many >= 0 && many < plan.indexOf("pattern ?a <http://example.org/few>"), plan);
    }

    @Test
    void nothingIsKeptForRowsThatDoNotCome() {
        say(List.of(quad("a", "knows", iri("b")), quad("b", "knows", iri("c")), quad("c", "likes", iri("d"))));
        String query = "SELECT * { ?x ex:likes ?x MINUS { ?x ex:knows ?e . ?a ex:knows ?b } }";

        String told = explained(query, true).get("text").getAsString();

        assertEquals("x", rows(query));
        assertTrue(told.contains("minus by hash") && !told.contains("came 4"), told);
    }

    @Test
    void moreGraphsThanABatchHasAreAllNamed() {
        List<Quad> quads = new ArrayList<>();
        for (int i = 0; i < 3_000; i++) {
            quads.add(Quad.create(iri("g" + i), iri("a"), iri("knows"), iri("b" + i)));
        }
        say(quads);

        assertEquals("n 3000", rows("SELECT (COUNT(?g) AS ?n) { GRAPH ?g { } }"));
        assertEquals("n 3000", rows("SELECT (COUNT(?g) AS ?n) { GRAPH ?g { ex:a ex:knows* ex:a } }"));
    }

    @Test
    void aConstantThatWasUnknownIsFoundOnceItIsThere() {
        String query = "SELECT ?a { ?a ex:knows ex:late }";
        assertEquals("a", rows(query));

        say(List.of(quad("a", "knows", iri("late"))));

        assertEquals("a http://example.org/a", rows(query));
    }

    @Test
    void whatIsWatchedIsNeverShared() {
        say(List.of(quad("a", "name", NodeFactory.createLiteralString("anna"))));
        String query = "SELECT ?n { ?a ex:name ?n FILTER(REGEX(?n, 'nn')) BIND(CONCAT(?n, '!') AS ?m) }";

        assertEquals("n anna", rows(query));
        assertEquals("n anna", rows(query));
    }

    @Test
    void allQuadsAreCountedWithoutReadingThem() {
        say(List.of(quad("a", "knows", iri("b")), quad("b", "knows", iri("c"))));

        JsonObject all = explained("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", true);

        assertTrue(all.get("text").getAsString().contains("count of ?s ?p ?o"), all.toString());
        assertEquals("n 2", rows("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"));
        assertEquals("n 2", rows("SELECT (COUNT(?s) AS ?n) { ?s ex:knows ?o }"));
    }

    @Test
    void aPlanTellsWhatItExpectsAndWhatCame() {
        say(List.of(quad("a", "knows", iri("b")), quad("b", "knows", iri("c"))));
        String query = "SELECT ?c { ex:a ex:knows ?b . ?b ex:knows ?c FILTER(?c != ex:a) }";

        JsonObject before = explained(query, false);
        JsonObject after = explained(query, true);

        assertEquals(1, after.getAsJsonArray("plans").size());
        assertTrue(before.get("text").getAsString().contains("expected 1"), before.toString());
        assertTrue(!before.toString().contains("came"), before.toString());
        assertTrue(after.get("text").getAsString().contains("came 1"), after.toString());
    }

    @Test
    void whatOnlyTheServiceGraphsKnowIsLeftToThem() {
        say(List.of(quad("a", "knows", iri("b"))));
        JsonObject told = explained("SELECT * { GRAPH <urn:kith:membership> { ?s ?p ?o } ?a ex:knows ?b }", true);

        assertEquals("s,p,o", rows("SELECT * { GRAPH <urn:kith:membership> { ?s ?p ?o } }"));
        assertTrue(!told.toString().contains("urn:kith:membership"), told.toString());
    }

    @Test
    void manyPartsWithNothingInCommonArePlannedInTimeAndWithoutMuchMemory() {
        List<Quad> quads = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            quads.add(quad("a" + i, "knows", iri("b")));
        }
        say(quads);
        // 10 to the power of 400 rows: more than a double can tell.
        StringBuilder parts = new StringBuilder("{ ");
        for (int i = 0; i < 400; i++) {
            parts.append("?s%d ?p%d ?o%d . ".formatted(i, i, i));
        }
        String where = parts.append("} LIMIT 1").toString();
        long began = System.nanoTime();

        assertTrue(rows("SELECT ?p399 " + where).endsWith("http://example.org/knows"), "not the predicate there is");
        JsonObject wide = explained("SELECT * " + where, false);
        assertTrue(wide.get("text").getAsString().contains("standard engine"), "1,200 columns in each of 400 steps");
        assertTrue(System.nanoTime() - began < 60_000_000_000L, "planned for too long");
    }

    @Test
    void whatIsPlannedForEachRowIsToldAFewTimes() {
        List<Quad> quads = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            quads.add(quad("a" + i, "knows", iri("b")));
        }
        say(quads);

        JsonObject all = explained(
                "SELECT * { ?a ex:knows ?b FILTER EXISTS { ?a ex:knows ?c MINUS { ?a ex:hates ?d } } }", true);

        assertTrue(
                all.getAsJsonArray("plans").size() <= 64,
                "plans: " + all.getAsJsonArray("plans").size());
    }

    @Test
    void rowsThatNobodyReadsAreLetGo() {
        say(List.of(quad("a", "knows", iri("b")), quad("b", "knows", iri("c"))));
        QueryLimits one = new QueryLimits(Duration.ofSeconds(60), 1, 1 << 28);

        assertThrows(LimitReached.class, () -> {
            DatasetGraph dataset = dataset();
            try {
                Question.parse(SANDBOX, "SELECT * { ?a ex:knows ?b }", List.of(), List.of())
                        .rows(dataset, one, RowFormat.CSV, OutputStream.nullOutputStream());
            } finally {
                dataset.close();
            }
        });
        assertEquals("n 2", rows("SELECT (COUNT(*) AS ?n) { ?s ex:knows ?o }"));
    }
}
