package kith.daemon.store;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import kith.daemon.index.Row;
import kith.daemon.index.View;
import kith.daemon.store.Columns.Column;
import kith.ontology.delta.Dot;
import kith.ontology.delta.Edit;
import kith.ontology.delta.LogHead;
import kith.ontology.delta.LogId;
import kith.ontology.delta.LogRoot;
import kith.ontology.delta.Retraction;
import kith.ontology.delta.SignedDelta;
import kith.ontology.delta.VerifiedDelta;
import kith.ontology.merge.Effect;
import kith.ontology.merge.Operation;
import kith.ontology.merge.QuadHistory;
import kith.ontology.merge.Views;
import org.apache.jena.sparql.core.Quad;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;

/**
 * One atomic change of a space in the making: log entries, operations, visible indexes, dictionary and heads, all or
 * nothing. On the lane only; must be closed. Nothing shows before {@link #write()}.
 */
public final class Commit implements AutoCloseable {
    private static final byte[] PRESENT = {};

    private final SpaceStore space;
    private final Disk disk;
    private final RocksDB database;
    private final Columns columns;
    private final Predicate<Dot> valid;
    private final WriteBatch batch = new WriteBatch();
    private final Terms.Minting terms;
    private final Map<QuadIds, Touched> rows = new HashMap<>();
    private final PlainAsserts plain = new PlainAsserts(this::numberIfHeld);
    /** Fields to look at again, each with a quad of theirs. */
    private final Map<Field, Quad> again = new LinkedHashMap<>();

    private final Map<LogId, LogState> logs = new HashMap<>();
    private final Subjects subjects;
    private final Stamps stamps;
    private final Map<LogId, Integer> named = new HashMap<>();
    private final List<Quad> appeared = new ArrayList<>();
    private final List<Quad> vanished = new ArrayList<>();
    private final Set<Long> erased = new HashSet<>();
    private boolean erases;
    private long deltas;
    private int nextLog;
    private boolean closed;

    /** Inside the database from now on: whoever makes one has entered, and {@link #close} leaves. */
    Commit(SpaceStore space, Disk disk, Predicate<Dot> valid) {
        this.space = space;
        this.disk = disk;
        this.database = disk.database();
        this.columns = disk.columns();
        this.valid = valid;
        this.terms = space.terms().new Minting(batch);
        this.nextLog = space.names().next();
        this.subjects = new Subjects(space.index().view(), space.index().present());
        this.stamps = new Stamps(space, disk, batch);
    }

    /**
     * Adds the next delta of a log.
     *
     * @param edit what it says, where it counts and can be read; empty for control deltas and unreadable ones
     * @param apply whether it counts; if not, it is kept unseen
     */
    public void append(VerifiedDelta delta, Optional<Edit> edit, boolean apply) {
        LogState state = logState(delta.root());
        SignedDelta signed = delta.delta();
        if (signed.dot().seq() != state.head().seq() + 1) {
            throw new IllegalStateException(
                    "delta " + signed.dot().seq() + " after " + state.head().seq());
        }
        keep(state, signed);
        int bytes = signed.entry().payload().length();
        logs.put(delta.root().id(), state.advanced(LogHead.of(signed), apply, bytes));
        deltas++;
        if (apply) {
            stamps.counts(state, signed.dot(), signed.entry().clock());
            edit.ifPresent(content -> operate(signed.dot(), content));
        }
    }

    private void keep(LogState log, SignedDelta delta) {
        try {
            byte[] key = KeyLayout.log(space.number(), log.number(), delta.dot().seq());
            batch.put(columns.of(Column.LOG), key, EntryCodec.write(delta));
        } catch (RocksDBException e) {
            throw StoreFaults.failed("write a delta", e);
        }
    }

    private LogState held(LogId log) {
        return logs.containsKey(log)
                ? logs.get(log)
                : Objects.requireNonNull(space.names().state(log));
    }

    /**
     * Drops the payload and salt of a delta that is held, and what it did if it counted; its bytes leave the disk by
     * {@link Purge}.
     */
    public void erase(SignedDelta delta, Optional<Edit> edit) {
        erases = true;
        keep(held(delta.dot().log()), delta.withdrawn());
        edit.ifPresent(content -> {
            forget(delta.dot(), content);
            erased.addAll(terms.ids(content));
        });
    }

    /** Keeps a delta that is held with a signature that it lacked. */
    public void sign(SignedDelta delta) {
        keep(held(delta.dot().log()), delta);
    }

    /** Adds an operation that another delta states, to a quad that is held. */
    public void restate(Quad quad, Operation operation) {
        change(quad, history -> history.with(operation));
    }

