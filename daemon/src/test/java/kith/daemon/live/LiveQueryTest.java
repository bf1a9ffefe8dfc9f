package kith.daemon.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import kith.daemon.query.PlainSpace;
import kith.daemon.query.QueryLimits;
import kith.daemon.query.ReplicaSpaces;
import kith.daemon.query.Sandbox;
import kith.daemon.query.SpaceAccess;
import kith.daemon.query.WriteAccess;
import kith.daemon.replica.Committed;
import kith.daemon.replica.TestNode;
import kith.ontology.fault.Code;
import kith.ontology.fault.KithException;
import kith.ontology.vocab.Prefixes;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.NodeFactory;
import org.apache.jena.sparql.core.DatasetGraph;
import org.apache.jena.sparql.core.Quad;
import org.apache.jena.sparql.sse.SSE;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is told of a query adds up to its answer, whenever that is looked at. */
// Some run only to be ended.
@SuppressWarnings("try")
@Timeout(120)
final class LiveQueryTest {
    private static final Sandbox SANDBOX = Sandbox.install(Prefixes.map());
    private static final QueryLimits LIMITS = new QueryLimits(Duration.ofSeconds(30), 200_000, 1 << 20);
    private static final long PATIENCE_SECONDS = 30;

    @TempDir
    Path folder;

    @Test
    void aRowOfWideLettersCountsTwice() {
        long narrow = LiveQuery.heapBytes("{\"n\":\"\u00e9t\u00e9\"}");
        long wide = LiveQuery.heapBytes("{\"n\":\"\u6f22t\u6f22\"}");

        assertEquals(11, wide - narrow);
    }

    @Test
    void liveQueriesLeaveMostOfAnyHeapToOthers() {
        assertTrue(LiveQuery.MAX_KEPT_BYTES <= Runtime.getRuntime().maxMemory() / 8);
    }

    /** Adds up what it is told, and hands it on line by line. */
    private static class Sum implements LiveQuery.Listener {
        final LinkedBlockingQueue<String> told = new LinkedBlockingQueue<>();
        final Map<String, Integer> rows = new HashMap<>();
        final CountDownLatch present = new CountDownLatch(1);

        @Override
        public synchronized void appeared(String row) {
            told.add("+" + row);
            rows.merge(row, 1, Integer::sum);
        }

        @Override
        public synchronized void vanished(String row) {
            told.add("-" + row);
            int left = rows.merge(row, -1, Integer::sum);
            assertTrue(left >= 0, "vanished without having appeared: " + row);
            rows.remove(row, 0);
        }

        @Override
        public void present(long count) {
            told.add("=" + count);
            present.countDown();
        }

        @Override
        public void flush() {}

        @Override
        public void quiet() {}

        String next() throws InterruptedException {
            return String.valueOf(told.poll(PATIENCE_SECONDS, TimeUnit.SECONDS));
        }

        synchronized Map<String, Integer> rows() {
            return Map.copyOf(rows);
        }
    }

    private static LiveQuery live(SpaceAccess space, String query) {
        return new LiveQuery(space, new LiveQuery.Asked(SANDBOX, query, List.of(), List.of()), LIMITS);
    }

    /** A live query on a thread of its own. */
    private record Going(LiveQuery live, CompletableFuture<Void> run) implements AutoCloseable {
        static Going from(LiveQuery live, LiveQuery.Listener listener, boolean present) {
            return new Going(
                    live,
                    CompletableFuture.runAsync(
                            () -> live.run(listener, present),
                            task -> Thread.ofPlatform().start(task)));
        }

        boolean goesOn() {
            return !run.isDone();
        }

        @Override
        public void close() {
            live.end();
            run.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
        }
    }

    private static void write(SpaceAccess space, List<Quad> add, List<Quad> remove) {
        try (WriteAccess write = space.write()) {
            DatasetGraph dataset = write.dataset();
            add.forEach(dataset::add);
            remove.forEach(dataset::delete);
            write.commit("");
        }
    }

    private static Quad quad(String subject, String predicate, String value) {
        return Quad.create(
                Quad.defaultGraphIRI,
                NodeFactory.createURI("urn:" + subject),
                NodeFactory.createURI("urn:" + predicate),
                NodeFactory.createLiteralString(value));
    }

    private static String row(String variable, String value) {
        return "{\"" + variable + "\":{\"type\":\"literal\",\"value\":\"" + value + "\"}}";
    }

