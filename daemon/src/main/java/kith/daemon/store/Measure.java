package kith.daemon.store;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import kith.daemon.store.Columns.Column;
import org.rocksdb.Range;
import org.rocksdb.SizeApproximationFlag;
import org.rocksdb.Slice;

/** What a space takes on the disk, about: sorted files, compressed, and what is in memory still. */
final class Measure {
    private Measure() {}

    /** What a column is for, in the words that people are shown. */
    static String kind(Column column) {
        return switch (column) {
            case LOG -> "logs";
            case TERM_TO_ID, ID_TO_TERM -> "dictionary";
            case META, HEAD -> "heads";
            case RUN, PAGE, FRESH, HIDDEN -> "index";
        };
    }

    /** Bytes by kind: logs, index, dictionary, heads. */
    static Map<String, Long> of(int space, Disk disk) {
        Map<String, Long> bytes = new LinkedHashMap<>();
        byte[] from = KeyLayout.prefix(space);
        try (Slice low = new Slice(from);
                Slice high = new Slice(KeyLayout.above(from))) {
            for (Column column : List.of(Column.values())) {
                if (column != Column.META) {
                    long[] sizes = disk.database()
                            .getApproximateSizes(
                                    disk.columns().of(column),
                                    List.of(new Range(low, high)),
                                    SizeApproximationFlag.INCLUDE_FILES,
                                    SizeApproximationFlag.INCLUDE_MEMTABLES);
                    bytes.merge(kind(column), sizes[0], Long::sum);
                }
            }
        }
        return bytes;
    }
}
