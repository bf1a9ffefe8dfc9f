package kith.daemon.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import kith.daemon.index.RunCache;
import kith.daemon.store.Columns.Column;
import kith.ontology.bytes.Bytes;
import kith.ontology.delta.SpaceId;
import kith.ontology.fault.Code;
import kith.ontology.fault.KithException;
import org.rocksdb.Cache;
import org.rocksdb.Checkpoint;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.DBOptions;
import org.rocksdb.LRUCache;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.WALRecoveryMode;
import org.rocksdb.WriteBufferManager;
import org.rocksdb.WriteOptions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The database of a home: every space in it, one write-ahead log. Commits of one space come from its lane; everything
 * else is safe from any thread.
 *
 * <p>Acknowledge nothing before {@link #sync()} has returned: one sync covers every commit written before it.
 */
public final class Store implements AutoCloseable {
    /** The layout that this version writes. */
    public static final int FORMAT = 4;

    /** How many bytes of chance a store is opened with. */
    public static final int CHANCE_BYTES = TermHash.SECRET_BYTES;

    /** From here on a field of one value shows one. */
    private static final int FORMAT_OF_VIEWS = 2;

    /**
     * The manifest names the first and the last key of every file, and these may be the text of a term. So each change of
     * files writes it anew, without those that are gone: some kilobytes, a few times an hour.
     */
    private static final Map<String, String> MANIFEST =
            Map.of("max_manifest_file_size", "1", "max_manifest_space_amp_pct", "0");

    private static final byte[] SPACE_PREFIX = "space/".getBytes(StandardCharsets.US_ASCII);
    private static final int MAX_OPEN_FILES = 256;
    private static final long WAL_SYNC_BYTES = 1024 * 1024;

    private static final Logger LOG = LoggerFactory.getLogger(Store.class);

    /** How long closing waits for those inside; scans end at their next step. */
    private static final Duration MAX_END = Duration.ofSeconds(5);

    private final Disk disk;
    private final DBOptions options;
    private final Cache cache;
    private final WriteBufferManager buffers;
    private final Map<SpaceId, SpaceStore> spaces = new ConcurrentHashMap<>();
    private int lastSpace;
    private boolean closed;

    /**
     * How much memory the database may take, in bytes.
     *
     * @param cacheBytes blocks read, outside the heap
     * @param writeBufferBytes changes not yet in sorted files, outside the heap
     * @param runBytes runs unpacked, in the heap
     * @param termBytes ids of terms, in the heap
     * @param freshBytes rows that are in no run yet, in the heap
     */
    public record Memory(long cacheBytes, long writeBufferBytes, long runBytes, long termBytes, long freshBytes) {}

    private Store(Disk disk, DBOptions options, Cache cache, WriteBufferManager buffers) {
        this.disk = disk;
        this.options = options;
        this.cache = cache;
        this.buffers = buffers;
    }

    /** As {@link #open(Path, Memory, Bytes)}, where nobody but oneself says what is in the store. */
    public static Store open(Path folder, Memory memory) {
        return open(folder, memory, Bytes.owned(new byte[CHANCE_BYTES]));
    }

    /**
     * Opens the database in {@code folder}, or begins one there.
     *
     * @param chance {@link #CHANCE_BYTES} that nobody can guess, so that nobody makes terms that look alike in memory
     * @throws KithException HOST if it is of a later format, damaged beyond its tail, or the disk fails
     */
    public static Store open(Path folder, Memory memory, Bytes chance) {
        Columns.loadLibrary();
        Cache cache = new LRUCache(memory.cacheBytes());
        WriteBufferManager buffers = new WriteBufferManager(memory.writeBufferBytes(), cache);
        Columns columns = new Columns();
        DBOptions options = manifestAnew()
                .setCreateIfMissing(true)
                .setCreateMissingColumnFamilies(true)
                .setWalRecoveryMode(WALRecoveryMode.TolerateCorruptedTailRecords)
                .setMaxBackgroundJobs(2)
                .setMaxOpenFiles(MAX_OPEN_FILES)
                .setBytesPerSync(WAL_SYNC_BYTES)
                .setRecycleLogFileNum(0)
                // A small home's log would take as much room beforehand as a large one's.
                .setAllowFAllocate(false)
                // Else the log grows until all that is in it has gone to files for other reasons.
                .setMaxTotalWalSize(memory.writeBufferBytes() / 4 * 3)
                .setWriteBufferManager(buffers)
                .setKeepLogFileNum(2);
        try {
            Files.createDirectories(folder);
            List<String> former = StoreFormat.former(folder, Columns.titles());
            List<ColumnFamilyHandle> handles = new ArrayList<>();
            RocksDB database = RocksDB.open(options, folder.toString(), columns.descriptors(cache, former), handles);
            columns.opened(handles);
            Disk disk = new Disk(
                    database,
                    columns,
                    new Visits(),
                    new TermCache(TermCache.MAX_BYTES),
                    new TermRoom(TermHash.Secret.of(chance), memory.termBytes()),
                    new RunCache(memory.runBytes()),
                    new FreshRoom(memory.freshBytes()));
            return new Store(disk, options, cache, buffers).begun();
        } catch (RocksDBException e) {
            StoreFormat.refuseLater(folder);
            throw StoreFaults.shut(folder, e);
        } catch (IOException e) {
            throw KithException.host("cannot make the folder " + folder + ": " + e.getMessage(), e);
        }
    }

    private static DBOptions manifestAnew() {
        Properties chosen = new Properties();
        chosen.putAll(MANIFEST);
        return Objects.requireNonNull(DBOptions.getDBOptionsFromProps(chosen), "options of the manifest");
    }

    /** Reads what all spaces begin with; a store that cannot be read is closed again. */
    private Store begun() throws RocksDBException {
        boolean whole = false;
        try {
            int format = StoreFormat.of(disk.database());
            Dropped.sweep(disk);
            lastSpace = Dropped.last(disk);
            readSpaces();
            FormerRows.pack(disk, spaces.values());
            if (format < FORMAT_OF_VIEWS) {
                spaces.values().forEach(SpaceStore::hideWhatOneValueHides);
            }
            if (format < FORMAT) {
                StoreFormat.stamp(disk.database());
            }
            whole = true;
            return this;
        } finally {
            if (!whole) {
                close();
            }
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
        SpaceStore space = new SpaceStore(record, disk);
        spaces.put(id, space);
        return space;
    }

    /** Notes, durably, the ticket that a space which is here is to be joined with from now on. */
    public synchronized void retake(SpaceStore space, String ticket) {
        SpaceRecord record = space.record().with(ticket);
        put(record);
        space.recorded(record);
    }

    /**
     * Forgets a space, durably; called on its lane, so that no commit of it is under way. Whoever is reading it may go on;
     * whoever comes later is refused. What it holds is deleted by {@link #sweep()}.
     */
    public synchronized void drop(SpaceStore space) {
        disk.visits().enter();
        try {
            Dropped.mark(disk, space.number(), lastSpace);
            space.entrance().left();
            spaces.remove(space.id());
            space.terms().end();
            space.index().end();
        } catch (RocksDBException e) {
            throw StoreFaults.failed("leave a space", e);
        } finally {
            disk.visits().leave();
        }
    }

    /** Deletes what spaces hold that were dropped a while ago. */
    public void sweep() {
        disk.visits().enter();
        try {
            Dropped.sweep(disk);
        } catch (RocksDBException e) {
            throw StoreFaults.failed("delete a space that was left", e);
        } finally {
            disk.visits().leave();
        }
    }

    private void put(SpaceRecord record) {
        disk.visits().enter();
        try (WriteOptions synced = new WriteOptions().setSync(true)) {
            disk.database()
                    .put(disk.columns().of(Column.META), synced, KeyLayout.space(record.number()), record.bytes());
        } catch (RocksDBException e) {
            throw StoreFaults.failed("note a space", e);
        } finally {
            disk.visits().leave();
        }
    }

    /** Returns when every commit written before the call would survive a power cut. */
    public void sync() {
        disk.visits().enter();
        try {
            disk.database().syncWal();
        } catch (RocksDBException e) {
            throw StoreFaults.failed("sync", e);
        } finally {
            disk.visits().leave();
        }
    }

    /**
     * Writes all that was committed so far into {@code folder}, which must not be there yet: one moment of all spaces.
     * Files that never change are linked where the folder is on the same disk, so it takes little time and room.
     *
     * @throws KithException HOST if the disk fails
     */
    public void checkpoint(Path folder) {
        disk.visits().enter();
        try (Checkpoint checkpoint = Checkpoint.create(disk.database())) {
            checkpoint.createCheckpoint(folder.toString());
        } catch (RocksDBException e) {
            throw StoreFaults.failed("write a checkpoint", e);
        } finally {
            disk.visits().leave();
        }
    }

    Disk disk() {
        return disk;
    }

    private void readSpaces() {
        List<SpaceRecord> records = new ArrayList<>();
        try (Cursor cursor =
                new Cursor(disk.database().newIterator(disk.columns().of(Column.META)), SPACE_PREFIX)) {
            while (cursor.isWithin(SPACE_PREFIX)) {
                int number =
                        ByteBuffer.wrap(cursor.key(), SPACE_PREFIX.length, 4).getInt();
                records.add(SpaceRecord.read(number, cursor.value()));
                cursor.next();
            }
        }
        for (SpaceRecord record : records) {
            spaces.put(record.id(), new SpaceStore(record, disk));
            lastSpace = Math.max(lastSpace, record.number());
        }
    }

    /**
     * Refuses newcomers, ends what scans, waits a little for the rest, and closes the database. If somebody is still
     * inside then, the database stays open until the process ends: nothing is lost by it, for what was synced is on the
     * disk, and what was not was promised to nobody.
     */
    @Override
    public void close() {
        close(MAX_END);
    }

    synchronized void close(Duration patience) {
        if (closed) {
            return;
        }
        closed = true;
        spaces.values().forEach(space -> space.purge().stop());
        if (!disk.visits().end(patience)) {
            LOG.warn("the store is still in use after {} ms and stays open", patience.toMillis());
            return;
        }
        disk.columns().close();
        disk.database().close();
        options.close();
        disk.columns().free();
        buffers.close();
        cache.close();
    }
}