    @Test
    void firstComesWhatIsThereThenWhatChanges() throws Exception {
        PlainSpace space = PlainSpace.of("<urn:ada> <urn:name> 'Ada' .");
        Sum sum = new Sum();
        try (Going run = Going.from(live(space, "SELECT ?n { ?s <urn:name> ?n }"), sum, true)) {
            assertEquals("+" + row("n", "Ada"), sum.next());
            assertEquals("=1", sum.next());

            write(space, List.of(quad("bo", "name", "Bo")), List.of());
            assertEquals("+" + row("n", "Bo"), sum.next());

            write(space, List.of(quad("ada", "name", "Ada B.")), List.of(quad("ada", "name", "Ada")));
            assertEquals("-" + row("n", "Ada"), sum.next());
            assertEquals("+" + row("n", "Ada B."), sum.next());
        }
    }

    @Test
    void whatIsThereMayBePassedOver() throws Exception {
        PlainSpace space = PlainSpace.of("<urn:ada> <urn:name> 'Ada' .");
        Sum sum = new Sum();
        try (Going run = Going.from(live(space, "SELECT ?n { ?s <urn:name> ?n }"), sum, false)) {
            assertEquals("=1", sum.next());

            write(space, List.of(), List.of(quad("ada", "name", "Ada")));

            assertEquals("-" + row("n", "Ada"), sumAllowing(sum));
        }
    }

    /** Here a row may vanish that was never told to have appeared. */
    private static String sumAllowing(Sum sum) throws InterruptedException {
        synchronized (sum) {
            sum.rows.put(row("n", "Ada"), 1);
        }
        return sum.next();
    }

    /** Two people of one name are two rows, and one of them may go. */
    @Test
    void rowsAreCounted() throws Exception {
        PlainSpace space = PlainSpace.of("<urn:a> <urn:name> 'Ada' . <urn:b> <urn:name> 'Ada' .");
        Sum sum = new Sum();
        try (Going run = Going.from(live(space, "SELECT ?n { ?s <urn:name> ?n }"), sum, true)) {
            sum.next();
            sum.next();
            assertEquals("=2", sum.next());

            write(space, List.of(), List.of(quad("a", "name", "Ada")));

            assertEquals("-" + row("n", "Ada"), sum.next());
            assertEquals(Map.of(row("n", "Ada"), 1), sum.rows());
        }
    }

    /** A space whose first answer is held back until something more was committed. */
    private record Held(SpaceAccess space, CountDownLatch reading, CountDownLatch go) implements SpaceAccess {
        @Override
        public DatasetGraph read() {
            DatasetGraph dataset = space.read();
            reading.countDown();
            return dataset;
        }

        @Override
        public DatasetGraph readAt(String moment) {
            return space.readAt(moment);
        }

        @Override
        public Watching watch(java.util.function.Consumer<Committed> listener) {
            return space.watch(listener);
        }

        @Override
        public WriteAccess write() {
            return space.write();
        }
    }

    /** The snapshot is taken, then something is committed, and only then is the first answer told. */
    @Test
    void aCommitBetweenTheFirstAnswerAndTheStreamIsTold() throws Exception {
        try (TestNode alice = TestNode.open(folder.resolve("alice"), 1)) {
            alice.found("river");
            alice.asserts(SSE.parseQuad("(_ <urn:ada> <urn:name> 'Ada')"));
            SpaceAccess space = new ReplicaSpaces(alice.replicas(), alice.machine()::random)
                    .space("river")
                    .orElseThrow();
            Held held = new Held(space, new CountDownLatch(1), new CountDownLatch(1));
            Sum sum = new Sum() {
                @Override
                public synchronized void appeared(String row) {
                    if (told.isEmpty()) {
                        alice.asserts(SSE.parseQuad("(_ <urn:bo> <urn:name> 'Bo')"));
                    }
                    super.appeared(row);
                }
            };
            try (Going run = Going.from(live(held, "SELECT ?n { ?s <urn:name> ?n }"), sum, true)) {

                assertEquals("+" + row("n", "Ada"), sum.next());
                assertEquals("=1", sum.next());
                assertEquals("+" + row("n", "Bo"), sum.next());
            }
        }
    }

