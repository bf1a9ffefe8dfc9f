package kith.daemon.store;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import kith.daemon.store.Columns.Column;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;

/**
 * Spaces that this home left. First the record goes, and the space is known no more; what it holds goes later, when
 * nobody can be reading it, or at the next start. The number of a space is never used again.
 */
final class Dropped {
    private static final byte[] PREFIX = "dropped/".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] LAST = KeyLayout.meta("last-space");

    private Dropped() {}

    /** Forgets a space, durably. {@code last} is the greatest number that a space has or had. */
    static void mark(Disk disk, int space, int last) throws RocksDBException {
        ColumnFamilyHandle meta = disk.columns().of(Column.META);
        try (WriteBatch batch = new WriteBatch();
                WriteOptions synced = new WriteOptions().setSync(true)) {
            batch.delete(meta, KeyLayout.space(space));
            batch.delete(meta, KeyLayout.counts(space));
            batch.put(meta, key(space), new byte[0]);
            batch.put(meta, LAST, ByteBuffer.allocate(4).putInt(last).array());
            disk.database().write(synced, batch);
        }
    }

    /** The greatest number that any space had when one was left; 0 if none was. */
    static int last(Disk disk) throws RocksDBException {
        byte[] last = disk.database().get(disk.columns().of(Column.META), LAST);
        return last == null ? 0 : ByteBuffer.wrap(last).getInt();
    }

    /** Deletes what the spaces left hold, and all that is kept of them. */
    static void sweep(Disk disk) throws RocksDBException {
        ColumnFamilyHandle meta = disk.columns().of(Column.META);
        for (int space : marked(disk)) {
            byte[] from = KeyLayout.prefix(space);
            try (WriteBatch batch = new WriteBatch();
                    WriteOptions synced = new WriteOptions().setSync(true)) {
                for (Column column : Column.values()) {
                    if (column != Column.META) {
                        batch.deleteRange(disk.columns().of(column), from, KeyLayout.above(from));
                    }
                }
                for (KeyLayout.Kept kept : KeyLayout.Kept.values()) {
                    byte[] first = kept.of(space);
                    batch.deleteRange(meta, first, KeyLayout.above(first));
                }
                batch.delete(meta, key(space));
                disk.database().write(synced, batch);
            }
        }
    }

    private static List<Integer> marked(Disk disk) {
        List<Integer> marked = new ArrayList<>();
        try (Cursor cursor =
                new Cursor(disk.database().newIterator(disk.columns().of(Column.META)), PREFIX)) {
            while (cursor.isWithin(PREFIX)) {
                marked.add(ByteBuffer.wrap(cursor.key(), PREFIX.length, 4).getInt());
                cursor.next();
            }
        }
        return marked;
    }

    private static byte[] key(int space) {
        return ByteBuffer.allocate(PREFIX.length + 4).put(PREFIX).putInt(space).array();
    }
}
