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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
import org.rocksdb.RocksIterator;

/**
 * Stores outlive the version that wrote them. {@code store-v1/store.zip} is what {@link OldStore} wrote when format 1
 * was the present one, part of it in sorted files and part in the write-ahead log; {@code store-v3} is the same of
 * format 3 with a field of two values. They are never made anew.
 */
final class StoreFormatTest {
    @TempDir
    private Path folder;

    private static InputStream resource(String name) {
        return Objects.requireNonNull(StoreFormatTest.class.getResourceAsStream("/" + name), name);
    }

    private Path old(String name) throws IOException {
        Path place = folder.resolve("old");
        Files.createDirectories(place);
        try (ZipInputStream zip = new ZipInputStream(resource(name + "/store.zip"))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                Files.copy(zip, place.resolve(entry.getName()));
            }
        }
        return place;
    }

    private static String text(String store, String name) throws IOException {
        try (InputStream in = resource(store + "/" + name)) {
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
        try (Store old = Store.open(old("store-v1"), Pen.SMALL);
                Store now = OldStore.write(folder.resolve("now"))) {
            SpaceStore then = OldStore.river(old);
            SpaceStore same = OldStore.river(now);
            assertAll(
                    () -> assertEquals(text("store-v1", "digest"), digest(then)),
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
        try (Store old = Store.open(old("store-v1"), Pen.SMALL)) {
            SpaceStore river = OldStore.river(old);
            long before = river.counts().quads();
            Pen ada = new Pen(river, "ada");

            ada.says(OldStore.MORE);
            ada.takesBack(OldStore.MORE);

            assertEquals(before, river.counts().quads());
        }
    }

    @Test
    void aStoreOfFormat3ShowsAndHidesWhatItDid() throws IOException {
        try (Store old = Store.open(old("store-v3"), Pen.SMALL)) {
            SpaceStore river = OldStore.river(old);
            assertEquals(text("store-v3", "digest"), digest(river));
            try (Snapshot snapshot = river.snapshot()) {
                List<Quad> hidden = snapshot.hidden(10);
                assertEquals(1, hidden.size());
                assertEquals(1, snapshot.history(hidden.getFirst()).operations().size());
                assertTrue(snapshot.contains(name("one")) ^ snapshot.contains(name("two")));
            }
        }
    }

    @Test
    void aStoreOfFormat3OpensAsOftenAsOneLikes() throws IOException {
        Path place = old("store-v3");
        Store.open(place, Pen.SMALL).close();

        try (Store again = Store.open(place, Pen.SMALL)) {
            SpaceStore river = OldStore.river(again);
            new Pen(river, "ada").says(OldStore.MORE);
            new Pen(river, "ada").takesBack(OldStore.MORE);
            assertEquals(text("store-v3", "digest"), digest(river));
        }
    }

    @Test
    void whatAStoreOfFormat1ShowedOfAFieldOfOneValueIsHidden() throws IOException, RocksDBException {
        Path place = old("store-v3");
        showAll(place);

        try (Store store = Store.open(place, Pen.SMALL)) {
            SpaceStore river = OldStore.river(store);
            try (Snapshot snapshot = river.snapshot()) {
                assertEquals(text("store-v3", "digest"), digest(river));
                assertEquals(1, snapshot.hidden(10).size());
                assertTrue(snapshot.contains(name("one")) ^ snapshot.contains(name("two")));
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

    /** Makes of a store of format 3 one of format 1, which showed the one hidden value too. */
    private static void showAll(Path place) throws RocksDBException {
        List<ColumnFamilyDescriptor> columns = new ArrayList<>();
        List<ColumnFamilyHandle> handles = new ArrayList<>();
        Map<String, ColumnFamilyHandle> named = new HashMap<>();
        try (Options options = new Options();
                DBOptions opening = new DBOptions()) {
            for (byte[] name : RocksDB.listColumnFamilies(options, place.toString())) {
                columns.add(new ColumnFamilyDescriptor(name));
            }
            try (RocksDB database = RocksDB.open(opening, place.toString(), columns, handles)) {
                for (ColumnFamilyHandle handle : handles) {
                    named.put(new String(handle.getName(), StandardCharsets.UTF_8), handle);
                }
                showAll(database, named);
                handles.forEach(ColumnFamilyHandle::close);
            }
        }
    }

    private static void showAll(RocksDB database, Map<String, ColumnFamilyHandle> named) throws RocksDBException {
        ColumnFamilyHandle listed = Objects.requireNonNull(named.get("hidden"));
        ColumnFamilyHandle rows = Objects.requireNonNull(named.get("row"));
        byte[] hidden;
        try (RocksIterator first = database.newIterator(listed)) {
            first.seekToFirst();
            hidden = first.key();
        }
        ByteBuffer ids = ByteBuffer.wrap(hidden);
        int space = ids.getInt();
        long subject = ids.getLong();
        long predicate = ids.getLong();
        long graph = ids.getLong();
        byte[] row = KeyLayout.tuple(space, subject, predicate, ids.getLong(), graph);
        byte[] value = database.get(rows, row);
        value[0] = 1;
        database.put(rows, row, value);
        database.delete(listed, hidden);
        SpaceCounts counts = SpaceCounts.read(database.get(KeyLayout.counts(space)));
        database.put(
                KeyLayout.counts(space),
                new SpaceCounts(counts.quads() + 1, counts.deltas(), counts.nextTerm()).bytes());
        database.put(KeyLayout.meta("format"), ByteBuffer.allocate(4).putInt(1).array());
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
        Path place = later(Store.FORMAT + 1, List.of("shape", "dir"));

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
