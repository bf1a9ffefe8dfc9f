package kith.daemon.store;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import kith.ontology.delta.Dot;
import kith.ontology.fault.Code;
import kith.ontology.fault.KithException;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.NodeFactory;
import org.apache.jena.sparql.core.Quad;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A database that is used after it was closed ends the process: none of these would be survived without care. */
final class StoreClosingTest {
    private static final int QUADS = 2_000;

    @TempDir
    private Path folder;

    private Store store;
    private SpaceStore space;
    private Pen ada;

    @BeforeEach
    void written() {
        store = Store.open(folder, Pen.SMALL);
        space = Pen.space(store, "river");
        ada = new Pen(space, "ada");
        List<Quad> quads = new ArrayList<>();
        for (int i = 0; i < QUADS; i++) {
            quads.add(quad(i));
        }
        ada.says(quads);
    }

    private static Quad quad(int number) {
        return Quad.create(
                Quad.defaultGraphIRI,
                NodeFactory.createURI("urn:s" + number),
                NodeFactory.createURI("urn:p"),
                NodeFactory.createLiteralString("a value " + number));
    }

    private static void isClosing(Throwable fault) {
        KithException closing = assertInstanceOf(KithException.class, fault);
        assertAll(
                () -> assertEquals(Code.INTERRUPTED, closing.code()),
                () -> assertEquals(KithException.Blame.HOST, closing.blame()));
    }

    /** Reads everything again and again in a thread of its own, until that fails. */
    private CompletableFuture<Void> readsForEver() throws InterruptedException {
        CountDownLatch reading = new CountDownLatch(1);
        CompletableFuture<Void> reader = CompletableFuture.runAsync(() -> {
            while (true) {
                try (Snapshot snapshot = space.snapshot()) {
                    snapshot.digest();
                    reading.countDown();
                }
            }
        });
        assertTrue(reading.await(30, TimeUnit.SECONDS));
        return reader;
    }

    @Test
    void whoReadsWhileTheStoreClosesIsTold() throws InterruptedException {
        CompletableFuture<Void> reader = readsForEver();

        store.close();

        ExecutionException told = assertThrows(ExecutionException.class, () -> reader.get(30, TimeUnit.SECONDS));
        isClosing(told.getCause());
        Store.open(folder, Pen.SMALL).close();
    }

    @Test
    void afterClosingNobodyComesIn() {
        store.close();

        assertAll(
                () -> isClosing(assertThrows(KithException.class, space::snapshot)),
                () -> isClosing(assertThrows(KithException.class, () -> space.begin(dot -> true))),
                () -> isClosing(assertThrows(KithException.class, () -> space.read(ada.log(), 1, 1, 1))),
                () -> isClosing(assertThrows(KithException.class, store::sync)),
                () -> isClosing(assertThrows(KithException.class, () -> Pen.space(store, "lake"))),
                store::close);
    }

    @Test
    void afterClosingNoLogIsRead() {
        Dot first = new Dot(ada.log(), 1);
        LogState log = space.log(ada.log()).orElseThrow();
        ada.says(quad(QUADS));
        store.close();

        assertAll(
                () -> isClosing(assertThrows(KithException.class, () -> space.until(Long.MAX_VALUE / 2))),
                () -> isClosing(assertThrows(KithException.class, () -> space.lastUntil(log, 1))),
                () -> isClosing(assertThrows(KithException.class, () -> space.clock(first))),
                () -> isClosing(assertThrows(KithException.class, () -> space.stamp(first))),
                () -> isClosing(assertThrows(KithException.class, () -> space.link(ada.log(), 1))),
                () -> isClosing(assertThrows(KithException.class, () -> space.find("0", 1))),
                () -> isClosing(assertThrows(KithException.class, () -> space.delta(first))),
                () -> isClosing(assertThrows(KithException.class, space::bytes)),
                () -> isClosing(assertThrows(KithException.class, space::moment)),
                () -> isClosing(assertThrows(KithException.class, () -> space.derive(space.views()))),
                () -> isClosing(assertThrows(KithException.class, space::fold)),
                () -> isClosing(
                        assertThrows(KithException.class, () -> space.purge().compact())),
                () -> assertFalse(space.learnTerms()));
    }

    @Test
    void aSnapshotThatIsNotGivenBackKeepsTheDatabaseOpenAndReadsNoMore() {
        Snapshot kept = space.snapshot();
        var scan = kept.find(Node.ANY, Node.ANY, Node.ANY, Node.ANY);
        scan.next();

        store.close(Duration.ofMillis(50));

        assertAll(
                () -> isClosing(assertThrows(KithException.class, () -> scan.forEachRemaining(quad -> {}))),
                () -> isClosing(assertThrows(KithException.class, () -> kept.contains(quad(1)))),
                () -> isClosing(assertThrows(KithException.class, kept::digest)),
                () -> isClosing(assertThrows(KithException.class, kept::graphs)),
                kept::close);
    }

    @Test
    void aCommitUnderWayIsWaitedFor() throws Exception {
        Commit commit = space.begin(dot -> true);
        CompletableFuture<Void> closing = CompletableFuture.runAsync(store::close);
        assertThrows(TimeoutException.class, () -> closing.get(100, TimeUnit.MILLISECONDS));
        commit.close();
        closing.get(30, TimeUnit.SECONDS);

        try (Store again = Store.open(folder, Pen.SMALL)) {
            assertEquals(QUADS, again.spaces().getFirst().counts().quads());
        }
    }

    @Test
    void aScanOutlivesNoSnapshot() {
        Snapshot snapshot = space.snapshot();
        var begun = snapshot.find(Node.ANY, Node.ANY, Node.ANY, Node.ANY);
        var ended = snapshot.find(Node.ANY, quad(1).getSubject(), Node.ANY, Node.ANY);
        var ahead = snapshot.find(Node.ANY, quad(2).getSubject(), Node.ANY, Node.ANY);
        begun.next();
        ended.next();
        assertTrue(ahead.hasNext());

        snapshot.close();

        assertAll(
                () -> assertThrows(IllegalStateException.class, begun::hasNext),
                () -> assertTrue(!ended.hasNext()),
                () -> assertThrows(IllegalStateException.class, ahead::next),
                () -> assertThrows(IllegalStateException.class, () -> snapshot.contains(quad(1))),
                store::close);
    }

    @Test
    void aScanThatIsClosedHasNoMore() {
        try (Snapshot snapshot = space.snapshot()) {
            var stopped = snapshot.find(Node.ANY, Node.ANY, Node.ANY, Node.ANY);
            stopped.next();

            stopped.close();
            stopped.close();

            assertFalse(stopped.hasNext());
        }
    }
}