    @Test
    void manyCommitsFromManyHandsAddUpToTheLastAnswer() throws Exception {
        try (TestNode alice = TestNode.open(folder.resolve("alice"), 1);
                TestNode bo = TestNode.open(folder.resolve("bo"), 2)) {
            alice.found("river");
            bo.joinThrough(alice);
            SpaceAccess space = new ReplicaSpaces(alice.replicas(), alice.machine()::random)
                    .space("river")
                    .orElseThrow();
            Sum sum = new Sum();
            try (Going run = Going.from(live(space, "SELECT ?s ?o { ?s <urn:p> ?o }"), sum, true)) {
                assertTrue(sum.present.await(PATIENCE_SECONDS, TimeUnit.SECONDS));

                for (int i = 0; i < 150; i++) {
                    Node subject = NodeFactory.createURI("urn:s" + i % 20);
                    Quad quad = Quad.create(
                            Quad.defaultGraphIRI,
                            subject,
                            NodeFactory.createURI("urn:p"),
                            NodeFactory.createLiteralString("v" + i));
                    alice.asserts(quad);
                    if (i % 3 == 0) {
                        alice.retracts(quad);
                    }
                    if (i % 10 == 0) {
                        bo.asserts(SSE.parseQuad("(_ <urn:of-bo" + i + "> <urn:p> 'x')"));
                        alice.pullFrom(bo);
                    }
                }
                alice.asserts(SSE.parseQuad("(_ <urn:last> <urn:p> 'last')"));

                String last = "\"value\":\"urn:last\"";
                while (!String.valueOf(sum.next()).contains(last)) {
                    assertTrue(run.goesOn());
                }
                Sum whole = new Sum();
                try (Going other = Going.from(live(space, "SELECT ?s ?o { ?s <urn:p> ?o }"), whole, true)) {
                    assertTrue(whole.present.await(PATIENCE_SECONDS, TimeUnit.SECONDS));
                }
                assertEquals(116, whole.rows().size());
                long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
                while (!sum.rows().equals(whole.rows()) && System.nanoTime() < end) {
                    Thread.sleep(10);
                }
                assertEquals(whole.rows(), sum.rows());
            }
        }
    }

    /** Counts how often it is read. */
    private static final class Counted implements SpaceAccess {
        final AtomicInteger reads = new AtomicInteger();
        private final PlainSpace space;

        Counted(PlainSpace space) {
            this.space = space;
        }

        @Override
        public DatasetGraph read() {
            reads.incrementAndGet();
            return space.read();
        }

        @Override
        public DatasetGraph readAt(String moment) {
            return space.readAt(moment);
        }

        @Override
        public Watching watch(java.util.function.Consumer<Committed> listener) {
            return space.watch(listener);
        }

        @Override
        public WriteAccess write() {
            return space.write();
        }
    }

    @Test
    void itIsNotAskedAgainForWhatCannotMatter() throws Exception {
        Counted space = new Counted(PlainSpace.of("<urn:ada> <urn:name> 'Ada' ."));
        Sum sum = new Sum();
        try (Going run =
                Going.from(live(space, "SELECT ?n { ?s <urn:name> ?n OPTIONAL { ?s <urn:age> ?a } }"), sum, true)) {
            assertEquals("+" + row("n", "Ada"), sum.next());
            assertEquals("=1", sum.next());

            for (int i = 0; i < 20; i++) {
                write(space, List.of(quad("x" + i, "other", "y")), List.of());
            }
            write(space, List.of(quad("bo", "name", "Bo")), List.of());

            assertEquals("+" + row("n", "Bo"), sum.next());
            assertEquals(2, space.reads.get());
        }
    }