    /** Takes back what {@link #restate} did. */
    public void unstate(Quad quad, Operation operation) {
        if (terms.knows(quad)) {
            change(quad, history -> history.without(operation));
        }
    }

    /** Lets a delta that was kept unseen count from now on. */
    public void apply(Dot dot, Optional<Edit> edit) {
        LogState state = held(dot.log());
        boolean all = dot.seq() == state.head().seq();
        stamps.counts(state, dot, all ? state.head().clock() : space.clock(dot));
        logs.put(
                dot.log(),
                new LogState(state.number(), state.root(), state.head(), dot.seq(), all ? 0 : state.heldBytes()));
        edit.ifPresent(content -> operate(dot, content));
    }

    /**
     * Lets a delta that counted be unseen from now on; the last of its log that counts.
     *
     * @param edit what it said when it was applied
     */
    public void takeBack(Dot dot, Optional<Edit> edit) {
        LogState state = held(dot.log());
        if (dot.seq() != state.applied()) {
            throw new IllegalStateException("delta " + dot.seq() + " is not the last of " + state.applied());
        }
        stamps.countsNoMore(state, dot);
        logs.put(dot.log(), new LogState(state.number(), state.root(), state.head(), dot.seq() - 1, state.heldBytes()));
        edit.ifPresent(content -> forget(dot, content));
    }

    /**
     * Gives up what is held of a log past {@code seq}, none of which counts: another branch of it is to come.
     *
     * @param seq 0 for all of it
     */
    public void giveUp(LogId log, long seq) {
        LogState state = Objects.requireNonNull(space.names().state(log));
        if (state.applied() > seq) {
            throw new IllegalStateException("delta " + state.applied() + " counts, past " + seq);
        }
        try {
            batch.deleteRange(
                    columns.of(Column.LOG),
                    KeyLayout.log(space.number(), state.number(), seq + 1),
                    KeyLayout.log(space.number(), state.number(), state.head().seq() + 1));
        } catch (RocksDBException e) {
            throw StoreFaults.failed("give up a branch", e);
        }
        long clock = seq == 0 ? 0 : space.clock(new Dot(log, seq));
        LogHead head = new LogHead(seq, space.link(log, seq), clock);
        deltas -= state.head().seq() - seq;
        // Something of it may have been erased, and lies in files until they are rewritten.
        erases = true;
        logs.put(log, new LogState(state.number(), state.root(), head, state.applied(), 0));
    }

    private void forget(Dot dot, Edit edit) {
        Stream.concat(edit.retracts().stream().map(Retraction::quad), edit.asserts().stream())
                .filter(terms::knows)
                .forEach(quad -> change(quad, history -> history.without(dot)));
    }

    private void operate(Dot dot, Edit edit) {
        for (Retraction retraction : edit.retracts()) {
            restate(retraction.quad(), new Operation.Retract(dot, Set.copyOf(retraction.seen())));
        }
        try {
            if (edit.asserts() instanceof Edit.Table table) {
                TableIds ids = new TableIds(table, terms.ids(table));
                for (int i = 0; i < table.size(); i++) {
                    assertOf(dot, table.get(i), ids.of(i));
                }
            } else {
                for (Quad quad : edit.asserts()) {
                    assertOf(dot, quad, terms.ids(quad));
                }
            }
        } catch (RocksDBException e) {
            throw StoreFaults.failed("write a quad", e);
        }
    }

    private void assertOf(Dot dot, Quad quad, long[] ids) {
        boolean isPlain = !space.views().mayBeSingle(quad.getPredicate())
                && !quad.getPredicate().equals(Views.TYPE)
                && !(!rows.isEmpty() && rows.containsKey(QuadIds.of(ids)))
                && held(ids) == null;
        if (!isPlain || !plain.add(dot, quad, ids)) {
            Touched row = row(quad, ids);
            row.history = row.history.with(new Operation.Assert(dot));
        }
    }

    /** Looks again at what is to be seen of the values of the field of a quad that is held. */
    void lookAgain(Quad quad) {
        try {
            again.putIfAbsent(Field.of(terms.ids(quad)), quad);
        } catch (RocksDBException e) {
            throw StoreFaults.failed("read a quad", e);
        }
    }

    private void change(Quad quad, UnaryOperator<QuadHistory> how) {
        try {
            Touched row = row(quad, terms.ids(quad));
            row.history = how.apply(row.history);
        } catch (RocksDBException e) {
            throw StoreFaults.failed("write a quad", e);
        }
    }

