package kith.daemon.query;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import kith.daemon.replica.Change;
import kith.daemon.replica.TestNode;
import kith.ontology.bytes.Bytes;
import org.apache.jena.datatypes.xsd.XSDDatatype;
import org.apache.jena.graph.Graph;
import org.apache.jena.graph.NodeFactory;
import org.apache.jena.riot.Lang;
import org.apache.jena.riot.RDFParser;
import org.apache.jena.sparql.core.DatasetGraph;
import org.apache.jena.sparql.core.DatasetGraphFactory;
import org.apache.jena.sparql.core.Quad;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What SPARQL says of corners where the order of a plan, or a shortcut, would give another answer. */
final class MeaningTest {
    private static final Sandbox SANDBOX = Sandbox.install(Map.of("ex", "http://example.org/"));
    private static final QueryLimits WIDE = new QueryLimits(Duration.ofSeconds(60), 1_000_000, 1 << 28);

    @TempDir
    private Path folder;

    private TestNode node;

    @BeforeEach
    void open() {
        node = TestNode.open(folder, 1);
        node.found("river");
        say("""
                ex:a ex:p ex:b . ex:b ex:q 1 . ex:g1 ex:about ex:a . ex:x ex:about ex:b .
                ex:g1 { ex:a ex:p 1 } ex:g2 { ex:b ex:q 2 . ex:c ex:p ex:a }""");
    }

    @AfterEach
    void close() {
        node.close();
    }

    private void say(String trig) {
        DatasetGraph read = DatasetGraphFactory.create();
        RDFParser.fromString("PREFIX ex: <http://example.org/> " + trig, Lang.TRIG)
                .parse(read);
        List<Quad> quads = new ArrayList<>();
        read.find()
                .forEachRemaining(quad ->
                        quads.add(quad.isDefaultGraph() ? Quad.create(Quad.defaultGraphIRI, quad.asTriple()) : quad));
        say(quads);
    }

    private void say(List<Quad> quads) {
        node.replica()
                .write(new Change(quads, List.of(), Optional.empty(), true))
                .durable()
                .join();
    }

    /** The rows as lines of CSV without the namespace, sorted, the names of the columns left out. */
    private List<String> rows(String query) {
        List<String> rows = new ArrayList<>(ordered(query));
        Collections.sort(rows);
        return rows;
    }

    private List<String> ordered(String query) {
        DatasetGraph dataset = new ServedDataset(
                new SpaceDataset(node.replica().snapshot(), false, Bytes.EMPTY, Map.of()),
                ServiceGraphs.of(() -> Graph.emptyGraph, () -> Graph.emptyGraph));
        try {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            Question.parse(SANDBOX, query, List.of(), List.of()).rows(dataset, WIDE, RowFormat.CSV, out);
            String text = out.toString(StandardCharsets.UTF_8).replace("http://example.org/", "");
            return Arrays.stream(text.split("\r\n")).skip(1).toList();
        } finally {
            dataset.close();
        }
    }

    @Test
    void whatIsMissingInOneGraphIsMissingThereWhateverAnotherSays() {
        assertEquals(
                List.of("g1,a,1", "g1,b,", "g2,a,", "g2,b,"),
                rows("SELECT ?g ?s ?o { GRAPH ?g { SELECT ?s ?o"
                        + " { VALUES ?s { ex:a ex:b } OPTIONAL { ?s ex:p ?o } } } }"));
        assertEquals(
                List.of("g1,b", "g2,a", "g2,b"),
                rows("SELECT ?g ?s { GRAPH ?g { SELECT ?s"
                        + " { VALUES ?s { ex:a ex:b } FILTER NOT EXISTS { ?s ex:p ?o } } } }"));
        assertEquals(
                List.of("g1,b", "g2,a", "g2,b"),
                rows("SELECT ?g ?s { GRAPH ?g { SELECT ?s { VALUES ?s { ex:a ex:b } MINUS { ?s ex:p ?o } } } }"));
    }

    @Test
    void whatNoGraphIsCalledIsNoGraphAlsoWhereNothingIsReadInside() {
        assertEquals(List.of("g1"), rows("SELECT ?g { ?g ex:about ?thing . GRAPH ?g { FILTER(!BOUND(?nothing)) } }"));
        assertEquals(List.of("g1"), rows("SELECT ?g { ?g ex:about ?thing . GRAPH ?g { OPTIONAL { ?s ex:none ?v } } }"));
        assertEquals(
                List.of("g1"),
                rows("SELECT ?g { ?g ex:about ?thing . GRAPH ?g { FILTER NOT EXISTS { ?s ex:none ?v } } }"));
    }

    @Test
    void existsLooksIntoTheGraphAroundItAlsoInKeysSumsAndOrders() {
        assertEquals(
                List.of("true"),
                rows("SELECT ?k { GRAPH ex:g2 { SELECT ?k { ?s ex:q ?o } GROUP BY (EXISTS { ?s ex:q 2 } AS ?k) } }"));
        assertEquals(
                List.of("1"),
                rows(
                        "SELECT ?n { GRAPH ex:g2 { SELECT (SUM(IF(EXISTS { ?s ex:q 2 }, 1, 0)) AS ?n) { ?s ex:q ?o } } }"));
        assertEquals(
                List.of("b"),
                rows(
                        "SELECT ?s { GRAPH ex:g2 { SELECT ?s { ?s ?p ?o } ORDER BY DESC(EXISTS { ?s ex:q 2 }) LIMIT 1 } }"));
    }

