package kith.daemon.store;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Predicate;
import kith.daemon.store.Columns.Column;
import kith.ontology.delta.Dot;
import kith.ontology.delta.LogId;
import kith.ontology.delta.SignedDelta;
import kith.ontology.delta.SpaceId;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;

/** One space in the store. Written on its lane only; read from any thread. */
public final class SpaceStore {
    /** A write to the database. */
    interface Write {
        void run() throws RocksDBException;
    }

    private final SpaceRecord record;
    private final RocksDB database;
    private final Columns columns;
    private final LogNames names = new LogNames();
    private final Terms terms;
    /** Keeps a snapshot and the counts it tells from two different commits apart. */
    private final ReentrantReadWriteLock moment = new ReentrantReadWriteLock();

    private SpaceCounts counts;

    SpaceStore(SpaceRecord record, RocksDB database, Columns columns) {
        this.record = record;
        this.database = database;
        this.columns = columns;
        this.counts = readCounts();
        this.terms = new Terms(record.number(), database, columns, counts.nextTerm());
        readHeads();
    }

    public SpaceId id() {
        return record.id();
    }

    /** What this home calls the space. */
    public String name() {
        return record.name();
    }

    public SpaceRecord record() {
        return record;
    }

    /** Every log held, of both planes. */
    public Collection<LogState> logs() {
        List<LogState> logs = new ArrayList<>();
        names.states().forEach(logs::add);
        return logs;
    }

    public Optional<LogState> log(LogId log) {
        return Optional.ofNullable(names.state(log));
    }

    public SpaceCounts counts() {
        moment.readLock().lock();
        try {
            return counts;
        } finally {
            moment.readLock().unlock();
        }
    }

    /** The present, for reading; the caller closes it. */
    public Snapshot snapshot() {
        moment.readLock().lock();
        try {
            return new Snapshot(this, database, columns, counts);
        } finally {
            moment.readLock().unlock();
        }
    }

    /**
     * Begins a change.
     *
     * @param valid which deltas count, among those held and those that the change adds
     */
    public Commit begin(Predicate<Dot> valid) {
        return new Commit(this, database, columns, valid);
    }

    /**
     * Deltas of a log from {@code fromSeq} on, in order: at most {@code maxCount}, and none once {@code maxBytes} of
     * payload are passed, but always one while there is one.
     */
    public List<SignedDelta> read(LogId log, long fromSeq, int maxCount, long maxBytes) {
        LogState state = names.state(log);
        if (state == null) {
            return List.of();
        }
        List<SignedDelta> deltas = new ArrayList<>();
        byte[] end = KeyLayout.above(KeyLayout.head(number(), state.number()));
        long bytes = 0;
        try (RocksIterator iterator = database.newIterator(columns.of(Column.LOG))) {
            iterator.seek(KeyLayout.log(number(), state.number(), fromSeq));
            while (iterator.isValid()
                    && Arrays.compareUnsigned(iterator.key(), end) < 0
                    && deltas.size() < maxCount
                    && (deltas.isEmpty() || bytes <= maxBytes)) {
                long seq = ByteBuffer.wrap(iterator.key(), 8, 8).getLong();
                SignedDelta delta = EntryCodec.read(new Dot(log, seq), iterator.value());
                bytes += delta.entry().payload().length();
                if (deltas.isEmpty() || bytes <= maxBytes) {
                    deltas.add(delta);
                }
                iterator.next();
            }
        }
        return deltas;
    }

    int number() {
        return record.number();
    }

    LogNames names() {
        return names;
    }

    Terms terms() {
        return terms;
    }

    void write(Write write, SpaceCounts after) throws RocksDBException {
        moment.writeLock().lock();
        try {
            write.run();
            counts = after;
        } finally {
            moment.writeLock().unlock();
        }
    }

    private SpaceCounts readCounts() {
        try {
            byte[] value = database.get(columns.of(Column.META), KeyLayout.counts(record.number()));
            return value == null ? SpaceCounts.NONE : SpaceCounts.read(value);
        } catch (RocksDBException e) {
            throw StoreFaults.failed("read a space", e);
        }
    }

    private void readHeads() {
        byte[] prefix = KeyLayout.prefix(number());
        try (RocksIterator iterator = database.newIterator(columns.of(Column.HEAD))) {
            iterator.seek(prefix);
            while (iterator.isValid() && Arrays.equals(iterator.key(), 0, prefix.length, prefix, 0, prefix.length)) {
                HeadCodec.read(ByteBuffer.wrap(iterator.key(), 4, 4).getInt(), iterator.value(), names);
                iterator.next();
            }
        }
    }
}
