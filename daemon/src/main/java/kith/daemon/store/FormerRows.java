package kith.daemon.store;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import kith.daemon.index.Row;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;

/**
 * Up to format 3 a store had a key for every quad, in four columns; from 4 on it has runs. Packs what is in such columns,
 * and takes them away once all is packed; a crash in between begins it again.
 */
final class FormerRows {
    /** The columns that later formats have not. */
    static final List<String> COLUMNS = List.of("row", "posg", "ospg", "gspo");

    /** Rows that are packed in one step. */
    private static final int STEP_ROWS = 64 * 1024;

    private FormerRows() {}

    static void pack(Disk disk, Collection<SpaceStore> spaces) throws RocksDBException {
        List<ColumnFamilyHandle> former = disk.columns().former();
        for (ColumnFamilyHandle column : former) {
            if (new String(column.getName(), StandardCharsets.UTF_8).equals(COLUMNS.getFirst())) {
                for (SpaceStore space : spaces) {
                    pack(disk.database(), column, space);
                }
            }
        }
        disk.database().syncWal();
        // The rows last: while they are there, all of it is done again.
        for (ColumnFamilyHandle column : former.reversed()) {
            disk.database().dropColumnFamily(column);
        }
    }

    private static void pack(RocksDB database, ColumnFamilyHandle column, SpaceStore space) throws RocksDBException {
        List<Row> rows = new ArrayList<>();
        byte[] prefix = KeyLayout.prefix(space.number());
        try (Cursor cursor = new Cursor(database.newIterator(column), prefix)) {
            for (; cursor.isWithin(prefix); cursor.next()) {
                ByteBuffer key = ByteBuffer.wrap(cursor.key(), KeyLayout.SPACE_BYTES, 4 * KeyLayout.ID_BYTES);
                long subject = key.getLong();
                long predicate = key.getLong();
                long object = key.getLong();
                rows.add(Row.of(new long[] {key.getLong(), subject, predicate, object}, cursor.value()));
                if (rows.size() == STEP_ROWS) {
                    adopt(space, rows);
                    rows.clear();
                }
            }
        }
        adopt(space, rows);
    }

    private static void adopt(SpaceStore space, List<Row> rows) {
        Index index = space.index();
        index.show(index.view().withUnlooked(rows, index.present()));
        space.fold();
    }
}