    @Test
    void pathsSubqueriesNegationGraphsAndGroupsAreAskedAgainForAllTheyLookAt() throws Exception {
        List<String> queries = new ArrayList<>(List.of(
                "SELECT ?s { ?s <urn:knows>* <urn:end> }",
                "SELECT ?s { ?s <urn:knows>/<urn:knows> ?o }",
                "SELECT ?s { ?s <urn:a> ?x FILTER NOT EXISTS { ?s <urn:knows> ?o } }",
                "SELECT ?s { ?s <urn:a> ?x MINUS { ?s <urn:knows> ?o } }",
                "SELECT (COUNT(*) AS ?n) { { SELECT ?s { ?s <urn:knows> ?o } } }",
                "SELECT ?s ?g { GRAPH ?g { } OPTIONAL { ?s <urn:knows> ?o } }",
                "SELECT (SUM(IF(EXISTS { ?s <urn:knows> ?o }, 1, 0)) AS ?n) { ?s <urn:a> ?x }",
                "SELECT ?s { ?s !<urn:a> ?o }",
                "ASK { <urn:ada> <urn:knows> <urn:end> }",
                "CONSTRUCT WHERE { ?s <urn:knows> ?o }"));
        for (String query : queries) {
            PlainSpace space = PlainSpace.of("<urn:ada> <urn:a> 'x' . GRAPH <urn:g> { <urn:s> <urn:p> 1 }");
            Sum sum = new Sum();
            try (Going run = Going.from(live(space, query), sum, true)) {
                assertTrue(sum.present.await(PATIENCE_SECONDS, TimeUnit.SECONDS));
                sum.told.clear();

                write(
                        space,
                        List.of(
                                SSE.parseQuad("(_ <urn:ada> <urn:knows> <urn:end>)"),
                                SSE.parseQuad("(_ <urn:end> <urn:knows> <urn:ada>)")),
                        List.of());

                String first = sum.next();
                assertTrue(first.startsWith("+") || first.startsWith("-"), query + " told " + first);
            }
        }
    }

    @Test
    void anAskIsOneEmptyRowWhileItHolds() throws Exception {
        PlainSpace space = PlainSpace.of("");
        Sum sum = new Sum();
        try (Going run = Going.from(live(space, "ASK { ?s <urn:down> ?o }"), sum, true)) {
            assertEquals("=0", sum.next());

            write(space, List.of(quad("a", "down", "1")), List.of());
            assertEquals("+{}", sum.next());
            write(space, List.of(), List.of(quad("a", "down", "1")));
            assertEquals("-{}", sum.next());
        }
    }

    @Test
    void whatDiffersEachTimeIsNotWatched() {
        PlainSpace space = PlainSpace.of("");
        for (String query : List.of(
                "SELECT (NOW() AS ?n) { ?s ?p ?o }",
                "SELECT ?s { ?s ?p ?o FILTER (RAND() < 2) }",
                "SELECT ?s { ?s ?p ?o BIND (UUID() AS ?u) }",
                "SELECT ?s { ?s ?p ?o } ORDER BY STRUUID()",
                "SELECT (MAX(RAND()) AS ?m) { ?s ?p ?o }",
                "SELECT ?s { { SELECT ?s { ?s ?p ?o } ORDER BY RAND() LIMIT 1 } }",
                "SELECT (BNODE() AS ?b) { ?s ?p ?o }",
                "CONSTRUCT { [] <urn:of> ?s } WHERE { ?s ?p ?o }",
                "DESCRIBE <urn:ada>")) {
            KithException refusal = assertThrows(KithException.class, () -> live(space, query), query);
            assertEquals(Code.USAGE, refusal.code());
        }
    }

    @Test
    void moreRowsThanAreKeptEndIt() {
        PlainSpace space = PlainSpace.of("");
        space.dataset().executeWrite(() -> {
            for (int i = 0; i < 400; i++) {
                space.dataset().add(quad("s" + i, "p", "o"));
            }
        });

        KithException rows = assertThrows(
                KithException.class,
                () -> live(space, "SELECT * { ?a <urn:p> ?x . ?b <urn:p> ?x }").run(new Sum(), true));
        String wide = "x".repeat(1_000);
        KithException bytes = assertThrows(
                KithException.class,
                () -> live(
                                space,
                                "SELECT ?a ?b ?w { ?a <urn:p> ?x . ?b <urn:p> ?x BIND (\"" + wide + "\" AS ?w) } LIMIT"
                                        + " 90000")
                        .run(new Sum(), true));

        assertTrue(String.valueOf(rows.getMessage()).contains("100000"), rows.getMessage());
        assertTrue(String.valueOf(bytes.getMessage()).contains("64 MiB"), bytes.getMessage());
        // What was kept is given back.
        Sum sum = new Sum() {
            @Override
            public void present(long count) {
                throw new IllegalStateException("enough");
            }
        };
        assertThrows(
                IllegalStateException.class,
                () -> live(
                                space,
                                "SELECT ?a ?b ?w { ?a <urn:p> ?x . ?b <urn:p> ?x BIND (\"" + wide + "\" AS ?w) } LIMIT"
                                        + " 50000")
                        .run(sum, false));
        assertEquals(Optional.empty(), Optional.ofNullable(sum.told.poll()));
    }
}
