package kith.daemon.store;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Predicate;
import java.util.function.Supplier;
import kith.daemon.store.Columns.Column;
import kith.ontology.bytes.Bytes;
import kith.ontology.delta.Dot;
import kith.ontology.delta.HybridClock;
import kith.ontology.delta.LogId;
import kith.ontology.delta.SignedDelta;
import kith.ontology.delta.SpaceId;
import kith.ontology.fault.Code;
import kith.ontology.fault.KithException;
import kith.ontology.merge.Effect;
import kith.ontology.merge.Views;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;

/** One space in the store. Written on its lane only; read from any thread. */
public final class SpaceStore {
    /** A write to the database. */
    interface Write {
        void run() throws RocksDBException;
    }

    private final Disk disk;
    private final LogNames names = new LogNames();
    private final Terms terms;
    private final Purge purge;
    private final Confirmations confirmations;
    /** Keeps a snapshot and the counts it tells from two different commits apart. */
    private final ReentrantReadWriteLock moment = new ReentrantReadWriteLock();

    private SpaceCounts counts;
    private volatile SpaceRecord record;
    private volatile DerivedBy derivedBy;
    private volatile boolean left;

    SpaceStore(SpaceRecord record, Disk disk) {
        this.record = record;
        this.disk = disk;
        this.counts = readCounts();
        this.derivedBy = DerivedBy.of(record.number(), disk);
        this.terms = new Terms(record.number(), disk, counts.nextTerm());
        this.confirmations = new Confirmations(record.number(), disk);
        this.purge = new Purge(record.number(), disk, terms);
        readHeads();
    }

    /** What gets the bytes of erased deltas off the disk. */
    public Purge purge() {
        return purge;
    }

