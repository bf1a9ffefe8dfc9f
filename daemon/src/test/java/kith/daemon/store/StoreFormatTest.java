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
                        "this store was written by a later kith (format 2, this one reads up to 1); upgrade kith",
                        refused.getMessage()));
    }

    @Test
    void aLaterFormatAsksForAnUpgrade() throws RocksDBException {
        saysUpgrade(later(2, List.of()));
    }

    @Test
    void aLaterFormatWithColumnsOfItsOwnAsksForAnUpgradeEachTime() throws RocksDBException {
        Path place = later(2, List.of("run", "dir"));

        saysUpgrade(place);
        saysUpgrade(place);
    }

    @Test
    void anUnknownColumnInAPresentFormatIsNoReasonToUpgrade() throws RocksDBException {
        Path place = later(1, List.of("stray"));

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
