package kith.daemon.store;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import kith.ontology.fault.Code;
import kith.ontology.fault.KithException;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteOptions;

/**
 * Which layout a store has: a number in its default column, written when it is made. A store of a later layout may have
 * columns that this version does not know; it is told from a damaged one, and not touched.
 */
final class StoreFormat {
    private static final byte[] KEY = KeyLayout.meta("format");

    private StoreFormat() {}

    /**
     * Looks, before the database is opened for writing, whether its columns are others than ours.
     *
     * @return those of earlier formats that are there
     * @throws KithException HOST if it is of a later format
     */
    static List<String> former(Path folder, Set<String> ours) throws RocksDBException {
        List<byte[]> columns;
        try (Options options = new Options()) {
            columns = RocksDB.listColumnFamilies(options, folder.toString());
        } catch (RocksDBException none) {
            // A new folder has none; of a damaged one the opening says what is wrong.
            return List.of();
        }
        Set<String> theirs = new TreeSet<>();
        columns.forEach(name -> theirs.add(new String(name, StandardCharsets.UTF_8)));
        List<String> former =
                FormerRows.COLUMNS.stream().filter(theirs::contains).toList();
        if (!theirs.isEmpty() && !(theirs.equals(ours) || !former.isEmpty())) {
            refuseLater(folder);
        }
        return former;
    }

    /**
     * Reads the stamp of a store that does not open, as far as that goes.
     *
     * @throws KithException HOST if it is of a later format
     */
    static void refuseLater(Path folder) {
        try (Options options = new Options();
                RocksDB database = RocksDB.openReadOnly(options, folder.toString())) {
            stamped(database).ifPresent(StoreFormat::refuseLater);
        } catch (RocksDBException unreadable) {
            // Then the reason why it does not open is another.
            return;
        }
    }

    /**
     * The format of the store, 0 if it is new.
     *
     * @throws KithException HOST if it is of a later format
     */
    static int of(RocksDB database) throws RocksDBException {
        int format = stamped(database).orElse(0);
        refuseLater(format);
        return format;
    }

    /** Stamps a store as one of ours, durably. */
    static void stamp(RocksDB database) throws RocksDBException {
        try (WriteOptions synced = new WriteOptions().setSync(true)) {
            database.put(
                    synced, KEY, ByteBuffer.allocate(4).putInt(Store.FORMAT).array());
        }
    }

    private static Optional<Integer> stamped(RocksDB database) throws RocksDBException {
        byte[] stamp = database.get(KEY);
        if (stamp != null && stamp.length != 4) {
            throw StoreFaults.damaged("a format of " + stamp.length + " bytes");
        }
        return Optional.ofNullable(stamp).map(bytes -> ByteBuffer.wrap(bytes).getInt());
    }

    private static void refuseLater(int format) {
        if (format > Store.FORMAT) {
            throw new KithException(
                    KithException.Blame.HOST,
                    Code.FAILED,
                    "this store was written by a later kith (format " + format + ", this one reads up to "
                            + Store.FORMAT + "); upgrade kith");
        }
    }
}
