package kith.daemon.store;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.Cache;
import org.rocksdb.ColumnFamilyDescriptor;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.ColumnFamilyOptions;
import org.rocksdb.CompressionType;
import org.rocksdb.RocksDB;

/** The column families, in the order in which the database opens them. */
final class Columns implements AutoCloseable {
    /** What each column keeps; {@code docs/store.md} has keys and values. */
    enum Column {
        META("default"),
        LOG("log"),
        HEAD("head"),
        /** Packed sorted quads, with their operations in the order of subjects. */
        RUN("run"),
        /** Where runs lie. */
        PAGE("page"),
        /** Rows that no run has yet, those of one commit together. */
        FRESH("fresh"),
        /** Quads that hold and are not shown: subject, predicate, graph, object. */
        HIDDEN("hidden"),
        TERM_TO_ID("t2i"),
        ID_TO_TERM("i2t");

        private final String title;

        Column(String title) {
            this.title = title;
        }
    }

    private static final int BLOCK_BYTES = 16 * 1024;
    private static final int LOG_BLOCK_BYTES = 64 * 1024;
    private static final int BLOOM_BITS = 10;

    private final List<ColumnFamilyOptions> options = new ArrayList<>();
    private final BloomFilter bloom = new BloomFilter(BLOOM_BITS, false);
    private final Map<Column, ColumnFamilyHandle> opened = new EnumMap<>(Column.class);
    private final List<ColumnFamilyHandle> former = new ArrayList<>();

    /** The names of all columns. */
    static Set<String> titles() {
        return Arrays.stream(Column.values()).map(column -> column.title).collect(Collectors.toUnmodifiableSet());
    }

    /**
     * What to open the database with.
     *
     * @param former names of columns of an earlier format that are there
     */
    List<ColumnFamilyDescriptor> descriptors(Cache cache, List<String> former) {
        List<ColumnFamilyDescriptor> descriptors = new ArrayList<>();
        for (Column column : Column.values()) {
            ColumnFamilyOptions chosen = options(column, cache);
            options.add(chosen);
            descriptors.add(new ColumnFamilyDescriptor(column.title.getBytes(StandardCharsets.US_ASCII), chosen));
        }
        former.forEach(title -> descriptors.add(new ColumnFamilyDescriptor(title.getBytes(StandardCharsets.US_ASCII))));
        return descriptors;
    }

    /** Takes the handles that the database opened, in the order of {@link #descriptors}. */
    void opened(List<ColumnFamilyHandle> inOrder) {
        Iterator<ColumnFamilyHandle> next = inOrder.iterator();
        for (Column column : Column.values()) {
            opened.put(column, next.next());
        }
        next.forEachRemaining(former::add);
    }

    /** Columns of an earlier format, in the order in which they were named. */
    List<ColumnFamilyHandle> former() {
        return former;
    }

    ColumnFamilyHandle of(Column column) {
        return Objects.requireNonNull(opened.get(column));
    }

    private ColumnFamilyOptions options(Column column, Cache cache) {
        boolean pointReads = column == Column.TERM_TO_ID;
        BlockBasedTableConfig table = new BlockBasedTableConfig()
                .setFormatVersion(6)
                .setBlockCache(cache)
                .setBlockSize(column == Column.LOG ? LOG_BLOCK_BYTES : BLOCK_BYTES);
        if (pointReads) {
            table.setFilterPolicy(bloom).setOptimizeFiltersForMemory(true);
        }
        return new ColumnFamilyOptions()
                .setTableFormatConfig(table)
                .setCompressionType(
                        column == Column.LOG ? CompressionType.ZSTD_COMPRESSION : CompressionType.LZ4_COMPRESSION);
    }

    /** Closes what the database handed out; the database itself closes after this. */
    @Override
    public void close() {
        opened.values().forEach(ColumnFamilyHandle::close);
        former.forEach(ColumnFamilyHandle::close);
    }

    /** Frees the options, once the database is closed. */
    void free() {
        options.forEach(ColumnFamilyOptions::close);
        bloom.close();
    }

    static void loadLibrary() {
        RocksDB.loadLibrary();
    }
}