    private Touched row(Quad quad, long[] ids) {
        QuadIds key = QuadIds.of(ids);
        Touched row = rows.get(key);
        if (row == null) {
            Touched known = plain.take(key);
            row = known == null ? load(quad, ids) : known;
            rows.put(key, row);
        }
        return row;
    }

    private Touched load(Quad quad, long[] ids) {
        Row held = held(ids);
        return held == null ? new Touched(quad, ids, QuadHistory.EMPTY, null) : row(quad, held);
    }

    private @Nullable Row held(long[] ids) {
        boolean isNew = terms.isFresh(ids[1]) || terms.isFresh(ids[3]) || !subjects.has(ids[1]);
        return isNew ? null : space.index().view().row(space.index().present(), ids);
    }

    /** A row as it is kept. */
    Touched row(Quad quad, Row held) {
        return new Touched(quad, held.ids(), RowCodec.read(held.kept(), space.names()::log), held);
    }

    /**
     * Writes the change, seen at once by new snapshots; durable after the next {@link Store#sync()}.
     *
     * @return the quads that it made appear and vanish
     */
    public Effect write() {
        try (WriteOptions options = new WriteOptions()) {
            List<Row> changed = new ArrayList<>(rows.size() + plain.size());
            plain.settle(
                    this::counts,
                    (quad, row) -> {
                        appeared.add(quad);
                        changed.add(row);
                    },
                    rows);
            new Look(space, this, rows, stamps::of).at(again);
            for (Touched row : rows.values()) {
                row.changed(this::numberIfHeld).ifPresent(changed::add);
                settle(row);
            }
            View next = space.index().stage(batch, changed);
            for (LogState state : logs.values()) {
                batch.put(
                        columns.of(Column.HEAD), KeyLayout.head(space.number(), state.number()), HeadCodec.held(state));
            }
            SpaceCounts before = space.counts();
            SpaceCounts counts = new SpaceCounts(
                    before.quads() + appeared.size() - vanished.size(), before.deltas() + deltas, terms.counter());
            batch.put(columns.of(Column.META), KeyLayout.counts(space.number()), counts.bytes());
            if (erases) {
                space.purge().note(batch, erased);
            }
            space.write(() -> publishing(() -> write(options)), counts, next);
        } catch (RocksDBException e) {
            throw StoreFaults.failed("commit", e);
        }
        terms.settle();
        space.makeRoom();
        return new Effect(appeared, vanished);
    }

    private void write(WriteOptions options) throws RocksDBException {
        database.write(options, batch);
        terms.show();
    }

    /** Whoever reads sees no log that is longer than what is there, and no row of a log that has no name. */
    private void publishing(SpaceStore.Write write) throws RocksDBException {
        for (LogState state : logs.values()) {
            LogState held = space.names().state(state.root().id());
            if (held != null && held.head().seq() > state.head().seq()) {
                space.names().state(state);
            }
        }
        write.run();
        logs.values().forEach(space.names()::state);
    }

    /** Whether a delta counts, once this commit is there. */
    boolean counts(Dot dot) {
        return valid.test(dot);
    }

    /** Whether no quad can have had this term before this commit. */
    boolean isFresh(long id) {
        return terms.isFresh(id);
    }

    private void settle(Touched row) throws RocksDBException {
        if (row.sight == row.before) {
            return;
        }
        if (row.sight == Sight.HIDDEN || row.before == Sight.HIDDEN) {
            set(Column.HIDDEN, Field.of(row.ids).hiddenKey(space.number(), row.ids[3]), row.sight == Sight.HIDDEN);
        }
        boolean visible = row.sight == Sight.SHOWN;
        if (visible != (row.before == Sight.SHOWN)) {
            (visible ? appeared : vanished).add(row.quad);
        }
    }

    private void set(Column column, byte[] key, boolean present) throws RocksDBException {
        if (present) {
            batch.put(columns.of(column), key, PRESENT);
        } else {
            batch.delete(columns.of(column), key);
        }
    }

    private LogState logState(LogRoot root) {
        LogId log = root.id();
        LogState pending = logs.get(log);
        if (pending != null) {
            return pending;
        }
        LogState held = space.names().state(log);
        return held != null ? held : LogState.fresh(number(log), root);
    }

    /** The local number of a log that is held; one met for the first time gets one with this commit. */
    private int number(LogId log) {
        Optional<Integer> known = space.names().number(log);
        return known.isPresent() ? known.get() : named.computeIfAbsent(log, fresh -> nextLog++);
    }

    private int numberIfHeld(LogId log) {
        return space.names().number(log).orElseGet(() -> named.getOrDefault(log, RowCodec.NOT_HELD));
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            batch.close();
            disk.visits().leave();
        }
    }
}