    /** What other nodes said of theirs. */
    public Confirmations confirmations() {
        return confirmations;
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

    void recorded(SpaceRecord newer) {
        record = newer;
    }

    /** This home has left the space: nobody comes in any more. */
    void left() {
        left = true;
    }

    private void enter() {
        if (left) {
            throw new KithException(
                    KithException.Blame.HOST, Code.INTERRUPTED, "this home has left space " + record.name());
        }
        disk.visits().enter();
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

    /**
     * The present, for reading; the caller closes it.
     *
     * @throws KithException HOST, INTERRUPTED if the store is closing
     */
    public Snapshot snapshot() {
        return snapshotCounting(null);
    }

    /**
     * The present as if only these deltas were held, for reading; the caller closes it.
     *
     * @throws KithException HOST, INTERRUPTED if the store is closing
     */
    public Snapshot snapshot(Predicate<Dot> counted) {
        return snapshotCounting(counted);
    }

    private Snapshot snapshotCounting(@Nullable Predicate<Dot> counted) {
        return visit(() -> {
            moment.readLock().lock();
            try {
                return new Snapshot(this, disk, counts, counted);
            } finally {
                moment.readLock().unlock();
            }
        });
    }

    /** Enters for something that leaves when it is closed, unless it cannot be made. */
    private <T> T visit(Supplier<T> made) {
        enter();
        boolean inside = false;
        try {
            T visitor = made.get();
            inside = true;
            return visitor;
        } finally {
            if (!inside) {
                disk.visits().leave();
            }
        }
    }

    /**
     * Begins a change.
     *
     * @param valid which deltas count, among those held and those that the change adds
     * @throws KithException HOST, INTERRUPTED if the store is closing
     */
    public Commit begin(Predicate<Dot> valid) {
        return visit(() -> new Commit(this, disk, valid));
    }

    /**
     * Deltas of a log from {@code fromSeq} on, in order and without a gap: at most {@code maxCount}, and none once
     * {@code maxBytes} of payload are passed, but always one while there is one.
     *
     * @throws KithException HOST if one that must be there cannot be read; HOST, INTERRUPTED if the store is closing
     */
    public List<SignedDelta> read(LogId log, long fromSeq, int maxCount, long maxBytes) {
        LogState state = names.state(log);
        if (state == null || maxCount < 1) {
            return List.of();
        }
        enter();
        try {
            return read(state, Math.max(1, fromSeq), maxCount, maxBytes);
        } finally {
            disk.visits().leave();
        }
    }

    /**
     * The delta of that place.
     *
     * @throws KithException HOST if it must be there and cannot be read; HOST, INTERRUPTED if the store is closing
     */
    public Optional<SignedDelta> delta(Dot dot) {
        return log(dot.log())
                .filter(log -> dot.seq() <= log.head().seq())
                .flatMap(log -> read(dot.log(), dot.seq(), 1, 0).stream().findFirst());
    }

    /**
     * The deltas whose link begins with these hexadecimal digits, at most {@code max}. Reads all logs.
     *
     * @throws KithException HOST if a log cannot be read; HOST, INTERRUPTED if the store is closing
     */
    public List<Dot> find(String digits, int max) {
        List<Dot> found = new ArrayList<>();
        enter();
        try {
            byte[] prefix = KeyLayout.prefix(number());
            try (Cursor cursor =
                    new Cursor(disk.database().newIterator(disk.columns().of(Column.LOG)), prefix)) {
                while (found.size() < max && cursor.isWithin(prefix)) {
                    disk.visits().mustBeOpen();
                    if (EntryCodec.link(cursor.value()).toHex().startsWith(digits)) {
                        ByteBuffer key = ByteBuffer.wrap(cursor.key(), prefix.length, 4 + 8);
                        found.add(new Dot(names.log(key.getInt()), key.getLong()));
                    }
                    cursor.next();
                }
            }
        } finally {
            disk.visits().leave();
        }
        return found;
    }

    /**
     * The deltas held whose clock is not past {@code clock}. Clocks rise along each log, so a log is cut at one place.
     *
     * @throws KithException HOST if a log cannot be read; HOST, INTERRUPTED if the store is closing
     */
    public Predicate<Dot> until(long clock) {
        Map<LogId, Long> last = new HashMap<>();
        for (LogState log : logs()) {
            last.put(log.root().id(), lastUntil(log, clock));
        }
        return dot -> dot.seq() <= last.getOrDefault(dot.log(), 0L);
    }

    /** The last number of a log whose clock is not past {@code clock}; 0 for none. */
    public long lastUntil(LogState log, long clock) {
        long low = 0;
        long high = log.head().seq();
        while (low < high) {
            long middle = low + (high - low + 1) / 2;
            if (HybridClock.isAfter(clock(new Dot(log.root().id(), middle)), clock)) {
                high = middle - 1;
            } else {
                low = middle;
            }
        }
        return low;
    }

    private List<SignedDelta> read(LogState state, long fromSeq, int maxCount, long maxBytes) {
        List<SignedDelta> deltas = new ArrayList<>();
        byte[] prefix = KeyLayout.head(number(), state.number());
        byte[] from = KeyLayout.log(number(), state.number(), fromSeq);
        long bytes = 0;
        try (Cursor cursor =
                new Cursor(disk.database().newIterator(disk.columns().of(Column.LOG)), from)) {
            while (deltas.size() < maxCount && (deltas.isEmpty() || bytes <= maxBytes)) {
                long wanted = fromSeq + deltas.size();
                boolean here = cursor.isWithin(prefix);
                if (!here && wanted > state.head().seq()) {
                    break;
                }
                if (!here || ByteBuffer.wrap(cursor.key(), prefix.length, 8).getLong() != wanted) {
                    throw StoreFaults.damaged("a log of " + state.head().seq() + " deltas lacks number " + wanted);
                }
                SignedDelta delta = EntryCodec.read(new Dot(state.root().id(), wanted), cursor.value());
                bytes += delta.entry().payload().length();
                if (deltas.isEmpty() || bytes <= maxBytes) {
                    deltas.add(delta);
                }
                cursor.next();
            }
        }
        return deltas;
    }

    /** Stores of format 1 showed every value of every field. */
    void hideWhatOneValueHides() {
        rederiving().from(DerivedBy.NOTHING, views());
    }

    private Rederiving rederiving() {
        return new Rederiving(this, () -> begin(this::counts));
    }

    private boolean counts(Dot dot) {
        return log(dot.log()).map(log -> dot.seq() <= log.applied()).orElse(false);
    }

    /** Which value of a field is shown, where only one is. */
    public Views views() {
        return derivedBy.views();
    }

    /**
     * Lets other views decide from now on what is shown, and looks again at all that they change; nothing if they are
     * the views that decide already. On the lane. A reader that comes in between sees some fields by the old and some by
     * the new ones.
     *
     * @throws KithException HOST if the disk fails; it is begun again with the next call
     */
    public Effect derive(Views next) {
        return rederiving().from(derivedBy, next);
    }

    void derive(DerivedBy next) {
        disk.visits().enter();
        try {
            next.keep(disk, number());
            derivedBy = next;
        } finally {
            disk.visits().leave();
        }
    }

    /**
     * The clock of a delta that is held, without its payload.
     *
     * @throws KithException HOST if it cannot be read
     */
    public long clock(Dot dot) {
        return EntryCodec.clock(entry(dot));
    }

    private byte[] entry(Dot dot) {
        LogState log = Objects.requireNonNull(names.state(dot.log()));
        try {
            byte[] entry = disk.database()
                    .get(disk.columns().of(Column.LOG), KeyLayout.log(number(), log.number(), dot.seq()));
            if (entry == null) {
                throw StoreFaults.damaged("a log of " + log.head().seq() + " deltas lacks number " + dot.seq());
            }
            return entry;
        } catch (RocksDBException e) {
            throw StoreFaults.failed("read a delta", e);
        }
    }

    /**
     * The link of a delta that is held, without its payload; a log's id before the first.
     *
     * @throws KithException HOST if it cannot be read
     */
    public Bytes link(LogId log, long seq) {
        LogState state = Objects.requireNonNull(names.state(log));
        if (seq == 0) {
            return log.value();
        }
        if (state.head().seq() == seq) {
            return state.head().link();
        }
        enter();
        try {
            return EntryCodec.link(entry(new Dot(log, seq)));
        } finally {
            disk.visits().leave();
        }
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
            byte[] value = disk.database().get(disk.columns().of(Column.META), KeyLayout.counts(record.number()));
            return value == null ? SpaceCounts.NONE : SpaceCounts.read(value);
        } catch (RocksDBException e) {
            throw StoreFaults.failed("read a space", e);
        }
    }

    private void readHeads() {
        byte[] prefix = KeyLayout.prefix(number());
        try (Cursor cursor =
                new Cursor(disk.database().newIterator(disk.columns().of(Column.HEAD)), prefix)) {
            while (cursor.isWithin(prefix)) {
                HeadCodec.read(ByteBuffer.wrap(cursor.key(), 4, 4).getInt(), cursor.value(), names);
                cursor.next();
            }
        }
    }
}
