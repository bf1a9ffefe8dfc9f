package kith.daemon.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import kith.daemon.store.Columns.Column;
import kith.ontology.delta.SpaceId;
import kith.ontology.fault.Code;
import kith.ontology.fault.KithException;
import org.rocksdb.Cache;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.DBOptions;
import org.rocksdb.LRUCache;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.WALRecoveryMode;
import org.rocksdb.WriteBufferManager;
import org.rocksdb.WriteOptions;

/**
 * The database of a home: every space in it, one write-ahead log. Commits of one space come from its lane; everything
 * else is safe from any thread.
 *
 * <p>Acknowledge nothing before {@link #sync()} has returned: one sync covers every commit written before it.
 */
public final class Store implements AutoCloseable {
    /** The layout that this version writes. */
    public static final int FORMAT = 1;

    private static final byte[] FORMAT_KEY = KeyLayout.meta("format");
    private static final byte[] SPACE_PREFIX = "space/".getBytes(StandardCharsets.US_ASCII);
    private static final int MAX_OPEN_FILES = 256;
    private static final long WAL_SYNC_BYTES = 1024 * 1024;

    private final RocksDB database;
    private final Columns columns;
    private final DBOptions options;
    private final Cache cache;
    private final WriteBufferManager buffers;
    private final Map<SpaceId, SpaceStore> spaces = new ConcurrentHashMap<>();
    private int lastSpace;

    /**
     * How much memory the database may take, in bytes.
     *
     * @param cacheBytes blocks read
     * @param writeBufferBytes changes not yet in sorted files
     */
    public record Memory(long cacheBytes, long writeBufferBytes) {}

    private Store(RocksDB database, Columns columns, DBOptions options, Cache cache, WriteBufferManager buffers) {
        this.database = database;
        this.columns = columns;
        this.options = options;
        this.cache = cache;
        this.buffers = buffers;
    }

    /**
     * Opens the database in {@code folder}, or begins one there.
     *
     * @throws KithException HOST if it is of a later format, damaged beyond its tail, or the disk fails
     */
    public static Store open(Path folder, Memory memory) {
        Columns.loadLibrary();
        Cache cache = new LRUCache(memory.cacheBytes());
        WriteBufferManager buffers = new WriteBufferManager(memory.writeBufferBytes(), cache);
        Columns columns = new Columns();
        DBOptions options = new DBOptions()
                .setCreateIfMissing(true)
                .setCreateMissingColumnFamilies(true)
                .setWalRecoveryMode(WALRecoveryMode.TolerateCorruptedTailRecords)
                .setMaxBackgroundJobs(2)
                .setMaxOpenFiles(MAX_OPEN_FILES)
                .setBytesPerSync(WAL_SYNC_BYTES)
                .setRecycleLogFileNum(0)
                .setWriteBufferManager(buffers)
                .setKeepLogFileNum(2);
        try {
            Files.createDirectories(folder);
            List<ColumnFamilyHandle> handles = new ArrayList<>();
            RocksDB database = RocksDB.open(options, folder.toString(), columns.descriptors(cache), handles);
            columns.opened(handles);
            Store store = new Store(database, columns, options, cache, buffers);
            store.checkFormat();
            store.readSpaces();
            return store;
        } catch (RocksDBException e) {
            throw KithException.host(
                    "the store in " + folder + " does not open: " + e.getMessage()
                            + "; if it is damaged, set the folder aside and join your spaces again",
                    e);
        } catch (IOException e) {
            throw KithException.host("cannot make the folder " + folder + ": " + e.getMessage(), e);
        }
    }

    public List<SpaceStore> spaces() {
        return List.copyOf(spaces.values());
    }

    public Optional<SpaceStore> space(SpaceId id) {
        return Optional.ofNullable(spaces.get(id));
    }

    /**
     * Makes room for a space, durably.
     *
     * @throws KithException USER, CONFLICT if the name is taken or the space is here already
     */
    public synchronized SpaceStore create(SpaceId id, String name, long nowMillis, String ticket) {
        for (SpaceStore space : spaces.values()) {
            if (space.name().equals(name) || space.id().equals(id)) {
                throw KithException.user(Code.CONFLICT, "a space named " + space.name() + " is here already");
            }
        }
        SpaceRecord record = new SpaceRecord(lastSpace + 1, id, name, nowMillis, ticket);
        put(record);
        lastSpace = record.number();
        SpaceStore space = new SpaceStore(record, database, columns);
        spaces.put(id, space);
        return space;
    }

    private void put(SpaceRecord record) {
        try (WriteOptions synced = new WriteOptions().setSync(true)) {
            database.put(columns.of(Column.META), synced, KeyLayout.space(record.number()), record.bytes());
        } catch (RocksDBException e) {
            throw StoreFaults.failed("note a space", e);
        }
    }

    /** Returns when every commit written before the call would survive a power cut. */
    public void sync() {
        try {
            database.syncWal();
        } catch (RocksDBException e) {
            throw StoreFaults.failed("sync", e);
        }
    }

    private void checkFormat() throws RocksDBException {
        byte[] stamp = database.get(columns.of(Column.META), FORMAT_KEY);
        if (stamp == null) {
            database.put(
                    columns.of(Column.META),
                    FORMAT_KEY,
                    ByteBuffer.allocate(4).putInt(FORMAT).array());
            return;
        }
        int format = ByteBuffer.wrap(stamp).getInt();
        if (format > FORMAT) {
            close();
            throw new KithException(
                    KithException.Blame.HOST,
                    Code.FAILED,
                    "the store has format " + format + ", this version reads up to " + FORMAT + ": update kith");
        }
    }

    private void readSpaces() {
        List<SpaceRecord> records = new ArrayList<>();
        try (RocksIterator iterator = database.newIterator(columns.of(Column.META))) {
            iterator.seek(SPACE_PREFIX);
            while (iterator.isValid()
                    && Arrays.equals(iterator.key(), 0, SPACE_PREFIX.length, SPACE_PREFIX, 0, SPACE_PREFIX.length)) {
                int number =
                        ByteBuffer.wrap(iterator.key(), SPACE_PREFIX.length, 4).getInt();
                records.add(SpaceRecord.read(number, iterator.value()));
                iterator.next();
            }
        }
        for (SpaceRecord record : records) {
            spaces.put(record.id(), new SpaceStore(record, database, columns));
            lastSpace = Math.max(lastSpace, record.number());
        }
    }

    @Override
    public void close() {
        columns.close();
        database.close();
        options.close();
        columns.free();
        buffers.close();
        cache.close();
    }
}
