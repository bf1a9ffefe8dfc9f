package kith.daemon.store;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import kith.daemon.index.View;
import kith.ontology.bytes.Bytes;
import kith.ontology.delta.Dot;
import kith.ontology.delta.LogId;
import kith.ontology.delta.LogRoot;
import kith.ontology.delta.SignedDelta;
import kith.ontology.delta.SpaceId;
import kith.ontology.fault.KithException;
import kith.ontology.merge.Effect;
import kith.ontology.merge.Stamp;
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
    private final Entrance entrance;
    private final LogNames names;
    private final Terms terms;
    private final Index index;
    private final Purge purge;
    private final Confirmations confirmations;
    /** Keeps a snapshot and the counts it tells from two different commits apart. */
    private final ReentrantReadWriteLock moment = new ReentrantReadWriteLock();

    private SpaceCounts counts;
    private volatile SpaceRecord record;
    /** Before anybody has said otherwise, every clock is believed. */
    private volatile ToLongFunction<LogRoot> since = log -> Long.MAX_VALUE;

    private volatile DerivedBy derivedBy;

    SpaceStore(SpaceRecord record, Disk disk) {
        this.record = record;
        this.disk = disk;
        this.names = LogNames.of(record.number(), disk);
        this.entrance = new Entrance(disk.visits(), this::name, new Entries(record.number(), disk, names));
        this.counts = SpaceCounts.held(disk, record.number());
        this.derivedBy = DerivedBy.of(record.number(), disk);
        this.terms = new Terms(record.number(), disk, counts.nextTerm());
        this.confirmations = new Confirmations(record.number(), disk);
        this.index = new Index(record.number(), disk);
        this.purge = new Purge(this, disk);
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

    Entrance entrance() {
        return entrance;
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

    /** One moment, for whoever examines the space; the caller closes it. */
    Examination.Moment moment() {
        moment.readLock().lock();
        try {
            return Examination.Moment.of(this, disk, snapshot());
        } finally {
            moment.readLock().unlock();
        }
    }

    /** About how many bytes the space takes on the disk, by what they are: logs, index, dictionary, heads. */
    public Map<String, Long> bytes() {
        return entrance.inside(() -> Measure.of(number(), disk));
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
        return entrance.visit(() -> {
            moment.readLock().lock();
            try {
                return new Snapshot(this, disk, counts, counted);
            } finally {
                moment.readLock().unlock();
            }
        });
    }

    /**
     * Begins a change.
     *
     * @param valid which deltas count, among those held and those that the change adds
     * @throws KithException HOST, INTERRUPTED if the store is closing
     */
    public Commit begin(Predicate<Dot> valid) {
        return entrance.visit(() -> new Commit(this, disk, valid));
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
        return entrance.inside(entries -> entries.read(state, Math.max(1, fromSeq), maxCount, maxBytes));
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
        return entrance.inside(entries -> entries.find(digits, max));
    }

    /**
     * The deltas held whose clock is not past {@code clock}. Clocks rise along each log, so a log is cut at one place.
     *
     * @throws KithException HOST if a log cannot be read; HOST, INTERRUPTED if the store is closing
     */
    public Predicate<Dot> until(long clock) {
        return entrance.inside(entries -> entries.until(clock, logs()));
    }

    /**
     * The last number of a log whose clock is not past {@code clock}.
     *
     * @throws KithException HOST if the log cannot be read; HOST, INTERRUPTED if the store is closing
     */
    public long lastUntil(LogState log, long clock) {
        return entrance.inside(entries -> entries.lastUntil(log, clock));
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
     * @throws KithException HOST if it cannot be read; HOST, INTERRUPTED if the store is closing
     */
    public long clock(Dot dot) {
        return entrance.again(entries -> entries.clock(dot));
    }

    /**
     * When a delta that counts was said, as far as that is believed.
     *
     * @throws KithException HOST if it cannot be read; HOST, INTERRUPTED if the store is closing
     */
    public Stamp stamp(Dot dot) {
        return entrance.again(entries -> entries.stamp(dot));
    }

    /** From now on, when the author of a log was let in: its clocks are believed from there on. */
    public void since(ToLongFunction<LogRoot> admitted) {
        since = admitted;
    }

    ToLongFunction<LogRoot> since() {
        return since;
    }

    /**
     * The link of a delta that is held, without its payload; a log's id before the first.
     *
     * @throws KithException HOST if it cannot be read; HOST, INTERRUPTED if the store is closing
     */
    public Bytes link(LogId log, long seq) {
        LogState state = Objects.requireNonNull(names.state(log));
        if (seq == 0) {
            return log.value();
        }
        if (state.head().seq() == seq) {
            return state.head().link();
        }
        return entrance.inside(entries -> entries.link(new Dot(log, seq)));
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

    Index index() {
        return index;
    }

    void write(Write write, SpaceCounts after, View next) throws RocksDBException {
        moment.writeLock().lock();
        try {
            write.run();
            counts = after;
            index.show(next);
        } finally {
            moment.writeLock().unlock();
        }
    }

    /** Whether all terms of the space are known without the disk, as far as there is memory. Any thread. */
    public boolean knowsTerms() {
        return terms.isWhole();
    }

    /**
     * Gets to know some more terms, in about 0.1 s. Any thread, one at a time.
     *
     * @return whether to go on
     */
    public boolean learnTerms() {
        try {
            return entrance.inside(terms::learn);
        } catch (KithException stopped) {
            // The store closes, the space was left, or the disk fails: who asks for a term next is told.
            return false;
        }
    }

    /** Has {@code act} run, on whatever thread, when it should be asked again whether it is time to fold; it must not block. */
    public void whenPressed(Runnable act) {
        index.whenPressed(act);
    }

    /** Whether so much was said lately that it is time to fold. Any thread. */
    public boolean isTimeToFold() {
        return index.isTimeToFold();
    }

    /**
     * Begins to pack what is fresh into the runs. On the lane.
     *
     * @return the work, for any thread, beside readers and writers; {@link #endFold} follows
     */
    public Runnable beginFold() {
        return index.beginFold();
    }

    /**
     * Shows what the fold made that is under way, once it is made; nothing if none is. On the lane.
     *
     * @throws KithException HOST if the disk fails; what was fresh stays so
     */
    public void endFold() {
        // Also of a space that was left meanwhile.
        disk.visits().enter();
        try {
            index.endFold((write, next) -> write(write, counts, next));
        } catch (RocksDBException e) {
            throw StoreFaults.failed("fold", e);
        } finally {
            disk.visits().leave();
        }
    }

    /** Sees to it that not too much is fresh: a fold that is under way may be all that it takes. On the lane. */
    void makeRoom() {
        if (index.isFull()) {
            endFold();
        }
        if (index.isFull()) {
            fold();
        }
    }

    /** Packs all that is fresh, here and now. On the lane. */
    public void fold() {
        endFold();
        beginFold();
        endFold();
    }
}
