package kith.daemon;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import kith.daemon.query.LimitReached;
import kith.daemon.query.Modification;
import kith.daemon.query.QueryLimits;
import kith.daemon.query.Question;
import kith.daemon.query.ReplicaSpaces;
import kith.daemon.query.RowFormat;
import kith.daemon.query.Sandbox;
import kith.daemon.query.SpaceAccess;
import kith.daemon.query.WriteAccess;
import kith.daemon.replica.TestNode;
import kith.ontology.fault.Code;
import kith.ontology.fault.KithException;
import kith.ontology.vocab.Prefixes;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.NodeFactory;
import org.apache.jena.sparql.core.DatasetGraph;
import org.apache.jena.sparql.core.Quad;
import org.apache.jena.sparql.util.NodeFactoryExtra;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What kith itself says of a space, asked by SPARQL. */
final class ServiceGraphsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final Node BOAT = NodeFactory.createURI("urn:x:boat");
    private static final Node SIZE = NodeFactory.createURI("urn:x:size");

    @TempDir
    private Path folder;

    private final Sandbox sandbox = Sandbox.install(Prefixes.map());
    private TestNode ada;
    private TestNode ben;

    @BeforeEach
    void open() {
        ada = TestNode.open(folder.resolve("ada"), 1);
        ben = TestNode.open(folder.resolve("ben"), 2);
        ada.found("river");
        ben.joinThrough(ada);
    }

    @AfterEach
    void close() {
        ada.close();
        ben.close();
    }

    private static SpaceAccess space(TestNode node) {
        return new ReplicaSpaces(
                        node.replicas(),
                        count -> node.machine().random(count),
                        new SpaceWitness(node.self().node(), "laptop", node.machine()))
                .space("river")
                .orElseThrow();
    }

    private void update(TestNode node, String update) {
        try (WriteAccess write = space(node).write()) {
            Modification.parse(sandbox, update, List.of(), List.of()).make(write, PATIENCE, 1_000);
            write.commit("a note");
        }
    }

    /** The rows of a query as lines of CSV, without the header. */
    private List<String> rows(TestNode node, String query) {
        return rows(space(node).read(), query);
    }

    private List<String> rows(DatasetGraph dataset, String query) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            Question.parse(sandbox, query, List.of(), List.of())
                    .rows(dataset, new QueryLimits(PATIENCE, 1_000_000, 1L << 26), RowFormat.CSV, out);
        } finally {
            dataset.close();
        }
        return Arrays.stream(out.toString(StandardCharsets.UTF_8).split("\r?\n"))
                .skip(1)
                .toList();
    }

    private static Code refused(Runnable act) {
        return assertThrows(KithException.class, act::run).code();
    }

    /** Ada and Ben name a thing without knowing of each other. */
    private void twoNames() {
        update(ada, "INSERT DATA { <urn:x:ada> foaf:name 'Ada' }");
        update(ben, "INSERT DATA { <urn:x:ada> foaf:name 'Ada B.' }");
        ada.pullFrom(ben);
    }

    private String delta(TestNode node) {
        return new History(node.replica())
                .newest(1)
                .get(0)
                .getAsJsonObject()
                .get("delta")
                .getAsString();
    }

    @Test
    void whoSaidWhatOfAThingIsAskedShownOrHidden() {
        twoNames();

        List<String> rows = rows(ada, """
                SELECT ?name ?shown ?author ?person ?note { GRAPH <urn:kith:provenance> {
                  ?fact rdf:subject <urn:x:ada> ; rdf:predicate foaf:name ; rdf:object ?name ; kith:shown ?shown ; kith:saidIn ?in .
                  ?in kith:author ?author ; kith:person ?person ; rdfs:comment ?note } } ORDER BY ?name
                """);

        assertEquals(
                List.of(
                        "Ada,false," + ada.self().node().did() + ","
                                + ada.person().id().did() + ",a note",
                        "Ada B.,true," + ben.self().node().did() + ","
                                + ben.person().id().did() + ",a note"),
                rows);
    }

    @Test
    void whatAChangeSaidIsAskedByItsId() {
        twoNames();
        update(ada, "INSERT DATA { GRAPH <urn:g> { <urn:x:boat> <urn:x:size> 7 } }");

        List<String> rows = rows(
                ada,
                "SELECT ?s ?o ?g { GRAPH <urn:kith:provenance> { ?in kith:delta \"" + delta(ada)
                        + "\" . ?fact kith:saidIn ?in ; rdf:subject ?s ; rdf:object ?o . OPTIONAL { ?fact kith:graph ?g } } }");

        assertEquals(List.of("urn:x:boat,7,urn:g"), rows);
        assertEquals(List.of(), rows(ada, "SELECT * { GRAPH <urn:kith:provenance> { ?in kith:delta \"00000000\" } }"));
    }

    @Test
    void whatNoLongerHoldsHasNoProvenance() {
        twoNames();

        update(ada, "INSERT DATA { <urn:x:ada> foaf:name 'Ada Byron' }");

        assertEquals(
                List.of("Ada Byron"),
                rows(ada, "SELECT ?o { GRAPH <urn:kith:provenance> { ?f rdf:object ?o ; rdf:subject <urn:x:ada> } }"));
    }

    @Test
    void theWholeSpaceIsAskedWithinALimit() {
        twoNames();
        String all = "SELECT (COUNT(*) AS ?n) { GRAPH <urn:kith:provenance> { ?fact a kith:Fact } }";
        assertEquals(List.of("2"), rows(ada, all));
        try (WriteAccess write = space(ada).write()) {
            for (int i = 0; i < 100_000; i++) {
                write.dataset().add(Quad.create(Quad.defaultGraphIRI, BOAT, SIZE, NodeFactoryExtra.intToNode(i)));
            }
            write.mayBeSplit();
            write.commit("");
        }

        assertThrows(LimitReached.class, () -> rows(ada, all));
        assertEquals(
                List.of("2"),
                rows(ada, "SELECT (COUNT(*) AS ?n) { GRAPH <urn:kith:provenance> { ?f rdf:subject <urn:x:ada> } }"));
    }

    @Test
    void rightsAreAskedStandingAndEnded() {
        update(ada, "INSERT DATA { <urn:x:ada> foaf:name 'Ada' }");
        ada.cuts(ben);

        List<String> rows = rows(ada, """
                SELECT ?level ?state ?person ?by ?endedBy { GRAPH <urn:kith:membership> {
                  ?grant a kith:Grant ; kith:level ?level ; kith:state ?state ; kith:person ?person
                  OPTIONAL { ?grant kith:by ?by } OPTIONAL { ?grant kith:endedBy ?endedBy } } } ORDER BY ?level
                """);

        String founder = ada.person().id().did();
        assertEquals("writer,ended," + ben.person().id().did() + "," + founder + "," + founder, rows.get(1));
        assertTrue(rows.getFirst().startsWith("owner,standing," + founder), rows.getFirst());
        assertEquals(
                List.of("used"),
                rows(ada, "SELECT ?s { GRAPH <urn:kith:membership> { ?i a kith:Invitation ; kith:state ?s } }"));
    }

    @Test
    void rightsAndFactsAreAskedTogether() {
        twoNames();

        assertEquals(List.of("Ada B.,writer"), rows(ada, """
                        SELECT ?name ?level { <urn:x:ada> foaf:name ?name
                          GRAPH <urn:kith:provenance> { ?fact rdf:subject <urn:x:ada> ; rdf:object ?name ; kith:saidIn/kith:author ?author }
                          GRAPH <urn:kith:membership> { ?grant kith:device ?author ; kith:level ?level } }
                        """));
    }

    @Test
    void theyAreNoPartOfWhatIsNotNamed() {
        update(ada, "INSERT DATA { GRAPH <urn:g> { <urn:x:ada> foaf:name 'Ada' } }");

        assertAll(
                () -> assertEquals(List.of("urn:g"), rows(ada, "SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }")),
                () -> assertEquals(
                        List.of("1"),
                        rows(ada, "SELECT (COUNT(*) AS ?n) { GRAPH <urn:x-arq:UnionGraph> { ?s ?p ?o } }")),
                () -> assertEquals(List.of("0"), rows(ada, "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }")),
                () -> assertEquals(
                        List.of("2"),
                        rows(
                                ada,
                                "SELECT (COUNT(?g) AS ?n) FROM NAMED <urn:kith:membership> { GRAPH ?g { ?s a kith:Grant } }")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "INSERT DATA { GRAPH <urn:kith:provenance> { <urn:s> <urn:p> 1 } }",
                "DELETE DATA { GRAPH <urn:kith:membership> { <urn:s> <urn:p> 1 } }",
                "WITH <urn:kith:membership> DELETE { ?s ?p ?o } INSERT { ?s ?p 1 } WHERE { ?s ?p ?o }",
                "CLEAR GRAPH <urn:kith:membership>",
                "DROP GRAPH <urn:kith:provenance>",
                "ADD DEFAULT TO GRAPH <urn:kith:provenance>"
            })
    void theyAreNotWritten(String update) {
        update(ada, "INSERT DATA { <urn:x:ada> foaf:name 'Ada' }");

        assertEquals(Code.NOT_ALLOWED, refused(() -> update(ada, update)));
    }

    @Test
    void anUpdateMayAskThem() {
        twoNames();

        update(ada, """
                INSERT { ?in_ <urn:x:said> ?name } WHERE { BIND(<urn:x:list> AS ?in_) GRAPH <urn:kith:provenance> {
                  ?fact rdf:subject <urn:x:ada> ; rdf:object ?name ; kith:shown false } }
                """);

        assertEquals(List.of("Ada"), rows(ada, "SELECT ?o { <urn:x:list> <urn:x:said> ?o }"));
    }

    @Test
    void aMomentOfThePastHasNone() {
        twoNames();

        assertEquals(
                Code.USAGE,
                refused(() ->
                        rows(space(ada).readAt(delta(ada)), "SELECT * { GRAPH <urn:kith:membership> { ?s ?p ?o } }")));
    }

    static Stream<String> examples() throws IOException {
        return Stream.of("history.md", "membership.md").flatMap(ServiceGraphsTest::examples);
    }

    private static Stream<String> examples(String page) {
        try {
            String text = Files.readString(Path.of("..", "docs", page));
            return Arrays.stream(text.split("```sparql\n")).skip(1).map(part -> part.substring(0, part.indexOf("```")));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @ParameterizedTest
    @MethodSource("examples")
    void everyExampleOfThePagesIsAnswered(String query) {
        twoNames();
        update(ben, "INSERT DATA { <urn:uuid:0199b0f8-0000-7000-8000-000000000001> foaf:name 'Ben' }");
        ada.pullFrom(ben);
        ada.cuts(ben);

        List<String> rows = rows(ada, query.replace("3f2a91cc", delta(ada)));

        assertTrue(query.contains("kith:Ban") || query.contains("kith:delta \"") || !rows.isEmpty(), query);
    }
}
