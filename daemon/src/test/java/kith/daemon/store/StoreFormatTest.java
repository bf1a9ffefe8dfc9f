package kith.daemon.store;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import kith.daemon.store.Columns.Column;
import kith.ontology.delta.SignedDelta;
import kith.ontology.fault.KithException;
import org.apache.jena.graph.NodeFactory;
import org.apache.jena.sparql.core.Quad;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rocksdb.ColumnFamilyDescriptor;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.DBOptions;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;

/**
 * Stores outlive the version that wrote them. {@code store-v1/store.zip} is what {@link OldStore} wrote when format 1
 * was the present one, part of it in sorted files and part in the write-ahead log; it is never made anew.
 */
final class StoreFormatTest {
    @TempDir
    private Path folder;

    private static InputStream resource(String name) {
        return Objects.requireNonNull(StoreFormatTest.class.getResourceAsStream("/store-v1/" + name), name);
    }

    private Path old() throws IOException {
        Path place = folder.resolve("old");
        Files.createDirectories(place);
        try (ZipInputStream zip = new ZipInputStream(resource("store.zip"))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                Files.copy(zip, place.resolve(entry.getName()));
            }
        }
        return place;
    }

    private static String text(String name) throws IOException {
        try (InputStream in = resource(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
        }
    }

    private static String digest(SpaceStore space) {
        try (Snapshot snapshot = space.snapshot()) {
            return snapshot.digest().toHex();
        }
    }

    private static List<List<SignedDelta>> deltas(SpaceStore space) {
        return space.logs().stream()
                .sorted((one, other) -> one.root().id().compareTo(other.root().id()))
                .map(log -> space.read(log.root().id(), 1, 1_000, Long.MAX_VALUE))
                .toList();
    }

    @Test
    void aStoreOfFormat1OpensAndShowsWhatItShowed() throws IOException {
        try (Store old = Store.open(old(), Pen.SMALL);
                Store now = OldStore.write(folder.resolve("now"))) {
            SpaceStore then = OldStore.river(old);
            SpaceStore same = OldStore.river(now);
            assertAll(
                    () -> assertEquals(text("digest"), digest(then)),
                    () -> assertEquals(CommitTest.shown(same), CommitTest.shown(then)),
                    () -> assertEquals(same.counts(), then.counts()),
                    () -> assertEquals(deltas(same), deltas(then)),
                    () -> assertEquals(same.record(), then.record()),
                    () -> assertEquals(
                            now.spaces().stream().map(SpaceStore::name).sorted().toList(),
                            old.spaces().stream().map(SpaceStore::name).sorted().toList()));
        }
    }

    @Test
    void aStoreOfFormat1CanBeWrittenOn() throws IOException {
        try (Store old = Store.open(old(), Pen.SMALL)) {
            SpaceStore river = OldStore.river(old);
            long before = river.counts().quads();
            Pen ada = new Pen(river, "ada");

            ada.says(OldStore.MORE);
            ada.takesBack(OldStore.MORE);

            assertEquals(before, river.counts().quads());
        }
    }

    @Test
    void whatAStoreOfFormat1ShowedOfAFieldOfOneValueIsHidden() throws RocksDBException {
        Path place = folder.resolve("fields");
        Quad one = name("one");
        Quad two = name("two");
        try (Store store = Store.open(place, Pen.SMALL)) {
            SpaceStore river = Pen.space(store, "river");
            new Pen(river, "ada").says(one);
            new Pen(river, "bo").says(two);
            assertEquals(1, river.counts().quads());
            showAll(store, river);
        }

        try (Store store = Store.open(place, Pen.SMALL)) {
            SpaceStore river = store.spaces().getFirst();
            try (Snapshot snapshot = river.snapshot()) {
                assertEquals(1, river.counts().quads());
                assertEquals(1, snapshot.hidden(10).size());
                assertTrue(snapshot.contains(one) ^ snapshot.contains(two));
            }
        }
    }

    private static Quad name(String name) {
        return Quad.create(
                Quad.defaultGraphIRI,
                NodeFactory.createURI("urn:ada"),
                NodeFactory.createURI("http://xmlns.com/foaf/0.1/name"),
                NodeFactory.createLiteralString("a name of some length: " + name));
    }

    /** Makes of a store one of format 1, which showed the one hidden value too. */
    private static void showAll(Store store, SpaceStore space) throws RocksDBException {
        RocksDB database = store.disk().database();
        Columns columns = store.disk().columns();
        byte[] hidden;
        try (Cursor cursor =
                new Cursor(database.newIterator(columns.of(Column.HIDDEN)), KeyLayout.prefix(space.number()))) {
            hidden = cursor.key();
        }
        ByteBuffer ids = ByteBuffer.wrap(hidden, KeyLayout.SPACE_BYTES, 4 * KeyLayout.ID_BYTES);
        long subject = ids.getLong();
        long predicate = ids.getLong();
        long graph = ids.getLong();
        long object = ids.getLong();
        byte[] row = KeyLayout.tuple(space.number(), subject, predicate, object, graph);
        byte[] value = database.get(columns.of(Column.ROW), row);
        value[0] = 1;
        database.put(columns.of(Column.ROW), row, value);
        for (Order order : List.of(Order.POSG, Order.OSPG, Order.GSPO)) {
            byte[] key = order.key(space.number(), graph, subject, predicate, object);
            database.put(columns.of(order.column()), key, new byte[0]);
        }
        database.delete(columns.of(Column.HIDDEN), hidden);
        SpaceCounts counts = space.counts();
        database.put(
                columns.of(Column.META),
                KeyLayout.counts(space.number()),
                new SpaceCounts(2, counts.deltas(), counts.nextTerm()).bytes());
        database.put(
                columns.of(Column.META),
                KeyLayout.meta("format"),
                ByteBuffer.allocate(4).putInt(1).array());
    }

    /** Makes of a store one that a later version could have left. */
    private Path later(int format, List<String> moreColumns) throws RocksDBException {
        Path place = folder.resolve("later");
        Store.open(place, Pen.SMALL).close();
        List<ColumnFamilyDescriptor> columns = new ArrayList<>();
        List<ColumnFamilyHandle> handles = new ArrayList<>();
        try (Options options = new Options();
                DBOptions opening = new DBOptions()) {
            for (byte[] name : RocksDB.listColumnFamilies(options, place.toString())) {
                columns.add(new ColumnFamilyDescriptor(name));
            }
            try (RocksDB database = RocksDB.open(opening, place.toString(), columns, handles)) {
                for (String name : moreColumns) {
                    handles.add(database.createColumnFamily(
                            new ColumnFamilyDescriptor(name.getBytes(StandardCharsets.UTF_8))));
                }
                database.put(
                        KeyLayout.meta("format"),
                        ByteBuffer.allocate(4).putInt(format).array());
                handles.forEach(ColumnFamilyHandle::close);
            }
        }
        return place;
    }

    private static void saysUpgrade(Path place) {
        KithException refused = assertThrows(KithException.class, () -> Store.open(place, Pen.SMALL));
        assertAll(
                () -> assertEquals(KithException.Blame.HOST, refused.blame()),
                () -> assertEquals(
                        "this store was written by a later kith (format " + (Store.FORMAT + 1)
                                + ", this one reads up to " + Store.FORMAT + "); upgrade kith",
                        refused.getMessage()));
    }

    @Test
    void aLaterFormatAsksForAnUpgrade() throws RocksDBException {
        saysUpgrade(later(Store.FORMAT + 1, List.of()));
    }

    @Test
    void aLaterFormatWithColumnsOfItsOwnAsksForAnUpgradeEachTime() throws RocksDBException {
        Path place = later(Store.FORMAT + 1, List.of("run", "dir"));

        saysUpgrade(place);
        saysUpgrade(place);
    }

    @Test
    void anUnknownColumnInAPresentFormatIsNoReasonToUpgrade() throws RocksDBException {
        Path place = later(Store.FORMAT, List.of("stray"));

        KithException refused = assertThrows(KithException.class, () -> Store.open(place, Pen.SMALL));

        assertAll(
                () -> assertFalse(refused.getMessage().contains("upgrade")),
                () -> assertTrue(refused.getMessage().contains("does not open")));
    }

    @Test
    void aStampThatIsNoneIsDamage() throws RocksDBException {
        Path place = folder.resolve("damaged");
        try (Store store = Store.open(place, Pen.SMALL)) {
            store.disk().database().put(store.disk().columns().of(Column.META), KeyLayout.meta("format"), new byte[] {1
            });
        }

        KithException refused = assertThrows(KithException.class, () -> Store.open(place, Pen.SMALL));

        assertTrue(refused.getMessage().contains("damaged"));
    }
}
