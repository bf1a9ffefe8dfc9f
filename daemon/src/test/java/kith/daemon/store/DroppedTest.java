package kith.daemon.store;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import kith.daemon.store.Columns.Column;
import kith.ontology.bytes.Bytes;
import kith.ontology.delta.Dot;
import kith.ontology.delta.EditCodec;
import kith.ontology.delta.SignedDelta;
import kith.ontology.fault.Code;
import kith.ontology.fault.KithException;
import kith.ontology.testkit.Gen;
import kith.ontology.testkit.SomeDeltas;
import kith.ontology.testkit.SomeTerms;
import org.apache.jena.sparql.core.Quad;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of a space that this home leaves. */
final class DroppedTest {
    private static final List<Quad> SOME = SomeTerms.world(new Gen(1), 20);

    @TempDir
    private Path folder;

    private static boolean holdsAnythingOf(Store store, int space) {
        byte[] prefix = KeyLayout.prefix(space);
        for (Column column : Column.values()) {
            if (column != Column.META) {
                try (Cursor cursor = new Cursor(
                        store.disk()
                                .database()
                                .newIterator(store.disk().columns().of(column)),
                        prefix)) {
                    if (cursor.isWithin(prefix)) {
                        return true;
                    }
                }
            }
        }
        return false;
    }

    @Test
    void aSpaceThatIsLeftIsGoneAtOnceAndItsNeighbourStays() {
        try (Store store = Store.open(folder, Pen.SMALL)) {
            SpaceStore river = Pen.space(store, "river");
            SpaceStore lake = Pen.space(store, "lake");
            new Pen(river, "ada").says(SOME);
            new Pen(lake, "ada").says(SOME);

            store.drop(river);

            assertAll(
                    () -> assertTrue(store.space(river.id()).isEmpty()),
                    () -> assertEquals(
                            Code.INTERRUPTED,
                            assertThrows(KithException.class, river::snapshot).code()),
                    () -> assertThrows(KithException.class, () -> river.begin(dot -> true)),
                    () -> assertEquals(Set.copyOf(SOME), CommitTest.shown(lake)));
            store.sweep();
            assertAll(
                    () -> assertFalse(holdsAnythingOf(store, river.number())),
                    () -> assertTrue(holdsAnythingOf(store, lake.number())),
                    () -> assertEquals(Set.copyOf(SOME), CommitTest.shown(lake)));
        }
    }

    @Test
    void nothingIsKeptOfASpaceThatIsLeft() {
        try (Store store = Store.open(folder, Pen.SMALL)) {
            SpaceStore lake = Pen.space(store, "lake");
            livesIn(lake);
            Set<Bytes> before = kept(store);
            SpaceStore river = Pen.space(store, "river");
            livesIn(river);
            assertEquals(
                    before.size() + KeyLayout.Kept.values().length, kept(store).size());

            store.drop(river);
            store.sweep();

            Set<Bytes> after = kept(store);
            assertTrue(after.remove(Bytes.utf8("last-space")));
            assertEquals(before, after);
        }
    }

    /** Has everything noted of a space that is ever noted of one. */
    private static void livesIn(SpaceStore space) {
        Pen ada = new Pen(space, "ada");
        ada.says(SOME);
        space.derive(space.views());
        space.confirmations().note(SomeDeltas.key("bo").id(), Map.of(ada.log(), 1L), 1);
        SignedDelta first = space.delta(new Dot(ada.log(), 1)).orElseThrow();
        try (Commit commit = space.begin(dot -> true)) {
            commit.erase(first, Optional.of(EditCodec.decode(first.entry().payload(), ada.log())));
            commit.write();
        }
    }

    /** The keys of the default column. */
    private static Set<Bytes> kept(Store store) {
        Set<Bytes> keys = new HashSet<>();
        try (Cursor cursor = new Cursor(
                store.disk().database().newIterator(store.disk().columns().of(Column.META)), new byte[0])) {
            for (; cursor.isWithin(new byte[0]); cursor.next()) {
                keys.add(Bytes.of(cursor.key()));
            }
        }
        return keys;
    }

    @Test
    void whoReadsASpaceMayFinish() {
        try (Store store = Store.open(folder, Pen.SMALL)) {
            SpaceStore river = Pen.space(store, "river");
            new Pen(river, "ada").says(SOME);

            try (Snapshot reading = river.snapshot()) {
                store.drop(river);

                assertTrue(reading.contains(SOME.getFirst()));
            }
        }
    }

    @Test
    void whatWasNotYetDeletedIsAtTheNextStartAndANumberIsNeverUsedAgain() {
        int left;
        try (Store store = Store.open(folder, Pen.SMALL)) {
            SpaceStore river = Pen.space(store, "river");
            new Pen(river, "ada").says(SOME);
            left = river.number();
            store.drop(river);
            assertTrue(holdsAnythingOf(store, left));
        }

        try (Store store = Store.open(folder, Pen.SMALL)) {
            assertTrue(store.spaces().isEmpty());
            assertFalse(holdsAnythingOf(store, left));
            assertEquals(left + 1, Pen.space(store, "lake").number());
        }
    }
}
