package kith.daemon.store;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import kith.ontology.testkit.Gen;
import kith.ontology.testkit.Seeds;
import kith.ontology.testkit.SomeTerms;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.NodeFactory;
import org.apache.jena.sparql.core.Quad;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;

final class TermsTest {
    private static final Node S = NodeFactory.createURI("urn:s");
    private static final Node P = NodeFactory.createURI("urn:p");

    @TempDir
    private Path folder;

    private static Node text(String text) {
        return NodeFactory.createLiteralString(text);
    }

    private static Quad quad(Node object) {
        return Quad.create(Quad.defaultGraphIRI, S, P, object);
    }

    @Seeds(value = 10, shrink = false)
    void aTermHasOneIdAndAnIdOneTermAfterARestartToo(Gen gen) {
        Path where = folder.resolve("seed" + gen.seed());
        List<Node> objects = gen.list(1, 40, () -> SomeTerms.term(gen));
        long[] ids;
        try (Store store = Store.open(where, Pen.SMALL)) {
            SpaceStore space = Pen.space(store, "river");
            new Pen(space, "ada")
                    .says(objects.stream().distinct().map(TermsTest::quad).toList());
            ids = ids(space, objects);
        }
        try (Store store = Store.open(where, Pen.SMALL)) {
            Terms terms = store.spaces().getFirst().terms();
            for (int i = 0; i < ids.length; i++) {
                assertEquals(objects.get(i), terms.term(ids[i]));
                assertEquals(OptionalLong.of(ids[i]), terms.find(objects.get(i)));
            }
        }
    }

    private static long[] ids(SpaceStore space, List<Node> terms) {
        return terms.stream()
                .mapToLong(term -> space.terms().find(term).orElseThrow())
                .toArray();
    }

    @Test
    void aTermOfNoQuadIsNotFound() {
        try (Store store = Store.open(folder, Pen.SMALL)) {
            SpaceStore space = Pen.space(store, "river");

            assertTrue(space.terms().find(text("never said")).isEmpty());
        }
    }

    @Test
    void longTermsThatBeginAlikeAreToldApart() {
        List<Node> alike = List.of(text("x".repeat(5_000) + "a"), text("x".repeat(5_000) + "b"));
        try (Store store = Store.open(folder, Pen.SMALL)) {
            SpaceStore space = Pen.space(store, "river");
            new Pen(space, "ada").says(alike.stream().map(TermsTest::quad).toList());

            long[] ids = ids(space, alike);

            assertAll(
                    () -> assertEquals(alike.getFirst(), space.terms().term(ids[0])),
                    () -> assertEquals(alike.getLast(), space.terms().term(ids[1])));
        }
    }

    @Test
    void spacesThatShareTheCacheDoNotShareTerms() {
        try (Store store = Store.open(folder, Pen.SMALL)) {
            SpaceStore river = Pen.space(store, "river");
            SpaceStore lake = Pen.space(store, "lake");
            new Pen(river, "ada").says(quad(text("of the river")));
            new Pen(lake, "ada").says(quad(text("of the lake")));

            long[] ids = ids(river, List.of(text("of the river")));

            assertAll(
                    () -> assertEquals(
                            ids[0], ids(lake, List.of(text("of the lake")))[0], "both are the third new term"),
                    () -> assertEquals(text("of the river"), river.terms().term(ids[0])),
                    () -> assertEquals(text("of the lake"), lake.terms().term(ids[0])),
                    () -> assertTrue(lake.terms().find(text("of the river")).isEmpty()));
        }
    }

    @Test
    void textThatIsNoUnicodeIsInNoQuad() {
        try (Store store = Store.open(folder, Pen.SMALL)) {
            SpaceStore space = Pen.space(store, "river");
            new Pen(space, "ada").says(quad(text("?")), quad(text("a long text, then ?")));

            try (Snapshot snapshot = space.snapshot()) {
                assertAll(
                        () -> assertTrue(
                                !snapshot.find(Node.ANY, S, P, text("\ud800")).hasNext()),
                        () -> assertTrue(!snapshot.find(Node.ANY, S, P, text("a long text, then \ud800"))
                                .hasNext()));
            }
        }
    }

    @Test
    void whatIsInTheDictionaryIsFoundAfterTheStoreWasOpenedAnewAndNothingElse() {
        Quad quad = quad(text("x".repeat(300)));
        try (Store store = Store.open(folder, Pen.SMALL)) {
            new Pen(Pen.space(store, "river"), "ada").says(quad);
        }

        try (Store store = Store.open(folder, Pen.SMALL);
                Snapshot snapshot = store.spaces().getFirst().snapshot()) {
            assertTrue(store.spaces().getFirst().knowsTerms());
            assertTrue(snapshot.contains(quad));
            assertTrue(snapshot.id(NodeFactory.createURI("urn:other")).isEmpty());
        }
    }

    @Test
    void theTermsOfACommitThatIsGivenUpAreNotFoundAndTheirIdsComeAgain() throws RocksDBException {
        try (Store store = Store.open(folder, Pen.SMALL)) {
            Terms terms = Pen.space(store, "river").terms();
            long first;
            try (WriteBatch batch = new WriteBatch()) {
                first = terms.new Minting(batch).id(text("given up"));
            }

            new Pen(store.spaces().getFirst(), "ada").says(quad(text("written")));

            assertTrue(terms.find(text("given up")).isEmpty());
            long written = terms.find(text("written")).orElseThrow();
            assertEquals(first & InlineTerm.VALUE_MASK, terms.find(S).orElseThrow() & InlineTerm.VALUE_MASK);
            assertEquals(text("written"), terms.term(written));
        }
    }