    @Test
    void aLiteralInThePlaceOfAPredicateMatchesNothing() {
        assertEquals(
                List.of("a", "x"),
                rows("SELECT DISTINCT ?s { ?s ?p ?o BIND(\"x\" AS ?e)"
                        + " FILTER(EXISTS { ?s ?p ?o . ?c ?e ?d } || ?o IN (ex:b)) }"));
    }

    @Test
    void aTermThatGrowsTooLargeEndsEveryAskingInTheSameWay() {
        StringBuilder query = new StringBuilder("SELECT ?t9 { ?t0 ex:p ex:b ");
        for (int i = 0; i < 9; i++) {
            query.append("BIND(<<( ?t%d ex:p ?t%d )>> AS ?t%d) ".formatted(i, i, i + 1));
        }
        String text = query.append("}").toString();

        for (int asked = 0; asked < 3; asked++) {
            assertThrows(LimitReached.class, () -> rows(text), "asked again");
        }
    }

    @Test
    void eachRowHasABlankNodeOfItsOwn() {
        assertEquals(List.of("4"), rows("SELECT (COUNT(DISTINCT ?b) AS ?n) { ?s ?p ?o BIND(BNODE(\"same\") AS ?b) }"));
    }

    @Test
    void aKeyOfAGroupDoesNotSeeTheNameOfAnother() {
        assertEquals(
                List.of("1"), rows("SELECT (COUNT(*) AS ?n) { SELECT ?c { ?s ?p ?o } GROUP BY (1 AS ?b) (?b AS ?c) }"));
        assertEquals(
                List.of("false"),
                rows("SELECT (BOUND(?c) AS ?is) { SELECT ?c { ?s ?p ?o } GROUP BY (1 AS ?b) (?b AS ?c) }"));
    }

    @Test
    void aWayOfNoStepsLeadsFromThingsOfItsGraphOnlyWhateverIsReadFirst() {
        assertEquals(List.of(), rows("SELECT ?x ?y { VALUES ?x { ex:nobody } ?x ex:p* ?y }"));
        assertEquals(List.of("2"), rows("SELECT ?v { GRAPH ex:g2 { ex:b ex:q ?v } GRAPH ex:g2 { ?v ex:p* ?w } }"));
        assertEquals(List.of(), rows("SELECT ?v { GRAPH ex:g2 { ex:b ex:q ?v } ?v ex:p* ?w }"));
        assertEquals(List.of("nobody"), rows("SELECT ?y { ex:nobody ex:p* ?y }"));
        assertEquals(List.of("nobody"), rows("SELECT ?x { VALUES ?x { ex:nobody } FILTER EXISTS { ?x ex:p* ?y } }"));
    }

    @Test
    void aConditionIsAskedOfARowThatSaysUndefOnceItHasATerm() {
        assertEquals(
                List.of("a,b,yes"),
                rows("SELECT ?s ?o ?w { ?s ex:p ?o . VALUES (?o ?w) { (UNDEF \"yes\") (ex:z \"no\") }"
                        + " FILTER(STR(?o) != \"z\") }"));
    }

    @Test
    void whatHasNoTimeHasNoZoneAndEndsNothing() {
        assertEquals(List.of("false"), rows("SELECT DISTINCT (BOUND(?z) AS ?is) { ?s ex:p ?o BIND(TZ(?s) AS ?z) }"));
    }

    @Test
    void timesAndDurationsThatCannotBeComparedAreSortedAllTheSame() {
        for (int seed = 0; seed < 20; seed++) {
            Random random = new Random(seed);
            List<Quad> quads = new ArrayList<>();
            for (int i = 0; i < 2_000; i++) {
                String time = String.format("2020-01-%02dT%02d:00:00", 1 + random.nextInt(3), random.nextInt(24))
                        + List.of("", "Z", "+14:00", "-11:00").get(random.nextInt(4));
                String length = random.nextBoolean() ? "%dM".formatted(1 + random.nextInt(30)) : "";
                quads.add(said("t" + i, "at" + seed, time, XSDDatatype.XSDdateTime));
                String days = "%dD".formatted(1 + random.nextInt(900));
                quads.add(said(
                        "t" + i, "lasts" + seed, "P" + (length.isEmpty() ? days : length), XSDDatatype.XSDduration));
            }
            say(quads);

            assertEquals(
                    2_000,
                    ordered("SELECT ?s { ?s ex:at" + seed + " ?t } ORDER BY ?t").size());
            assertEquals(
                    2_000,
                    ordered("SELECT ?s { ?s ex:lasts" + seed + " ?t } ORDER BY ?t")
                            .size());
        }
    }

    @Test
    void aTimeWithoutAZoneIsSortedAsIfItWereOfUtc() {
        say(List.of(
                said("t1", "at", "2020-01-02T09:00:00+14:00", XSDDatatype.XSDdateTime),
                said("t2", "at", "2020-01-01T21:00:00", XSDDatatype.XSDdateTime),
                said("t3", "at", "2020-01-01T20:00:00Z", XSDDatatype.XSDdateTime)));

        assertEquals(List.of("t1", "t3", "t2"), ordered("SELECT ?s { ?s ex:at ?t } ORDER BY ?t"));
    }

    private static Quad said(String thing, String predicate, String text, XSDDatatype type) {
        return Quad.create(
                Quad.defaultGraphIRI,
                NodeFactory.createURI("http://example.org/" + thing),
                NodeFactory.createURI("http://example.org/" + predicate),
                NodeFactory.createLiteralDT(text, type));
    }
}
