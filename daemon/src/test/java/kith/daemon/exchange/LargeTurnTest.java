package kith.daemon.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import kith.daemon.exchange.Document.Target;
import kith.daemon.query.Sandbox;
import kith.ontology.fault.Code;
import kith.ontology.fault.KithException;
import kith.ontology.vocab.Prefixes;
import org.apache.jena.sparql.core.Quad;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LargeTurnTest {
    private static final Sandbox SANDBOX = Sandbox.install(Prefixes.map());
    /** Room for forty quads: of which two are little, and five are many. */
    private static final ImportLimits LIMITS = new ImportLimits(1 << 30, 1_000, 40 * ImportLimits.HEAP_BYTES_A_QUAD);

    private static final String MANY = "<urn:s> <urn:p> <urn:1> , <urn:2> , <urn:3> , <urn:4> , <urn:5> .";
    private static final String FEW = "<urn:s> <urn:p> <urn:1> , <urn:2> .";

    @TempDir
    private Path folder;

    private final List<Spool> spools = new ArrayList<>();

    @SuppressWarnings("NullAway.Init")
    private Document first;

    @BeforeEach
    void oneIsInMemory() {
        first = document(MANY);
        first.read(LIMITS);
    }

    @AfterEach
    void end() {
        first.close();
        spools.forEach(Spool::close);
    }

    @Test
    void oneLargeDocumentIsInMemoryAtATime() throws Exception {
        CompletableFuture<Long> second = beside(() -> read(MANY));

        assertThrows(TimeoutException.class, () -> second.get(500, TimeUnit.MILLISECONDS));
        first.close();
        assertEquals(5, second.get(30, TimeUnit.SECONDS));
    }

    @Test
    void smallOnesDoNotWait() throws Exception {
        assertEquals(2, beside(() -> read(FEW)).get(30, TimeUnit.SECONDS));
    }

    @Test
    void aTreeIsLargeByItsBytes() {
        CompletableFuture<Long> tree = beside(() -> {
            try (Document document = document("[]", Syntax.JSONLD)) {
                return document.read(LIMITS);
            }
        });
        CompletableFuture<Long> largeTree = beside(() -> {
            try (Document document = document("[" + " ".repeat(60) + "]", Syntax.JSONLD)) {
                return document.read(LIMITS);
            }
        });

        assertEquals(0, tree.orTimeout(30, TimeUnit.SECONDS).join());
        assertThrows(TimeoutException.class, () -> largeTree.get(500, TimeUnit.MILLISECONDS));
        first.close();
        assertEquals(0, largeTree.orTimeout(30, TimeUnit.SECONDS).join());
    }

    @Test
    void documentsOfOneRequestHaveOneTurn() throws Exception {
        first.close();
        CompletableFuture<Long> both = beside(() -> {
            try (Document one = document(MANY);
                    Document other = document(MANY)) {
                other.comesWith(one);
                return one.read(LIMITS) + other.read(LIMITS);
            }
        });

        assertEquals(10, both.get(30, TimeUnit.SECONDS));
    }

    @Test
    void manySmallOnesOfOneRequestAreLargeTogether() throws Exception {
        CompletableFuture<Long> both = beside(() -> {
            try (Document one = document(FEW);
                    Document other = document(FEW)) {
                other.comesWith(one);
                return one.read(LIMITS) + other.read(LIMITS);
            }
        });

        assertThrows(TimeoutException.class, () -> both.get(500, TimeUnit.MILLISECONDS));
        first.close();
        assertEquals(4, both.get(30, TimeUnit.SECONDS));
    }

    /** It has the space's turn from then on, perhaps for minutes. */
    @Test
    void whatIsHandedOnWhileItIsReadKeepsNobodyWaiting() throws Exception {
        first.close();
        List<Boolean> others = new ArrayList<>();
        List<Quad> handed = new ArrayList<>();
        String abc = "<urn:a> <urn:p> <urn:1>, <urn:2>, <urn:3>, <urn:4> . ";
        try (Document stream = document(abc + abc.replace("urn:a", "urn:b") + abc.replace("urn:a", "urn:c"))) {
            stream.readInParts(LIMITS, 4, quads -> {
                handed.addAll(quads);
                others.add(beside(() -> read(MANY))
                                .completeOnTimeout(0L, 2, TimeUnit.SECONDS)
                                .join()
                        == 5);
            });
        }

        // The first part is large, and handed on before it is given up; those after it are small.
        assertEquals(12, handed.size());
        assertEquals(List.of(false, true, true), others);
    }

    @Test
    void whoGoesAwayWaitsNoMore() {
        Document second = document(MANY);
        CompletableFuture<Long> waiting = beside(() -> second.read(LIMITS));
        assertThrows(TimeoutException.class, () -> waiting.get(300, TimeUnit.MILLISECONDS));

        second.abandon();

        assertEquals(Code.INTERRUPTED, refused(waiting).code());
        assertTheRowMoves();
    }

    @Test
    void whoWaitsTooLongIsToldToTryAgain() {
        LargeTurn turn = new LargeTurn();

        KithException busy = refused(beside(() -> {
            turn.await(() -> {}, Duration.ofMillis(300));
            return 0L;
        }));

        assertEquals(Code.TIMED_OUT, busy.code());
        assertTrue(busy.getMessage().contains("try again"), busy.getMessage());
        assertTheRowMoves();
    }

    @Test
    void aBrokenOneLetsTheNextOneIn() {
        first.close();

        assertThrows(KithException.class, () -> read(MANY + " broken"));

        assertTheRowMoves();
    }

    private void assertTheRowMoves() {
        first.close();
        assertEquals(5, beside(() -> read(MANY)).orTimeout(30, TimeUnit.SECONDS).join());
    }

    private static KithException refused(CompletableFuture<Long> work) {
        ExecutionException ended = assertThrows(ExecutionException.class, () -> work.get(30, TimeUnit.SECONDS));
        return assertInstanceOf(KithException.class, ended.getCause());
    }

    private long read(String turtle) {
        try (Document document = document(turtle)) {
            return document.read(LIMITS);
        }
    }

    private Document document(String turtle) {
        return document(turtle, Syntax.TTL);
    }

    private synchronized Document document(String text, Syntax syntax) {
        Spool spool = new Spool(folder, 1 << 20);
        spools.add(spool);
        spool.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
        return new Document(SANDBOX, spool, syntax, new Target(null, null));
    }

    /** On a thread of its own: the common ones are as few as processors. */
    private static <T> CompletableFuture<T> beside(Supplier<T> work) {
        return CompletableFuture.supplyAsync(work, task -> Thread.ofPlatform().start(task));
    }
}
