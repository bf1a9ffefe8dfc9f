package kith.daemon.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import kith.daemon.store.Columns.Column;
import kith.ontology.merge.Operation;
import kith.ontology.testkit.Gen;
import kith.ontology.testkit.Seeds;
import kith.ontology.testkit.SomeTerms;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.NodeFactory;
import org.apache.jena.sparql.core.Quad;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rocksdb.RocksDBException;

/** A fold packs what was said and changes nothing of it, whoever reads, writes or falls over meanwhile. */
final class FoldTest {
    @TempDir
    private Path folder;

    private Store store;
    private SpaceStore space;
    private Pen ada;

    @BeforeEach
    void open() {
        store = Store.open(folder.resolve("store"), Pen.SMALL);
        space = Pen.space(store, "river");
        ada = new Pen(space, "ada");
    }

    @AfterEach
    void close() {
        store.close();
    }

    private void reopen() {
        store.close();
        store = Store.open(folder.resolve("store"), Pen.SMALL);
        space = store.spaces().getFirst();
    }

    private static Quad quad(int number) {
        return Quad.create(
                number % 3 == 0 ? NodeFactory.createURI("urn:graph") : Quad.defaultGraphIRI,
                NodeFactory.createURI("urn:thing" + number),
                NodeFactory.createURI("urn:is"),
                NodeFactory.createLiteralString("number " + number));
    }

    private static List<Quad> quads(int from, int to) {
        List<Quad> quads = new ArrayList<>();
        for (int number = from; number < to; number++) {
            quads.add(quad(number));
        }
        return quads;
    }

    private Set<Quad> shown() {
        return shown(space);
    }

    private static Set<Quad> shown(SpaceStore space) {
        try (Snapshot snapshot = space.snapshot()) {
            return all(snapshot);
        }
    }

    private static Set<Quad> all(Snapshot snapshot) {
        Set<Quad> all = new HashSet<>();
        snapshot.find(Node.ANY, Node.ANY, Node.ANY, Node.ANY).forEachRemaining(all::add);
        return all;
    }

    @Seeds(value = 20, shrink = false)
    void nothingThatIsShownOrHeldChangesByAFold(Gen gen) {
        SpaceStore own = Pen.space(store, "seed " + gen.seed());
        Pen pen = new Pen(own, "ada");
        List<Quad> world = SomeTerms.world(gen, 60);
        for (int step = 0; step < 12; step++) {
            pen.says(gen.some(world));
            gen.some(List.copyOf(shown(own))).forEach(pen::takesBack);
            List<Set<Operation>> before = histories(own, world);
            Set<Quad> shown = shown(own);

            if (gen.coin()) {
                own.fold();
            }

            assertEquals(before, histories(own, world));
            try (Snapshot snapshot = own.snapshot()) {
                assertEquals(shown, all(snapshot));
                assertEquals(shown.size(), snapshot.size());
            }
        }
    }

    private static List<Set<Operation>> histories(SpaceStore space, List<Quad> world) {
        try (Snapshot snapshot = space.snapshot()) {
            return world.stream()
                    .map(quad -> Set.copyOf(snapshot.history(quad).operations()))
                    .toList();
        }
    }

    @Test
    void whatIsSaidWhileAFoldIsUnderWayIsThereAfterIt() {
        ada.says(quads(0, 3_000));
        Runnable work = space.beginFold();
        ada.says(quads(3_000, 3_100));
        ada.takesBack(quad(7));
        work.run();
        ada.takesBack(quad(3_050));

        space.endFold();

        Set<Quad> expected = new HashSet<>(quads(0, 3_100));
        expected.remove(quad(7));
        expected.remove(quad(3_050));
        assertEquals(expected, shown());
        reopen();
        assertEquals(expected, shown());
        space.fold();
        assertEquals(expected, shown());
    }

    @Test
    void aFoldThatACrashInterruptsLeavesNothingBehind() {
        ada.says(quads(0, 2_000));
        space.fold();
        ada.says(quads(2_000, 2_500));
        space.beginFold().run();

        reopen();

        assertEquals(new HashSet<>(quads(0, 2_500)), shown());
        space.fold();
        reopen();
        assertEquals(new HashSet<>(quads(0, 2_500)), shown());
    }

    @Test
    void aFoldThatCannotBeWrittenLeavesNothingBehindOnceAnotherCan() {
        ada.says(quads(0, 2_000));
        space.beginFold().run();
        int made = runs();
        assertThrows(
                RocksDBException.class,
                () -> space.index().endFold((write, next) -> {
                    throw new RocksDBException("no room");
                }));

        space.fold();

        assertEquals(made, runs());
        assertEquals(new HashSet<>(quads(0, 2_000)), shown());
        reopen();
        assertEquals(made, runs());
        assertEquals(new HashSet<>(quads(0, 2_000)), shown());
    }

    /** How many runs the disk has, whether anything names them or not. */
    private int runs() {
        byte[] prefix = KeyLayout.prefix(space.number());
        int count = 0;
        try (Cursor cursor = new Cursor(
                store.disk().database().newIterator(store.disk().columns().of(Column.RUN)), prefix)) {
            for (; cursor.isWithin(prefix); cursor.next()) {
                count++;
            }
        }
        return count;
    }

    @Test
    void aReaderGoesOnReadingWhatWasThereBefore() {
        ada.says(quads(0, 3_000));
        space.fold();
        try (Snapshot before = space.snapshot()) {
            quads(0, 1_500).forEach(ada::takesBack);
            space.fold();

            assertEquals(new HashSet<>(quads(0, 3_000)), all(before));
        }
        assertEquals(new HashSet<>(quads(1_500, 3_000)), shown());
    }

    @Test
    void allThatWasSaidMayBeTakenBackAndSaidAgain() {
        ada.says(quads(0, 1_200));
        space.fold();
        quads(0, 1_200).forEach(ada::takesBack);
        space.fold();
        assertTrue(shown().isEmpty());

        ada.says(quads(0, 10));
        space.fold();

        assertEquals(new HashSet<>(quads(0, 10)), shown());
    }

    @Test
    void muchThatIsSaidIsATimeToFold() {
        assertFalse(space.isTimeToFold());

        for (int from = 0; from < 40_000; from += 4_000) {
            ada.says(quads(from, from + 4_000));
        }
        assertTrue(space.isTimeToFold());
        space.fold();

        assertFalse(space.isTimeToFold());
        assertEquals(40_000, space.counts().quads());
    }
}