    @Test
    void whoeverSeesAQuadFindsItsTermsWhileOthersAreWritten() throws Exception {
        int quads = 2_000;
        try (Store store = Store.open(folder, Pen.SMALL);
                ExecutorService lane = Executors.newSingleThreadExecutor()) {
            SpaceStore space = Pen.space(store, "river");
            Pen ada = new Pen(space, "ada");
            Future<?> writing = lane.submit(() -> {
                for (int number = 0; number < quads; number++) {
                    ada.says(quad(text("number " + number)));
                }
            });

            for (long seen = 0; seen < quads && !writing.isDone(); ) {
                try (Snapshot snapshot = space.snapshot()) {
                    seen = snapshot.size();
                    assertTrue(seen == 0 || snapshot.contains(quad(text("number " + (seen - 1)))), "number " + seen);
                }
            }
            writing.get();
        }
    }

    @Test
    void aTermThatIsBuriedIsNotFoundAndGetsAnotherIdWhenItIsSaidAgain() throws RocksDBException {
        Node word = text("a word to bury");
        try (Store store = Store.open(folder, Pen.SMALL)) {
            SpaceStore space = Pen.space(store, "river");
            Pen ada = new Pen(space, "ada");
            ada.says(quad(word));
            long before = space.terms().find(word).orElseThrow();

            bury(store, space, before);

            assertTrue(space.terms().find(word).isEmpty());
            ada.says(quad(text("another")), quad(word));
            long after = space.terms().find(word).orElseThrow();
            assertTrue(after != before);
            assertEquals(word, space.terms().term(after));
        }
    }

    private static void bury(Store store, SpaceStore space, long id) throws RocksDBException {
        try (WriteBatch batch = new WriteBatch();
                WriteOptions options = new WriteOptions()) {
            space.terms().bury(id, batch);
            store.disk().database().write(options, batch);
        }
    }

    @Test
    void aSpaceWithManyTermsLearnsThemStepByStepAndAnswersMeanwhile() throws RocksDBException {
        try (Store store = Store.open(folder, Pen.SMALL)) {
            Pen ada = new Pen(Pen.space(store, "river"), "ada");
            for (int step = 0; step < 7; step++) {
                int from = step * 10_000;
                ada.says(IntStream.range(from, from + 10_000)
                        .mapToObj(number -> quad(text("number " + number)))
                        .toList());
            }
        }

        try (Store store = Store.open(folder, Pen.SMALL)) {
            SpaceStore space = store.spaces().getFirst();
            assertFalse(space.knowsTerms());
            assertTrue(space.learnTerms());
            assertFalse(space.knowsTerms());
            new Pen(space, "ada").says(quad(text("number new")));
            bury(store, space, space.terms().find(text("number 69999")).orElseThrow());
            assertTrue(space.terms().find(text("number 1")).isPresent());
            assertTrue(space.terms().find(text("number 70000")).isEmpty());

            int steps = 0;
            while (space.learnTerms()) {
                steps++;
            }

            assertTrue(steps > 1, "all at once");
            assertTrue(space.knowsTerms());
            assertTrue(space.terms().find(text("number new")).isPresent());
            assertTrue(space.terms().find(text("number 69999")).isEmpty());
            assertTrue(space.terms().find(text("number 70000")).isEmpty());
            for (int number = 0; number < 69_999; number++) {
                Node term = text("number " + number);
                assertEquals(term, space.terms().term(space.terms().find(term).orElseThrow()));
            }
        }
    }

    @Test
    void whereThereIsNoMemoryForAllTermsTheDiskIsAskedForThem() {
        Store.Memory none = new Store.Memory(8 << 20, 8 << 20, 8 << 20, 0, 8 << 20);
        try (Store store = Store.open(folder, none)) {
            SpaceStore space = Pen.space(store, "river");
            new Pen(space, "ada").says(quad(text("one of the terms")));

            assertTrue(space.terms().find(text("one of the terms")).isPresent());
            assertTrue(space.terms().find(text("none of the terms")).isEmpty());
        }
        try (Store store = Store.open(folder, none)) {
            SpaceStore space = store.spaces().getFirst();

            assertFalse(space.learnTerms());
            assertFalse(space.knowsTerms());
            assertTrue(space.terms().find(text("one of the terms")).isPresent());
            assertTrue(space.terms().find(text("none of the terms")).isEmpty());
        }
    }

    @Test
    void theCacheIsBoundedByTheBytesOfItsTermsAndNotByTheirNumber() {
        TermCache cache = new TermCache(1_000_000);

        for (int i = 0; i < 200; i++) {
            Node large = text(i + "x".repeat(50_000));
            cache.putTerm(1, i, large);
        }
        cache.putTerm(1, 1_000, S);

        assertAll(
                () -> assertTrue(cache.bytes() <= 1_000_000),
                () -> assertTrue(cache.bytes() > 500_000),
                () -> assertNotNull(cache.term(1, 1_000)));
    }

    @Test
    void theWeightOfATermGrowsWithItsLetters() {
        Node triple = NodeFactory.createTripleTerm(S, P, text("x".repeat(1_000)));

        assertAll(
                () -> assertTrue(TermCache.weight(text("x".repeat(1_000))) >= 2_000),
                () -> assertTrue(TermCache.weight(triple) >= 2_000),
                () -> assertTrue(TermCache.weight(S) < 300));
    }
}
