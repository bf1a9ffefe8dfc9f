package kith.daemon.conformance;

import static kith.daemon.conformance.Suite.QT;
import static kith.daemon.conformance.Suite.UT;
import static kith.daemon.conformance.Suite.property;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import kith.daemon.conformance.Suite.Case;
import kith.daemon.query.Modification;
import kith.daemon.query.Question;
import kith.ontology.fault.Code;
import kith.ontology.fault.KithException;
import org.apache.jena.graph.NodeFactory;
import org.apache.jena.query.Query;
import org.apache.jena.query.QueryFactory;
import org.apache.jena.query.Syntax;
import org.apache.jena.rdf.model.Property;
import org.apache.jena.rdf.model.Resource;
import org.apache.jena.rdf.model.Statement;
import org.apache.jena.sparql.core.DatasetGraph;
import org.apache.jena.sparql.core.DatasetGraphFactory;
import org.apache.jena.sparql.core.Quad;
import org.apache.jena.sparql.util.IsoMatcher;
import org.apache.jena.vocabulary.RDFS;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/**
 * The suites of the W3C for queries and updates, asked over HTTP of a space on disk: data comes in as {@code kith import}
 * brings it, and what an update leaves is read as {@code kith export} reads it.
 */
final class ConformanceTest {
    @TempDir
    private static Path folder;

    private static LiveDoor door;

    @BeforeAll
    static void open() {
        door = new LiveDoor(folder);
    }

    @AfterAll
    static void close() {
        door.close();
    }

    @TestFactory
    Stream<DynamicTest> queriesOfSparql10AreAnswered() {
        return tests(Parts.QUERY_10);
    }

    @TestFactory
    Stream<DynamicTest> queriesOfSparql11AreAnswered() {
        return tests(Parts.QUERY_11);
    }

    @TestFactory
    Stream<DynamicTest> updatesAreMade() {
        return tests(Parts.UPDATE);
    }

    @TestFactory
    Stream<DynamicTest> syntaxOfSparql10IsRead() {
        return tests(Parts.SYNTAX_10);
    }

    @TestFactory
    Stream<DynamicTest> syntaxOfSparql11IsRead() {
        return tests(Parts.SYNTAX_11);
    }

    private static Stream<DynamicTest> tests(Parts parts) {
        return parts.cases().stream()
                .map(test -> DynamicTest.dynamicTest(
                        test.id(), () -> ExpectedFailures.judge(test.id(), () -> ConformanceTest.run(test))));
    }

    private static void run(Case test) {
        switch (test.kind()) {
            case "QueryEvaluationTest", "CSVResultFormatTest" -> answers(test);
            case "UpdateEvaluationTest" -> updates(test);
            case "PositiveSyntaxTest", "PositiveSyntaxTest11" -> readQuery(test);
            case "NegativeSyntaxTest", "NegativeSyntaxTest11" -> refused(() -> readQuery(test));
            case "PositiveUpdateSyntaxTest11" -> readUpdate(test);
            case "NegativeUpdateSyntaxTest11" -> refused(() -> readUpdate(test));
            default -> throw new IllegalStateException(test.id() + " is of an unknown kind: " + test.kind());
        }
    }

    private static void readQuery(Case test) {
        Question.parse(LiveDoor.SANDBOX, test.suite().text(test.action().getURI()), List.of(), List.of());
    }

    private static void readUpdate(Case test) {
        try {
            Modification.parse(LiveDoor.SANDBOX, test.suite().text(test.action().getURI()), List.of(), List.of());
        } catch (KithException refusal) {
            if (refusal.code() != Code.NOT_ALLOWED) {
                throw refusal;
            }
            // LOAD is understood, and not done.
        }
    }

    private static void refused(Executable reading) {
        assertEquals(Code.USAGE, assertThrows(KithException.class, reading).code());
    }

    private static void answers(Case test) {
        Resource action = test.action();
        String file = test.file(action, property(QT, "query"));
        // What a file says of itself is relative to where it lies.
        String text = "BASE <" + file + ">\n" + test.suite().text(file);
        Query query = QueryFactory.create(text, file, Syntax.syntaxSPARQL_12);
        String expected = test.result().getURI();

        door.clear();
        files(action, property(QT, "data")).forEach(each -> door.load(test.suite(), each, Optional.empty()));
        List<String> graphs = new ArrayList<>(files(action, property(QT, "graphData")));
        graphs.addAll(query.getGraphURIs());
        graphs.addAll(query.getNamedGraphURIs());
        graphs.stream().distinct().forEach(each -> door.load(test.suite(), each, Optional.of(each)));
        boolean isGraph = query.isConstructType() || query.isDescribeType();
        HttpResponse<byte[]> answer = door.query(text, isGraph ? "application/n-triples" : Answers.accept(expected));

        LiveDoor.mustSucceed(answer);
        if (isGraph) {
            Answers.mustBeGraph(test, expected, answer.body());
        } else {
            Answers.mustBe(test, expected, answer.body(), test.id().startsWith("sort/"));
        }
    }

    private static List<String> files(Resource of, Property property) {
        return of.listProperties(property)
                .mapWith(each -> each.getResource().getURI())
                .toList();
    }

    private static void updates(Case test) {
        String file = test.file(test.action(), property(UT, "request"));
        DatasetGraph wanted = DatasetGraphFactory.create();
        data(
                test.result(),
                (each, graph) -> test.suite()
                        .model(each)
                        .getGraph()
                        .find()
                        .forEach(triple -> wanted.add(
                                Quad.create(graph.map(NodeFactory::createURI).orElse(Quad.defaultGraphIRI), triple))));

        door.clear();
        data(test.action(), (each, graph) -> door.load(test.suite(), each, graph));
        HttpResponse<byte[]> answer =
                door.update("BASE <" + file + ">\n" + test.suite().text(file));

        LiveDoor.mustSucceed(answer);
        DatasetGraph got = door.shown();
        assertTrue(IsoMatcher.isomorphic(wanted, got), () -> "expected\n" + wanted + "\nbut was\n" + got);
    }

    private interface Data {
        void file(String file, Optional<String> graph);
    }

    private static void data(Resource of, Data data) {
        files(of, property(UT, "data")).forEach(each -> data.file(each, Optional.empty()));
        for (Statement each : of.listProperties(property(UT, "graphData")).toList()) {
            Resource graph = each.getResource();
            String file = graph.getRequiredProperty(property(UT, "graph"))
                    .getResource()
                    .getURI();
            data.file(file, Optional.of(graph.getRequiredProperty(RDFS.label).getString()));
        }
    }
}
