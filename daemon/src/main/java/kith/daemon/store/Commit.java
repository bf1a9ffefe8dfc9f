package kith.daemon.store;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import kith.daemon.store.Columns.Column;
import kith.ontology.bytes.Bytes;
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
import org.apache.jena.sparql.core.Quad;
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
    private final Map<Bytes, Row> rows = new HashMap<>();
    private final Map<LogId, LogState> logs = new HashMap<>();
    private final Map<LogId, Integer> named = new HashMap<>();
    private final List<Quad> appeared = new ArrayList<>();
    private final List<Quad> vanished = new ArrayList<>();
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
        try {
            batch.put(
                    columns.of(Column.LOG),
                    KeyLayout.log(space.number(), state.number(), signed.dot().seq()),
                    EntryCodec.write(signed));
        } catch (RocksDBException e) {
            throw StoreFaults.failed("write a delta", e);
        }
        int bytes = signed.entry().payload().length();
        logs.put(delta.root().id(), state.advanced(LogHead.of(signed), apply, bytes));
        deltas++;
        if (apply) {
            edit.ifPresent(content -> operate(signed.dot(), content));
        }
    }

    /** Lets a delta that was kept unseen count from now on. */
    public void apply(Dot dot, Optional<Edit> edit) {
        LogState state = logs.containsKey(dot.log())
                ? logs.get(dot.log())
                : Objects.requireNonNull(space.names().state(dot.log()));
        boolean all = dot.seq() == state.head().seq();
        logs.put(
                dot.log(),
                new LogState(state.number(), state.root(), state.head(), dot.seq(), all ? 0 : state.heldBytes()));
        edit.ifPresent(content -> operate(dot, content));
    }

    private void operate(Dot dot, Edit edit) {
        try {
            for (Retraction retraction : edit.retracts()) {
                operate(retraction.quad(), new Operation.Retract(dot, Set.copyOf(retraction.seen())));
            }
            for (Quad quad : edit.asserts()) {
                operate(quad, new Operation.Assert(dot));
            }
        } catch (RocksDBException e) {
            throw StoreFaults.failed("write a quad", e);
        }
    }

    private void operate(Quad quad, Operation operation) throws RocksDBException {
        long g = terms.id(Terms.graph(quad.getGraph()));
        long s = terms.id(quad.getSubject());
        long p = terms.id(quad.getPredicate());
        long o = terms.id(quad.getObject());
        Bytes key = Bytes.owned(KeyLayout.tuple(space.number(), s, p, o, g));
        Row row = rows.get(key);
        if (row == null) {
            row = load(key, quad, new long[] {g, s, p, o});
            rows.put(key, row);
        }
        row.history = row.history.with(operation);
    }

    private Row load(Bytes key, Quad quad, long[] ids) throws RocksDBException {
        boolean isNew = terms.isFresh(ids[1]) || terms.isFresh(ids[3]);
        byte[] value = isNew ? null : database.get(columns.of(Column.ROW), key.view());
        return value == null
                ? new Row(quad, ids, QuadHistory.EMPTY, false)
                : new Row(quad, ids, RowCodec.read(value, space.names()::log), RowCodec.isVisible(value));
    }

    /**
     * Writes the change, seen at once by new snapshots; durable after the next {@link Store#sync()}.
     *
     * @return the quads that it made appear and vanish
     */
    public Effect write() {
        try (WriteOptions options = new WriteOptions()) {
            for (Map.Entry<Bytes, Row> entry : rows.entrySet()) {
                settle(entry.getKey(), entry.getValue());
            }
            for (LogState state : logs.values()) {
                batch.put(
                        columns.of(Column.HEAD), KeyLayout.head(space.number(), state.number()), HeadCodec.held(state));
            }
            SpaceCounts before = space.counts();
            SpaceCounts counts = new SpaceCounts(
                    before.quads() + appeared.size() - vanished.size(), before.deltas() + deltas, terms.counter());
            batch.put(columns.of(Column.META), KeyLayout.counts(space.number()), counts.bytes());
            space.write(() -> database.write(options, batch), counts);
        } catch (RocksDBException e) {
            throw StoreFaults.failed("commit", e);
        }
        terms.settle();
        logs.values().forEach(space.names()::state);
        return new Effect(appeared, vanished);
    }

    private void settle(Bytes key, Row row) throws RocksDBException {
        boolean visible = row.history.isAsserted(valid);
        batch.put(columns.of(Column.ROW), key.view(), RowCodec.write(row.history, visible, this::numberIfHeld));
        if (visible == row.wasVisible) {
            return;
        }
        for (Order order : Order.values()) {
            if (order == Order.SPOG) {
                continue;
            }
            byte[] place = order.key(space.number(), row.ids[0], row.ids[1], row.ids[2], row.ids[3]);
            if (visible) {
                batch.put(columns.of(order.column()), place, PRESENT);
            } else {
                batch.delete(columns.of(order.column()), place);
            }
        }
        (visible ? appeared : vanished).add(row.quad);
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

    /** A quad whose operations this commit adds to. */
    private static final class Row {
        private final Quad quad;
        private final long[] ids;
        private final boolean wasVisible;
        private QuadHistory history;

        Row(Quad quad, long[] ids, QuadHistory history, boolean wasVisible) {
            this.quad = quad;
            this.ids = ids;
            this.history = history;
            this.wasVisible = wasVisible;
        }
    }
}
