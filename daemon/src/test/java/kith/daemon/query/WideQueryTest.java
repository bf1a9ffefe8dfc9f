package kith.daemon.query;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import kith.daemon.replica.Change;
import kith.daemon.replica.TestNode;
import kith.ontology.bytes.Bytes;
import kith.ontology.fault.Code;
import kith.ontology.fault.KithException;
import kith.ontology.merge.Effect;
import org.apache.jena.graph.Graph;
import org.apache.jena.graph.NodeFactory;
import org.apache.jena.sparql.core.DatasetGraph;
import org.apache.jena.sparql.core.Quad;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Queries that are short to write and wide to plan, asked of the engine on ids. */
final class WideQueryTest {
    private static final Sandbox SANDBOX = Sandbox.install(Map.of("ex", "http://example.org/"));
    private static final QueryLimits WIDE = new QueryLimits(Duration.ofSeconds(60), 1_000_000, 1 << 28);
    private static final QueryLimits SHORT = new QueryLimits(Duration.ofMillis(500), 1_000_000, 1 << 28);
    private static final Duration SOON = Duration.ofSeconds(30);

    @TempDir
    private Path folder;

    private TestNode node;

    @BeforeEach
    void open() {
        node = TestNode.open(folder, 1);
        node.found("river");
        List<Quad> quads = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            quads.add(Quad.create(
                    Quad.defaultGraphIRI,
                    NodeFactory.createURI("http://example.org/s" + i % 20),
                    NodeFactory.createURI("http://example.org/p"),
                    NodeFactory.createURI("http://example.org/s" + i / 20)));
        }
        node.replica()
                .write(new Change(quads, List.of(), Optional.empty(), true))
                .durable()
                .join();
    }

    @AfterEach
    void close() {
        node.close();
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

    private int plans(String text) {
        DatasetGraph dataset = dataset();
        try {
            return Question.parse(SANDBOX, text, List.of(), List.of())
                    .explain(dataset, WIDE, false)
                    .getAsJsonArray("plans")
                    .size();
        } finally {
            dataset.close();
        }
    }

    private static String chain(int length) {
        return IntStream.range(0, length)
                .mapToObj(i -> "?a" + i + " ex:p ?a" + (i + 1) + " .")
                .collect(Collectors.joining(" ", "SELECT * { ", " } LIMIT 1"));
    }

    private static String star(int rays) {
        return IntStream.range(0, rays)
                .mapToObj(i -> "?s ex:p ?a" + i + " .")
                .collect(Collectors.joining(" ", "SELECT ?s { ", " } LIMIT 1"));
    }

    @Test
    void manyPatternsAreOrderedWithinTheTimeOfTheQuestion() {
        KithException late = assertTimeoutPreemptively(
                SOON, () -> assertThrows(KithException.class, () -> rows(chain(3_000), SHORT)));
        assertEquals(Code.TIMED_OUT, late.code());
        assertTimeoutPreemptively(SOON, () -> assertTrue(rows(chain(100), WIDE).contains("http://example.org/s")));
    }

    @Test
    void aPlanThatWouldFillTheHeapIsNotMade() {
        // Each step hands on the terms of all before it, eight kilobytes a column.
        int steps = 2 * (int) Math.sqrt(Runtime.getRuntime().maxMemory() / 32.0 / 4096);

        assertEquals(1, plans(chain(10)));
        assertEquals(0, plans(chain(steps)));
        assertTimeoutPreemptively(SOON, () -> assertTrue(rows(star(300), WIDE).startsWith("s http://example.org/")));
    }

    @Test
    void onlySoManyPatternsAreReadAtAll() {
        KithException many = assertThrows(LimitReached.class, () -> rows(star(Guard.MAX_PATTERNS + 1), WIDE));
        assertTrue(many.getMessage().contains(String.valueOf(Guard.MAX_PATTERNS)), many.getMessage());
    }

    @Test
    void waysThatMultiplyEndInTime() {
        String ways = "(ex:p/^ex:p/ex:p/^ex:p/ex:p/^ex:p/ex:p/^ex:p)?";
        KithException refused = assertTimeoutPreemptively(
                SOON,
                () -> assertThrows(
                        KithException.class, () -> rows("SELECT (COUNT(*) AS ?n) { ex:s1 " + ways + " ?x }", SHORT)));
        assertTrue(refused.code() == Code.TIMED_OUT || refused instanceof LimitReached, refused.getMessage());
    }

    @Test
    void whatDoesNotFitTheHeapIsNotRead() {
        long all = Runtime.getRuntime().maxMemory();
        assertThrows(LimitReached.class, () -> SANDBOX.reading(all, () -> "read"));
        assertEquals("read", SANDBOX.reading(1_000, () -> "read"));
    }

    @Test
    void aChangeThatIsNotToldQuadByQuadMattersToAllWhoWatch() {
        var interest = Question.parse(SANDBOX, "SELECT * { ?s ex:other ?o }", List.of(), List.of())
                .interest();
        assertTrue(interest.test(Effect.MUCH));
        assertEquals(false, interest.test(Effect.NONE));
    }
}
