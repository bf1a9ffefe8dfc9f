package kith.daemon.query;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import kith.daemon.replica.Change;
import kith.daemon.replica.TestNode;
import kith.ontology.bytes.Bytes;
import org.apache.jena.graph.Graph;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.NodeFactory;
import org.apache.jena.sparql.core.DatasetGraph;
import org.apache.jena.sparql.core.DatasetGraphFactory;
import org.apache.jena.sparql.core.Quad;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Joins of more rows than a batch has, each by the way that is meant for it, answer as the standard engine does. */
final class JoinLawsTest {
    private static final Sandbox SANDBOX = Sandbox.install(Map.of("ex", "http://example.org/"));
    private static final QueryLimits WIDE = new QueryLimits(Duration.ofSeconds(60), 1_000_000, 1 << 28);
    private static final int THINGS = 400;
    private static final int EDGES = 3_600;

    @TempDir
    private Path folder;

    private final DatasetGraph memory = DatasetGraphFactory.createTxnMem();
    private TestNode node;
    private DatasetGraph space;

    @BeforeEach
    void say() {
        List<Quad> quads = quads(new SplittableRandom(11));
        memory.executeWrite(() -> quads.forEach(memory::add));
        node = TestNode.open(folder, 1);
        node.found("river");
        for (int i = 0; i < quads.size(); i += 1_500) {
            List<Quad> some = quads.subList(i, Math.min(quads.size(), i + 1_500));
            node.replica()
                    .write(new Change(some, List.of(), Optional.empty(), true))
                    .durable()
                    .join();
        }
        space = new ServedDataset(
                new SpaceDataset(node.replica().snapshot(), false, Bytes.EMPTY, Map.of()),
                ServiceGraphs.of(() -> Graph.emptyGraph, () -> Graph.emptyGraph));
    }

    @AfterEach
    void close() {
        space.close();
        node.close();
    }

    /** Some things are known by very many, some know nobody; the same is said in two graphs now and then. */
    private static List<Quad> quads(SplittableRandom random) {
        List<Quad> quads = new ArrayList<>();
        Node[] graphs = {Quad.defaultGraphIRI, iri("one"), iri("two")};
        for (int i = 0; i < EDGES; i++) {
            Node from = iri("t" + random.nextInt(THINGS));
            double chance = random.nextDouble();
            Node to = iri("t" + (int) (THINGS * chance * chance));
            Node predicate = iri(random.nextInt(4) == 0 ? "owns" : "knows");
            Node graph = graphs[random.nextInt(2) == 0 ? 0 : random.nextInt(3)];
            quads.add(Quad.create(graph, from, predicate, to));
            if (random.nextInt(5) == 0) {
                quads.add(Quad.create(graphs[random.nextInt(3)], from, predicate, to));
            }
        }
        for (int i = 0; i < THINGS; i += 1 + random.nextInt(3)) {
            Node age = NodeFactory.createLiteralByValue(random.nextInt(90));
            quads.add(Quad.create(graphs[0], iri("t" + i), iri("age"), age));
        }
        return quads;
    }

    private static Node iri(String local) {
        return NodeFactory.createURI("http://example.org/" + local);
    }

    private static List<String> rows(String text, DatasetGraph dataset) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Question.parse(SANDBOX, text, List.of(), List.of()).rows(dataset, WIDE, RowFormat.CSV, out);
        return out.toString(StandardCharsets.UTF_8).lines().sorted().toList();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            leapfrog | ?a ex:knows ?b . ?b ex:knows ?c . ?c ex:knows ?a
            leapfrog | ?a ex:knows ?b . ?c ex:knows ?b . ?a ex:knows ?c
            leapfrog | ?a ex:knows ?b . ?b ex:owns ?c . ?c ex:knows ?a
            leapfrog | ?a ex:owns ?b . ?b ex:owns ?c . ?c ex:owns ?d . ?d ex:owns ?a
            leapfrog | ?a ex:owns ?b . ?a ex:owns ?c . ?b ex:knows ?d . ?c ex:knows ?d
            leapfrog | ?a ex:owns ?b . ?b ex:knows ?c . ?a ex:knows ?c OPTIONAL { ?c ex:age ?n }
            leapfrog | GRAPH ex:one { ?a ex:knows ?b . ?c ex:knows ?b . ?a ex:knows ?c }
            leapfrog | ?a ex:knows ?b . ?b ex:knows ?c . ?a ex:knows ?c . ?a ex:knows ?d . ?b ex:knows ?d . ?c ex:knows ?d
            merged   | ?a ex:knows ?b . ?a ex:owns ?c
            merged   | ?a ex:knows ?b . ?a ex:owns ?c . ?a ex:age ?n
            merged   | ?a ex:owns ?b . ?a ex:knows ?b
            merged   | ?a ex:age ?n . ?a ex:knows ?b FILTER(?n != 60)
            in the heap | ?a ex:age ?n . ?a ex:knows ?b FILTER(?n < 60)
            merged   | ?a ex:knows ?b . ?a ex:age ?n BIND(?n + 1 AS ?m) ?a ex:owns ?c
            merged   | GRAPH ex:two { ?a ex:knows ?b . ?a ex:owns ?c }
            in the heap | ?a ex:owns ?b . ?b ex:owns ?c
            """)
    void isTheRightOneByItsOwnWay(String way, String pattern) {
        String text = "SELECT * { " + pattern + " }";

        String plan = Question.parse(SANDBOX, text, List.of(), List.of())
                .explain(space, WIDE, true)
                .get("text")
                .getAsString();

        assertTrue(plan.contains(way), plan);
        List<String> expected = rows(text, memory);
        assertTrue(expected.size() > 1, "nothing is found at all");
        assertEquals(expected, rows(text, space));
    }
}
