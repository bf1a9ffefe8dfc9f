package kith.daemon.store;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Predicate;
import kith.daemon.store.Columns.Column;
import kith.ontology.bytes.Bytes;
import kith.ontology.delta.Dot;
import kith.ontology.merge.DatasetDigest;
import kith.ontology.merge.QuadHistory;
import kith.ontology.merge.SingleValue;
import kith.ontology.merge.Views;
import kith.ontology.vocab.Policy;
import org.apache.jena.atlas.iterator.Iter;
import org.apache.jena.atlas.iterator.IteratorCloseable;
import org.apache.jena.graph.Node;
import org.apache.jena.sparql.core.Quad;
import org.jspecify.annotations.Nullable;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;

/**
 * A space as it stood at one moment: whole transactions, never half of one. Readers wait for nobody and nobody waits for
 * them. For one thread at a time; must be closed.
 *
 * <p>One of the past counts only the operations of some deltas. No index tells what they show, so it reads rows in the
 * order of their subjects: a pattern that names no subject costs a pass over all rows, about 1 us each.
 */
public final class Snapshot implements AutoCloseable {
    /** Bytes of terms that are noted as unknown. */
    private static final long MAX_UNKNOWN_BYTES = 8L * 1024 * 1024;

    private final SpaceStore space;
    private final Disk disk;
    private final RocksDB database;
    private final org.rocksdb.Snapshot moment;
    private final ReadOptions options;
    private final Set<Scan> open = Collections.newSetFromMap(new IdentityHashMap<>());
    private final SpaceCounts counts;
    private final Views views;
    /** Terms that no quad of this moment has: what comes into being later cannot matter here. */
    private final Set<Node> unknown = new HashSet<>();

    /** Which deltas count, in a snapshot of the past; null when the rows say themselves what is visible. */
    private final @Nullable Predicate<Dot> counted;

    private long unknownBytes;
    private boolean closed;

    /** Inside the database from now on: whoever makes one has entered, and {@link #close} leaves. */
    Snapshot(SpaceStore space, Disk disk, SpaceCounts counts, @Nullable Predicate<Dot> counted) {
        this.space = space;
        this.disk = disk;
        this.database = disk.database();
        this.counts = counts;
        this.views = space.views();
        this.counted = counted;
        this.moment = database.getSnapshot();
        this.options = new ReadOptions().setSnapshot(moment);
    }

    /**
     * Visible quads that match; {@link Node#ANY} stands for any term, and as the graph for any graph, the default one
     * included. Closes itself at its end and with the snapshot; who stops before then closes it.
     */
    public IteratorCloseable<Quad> find(Node graph, Node subject, Node predicate, Node object) {
        return find(graph, subject, predicate, object, false);
    }

    /** As {@link #find}, in named graphs only. */
    public IteratorCloseable<Quad> findNamed(Node subject, Node predicate, Node object) {
        return find(Node.ANY, subject, predicate, object, true);
    }

    private IteratorCloseable<Quad> find(Node graph, Node subject, Node predicate, Node object, boolean namedOnly) {
        mustBeOpen();
        Node[] terms = {Terms.graph(graph), subject, predicate, object};
        OptionalLong[] ids = new OptionalLong[terms.length];
        for (int i = 0; i < terms.length; i++) {
            ids[i] = id(terms[i]);
            if (terms[i].isConcrete() && ids[i].isEmpty()) {
                return Iter.empty();
            }
        }
        Order order = counted == null
                ? Order.fitting(ids[0].isPresent(), ids[1].isPresent(), ids[2].isPresent(), ids[3].isPresent())
                : Order.SPOG;
        Scan scan =
                open(order, order.prefix(space.number(), ids), order.column() == Column.ROW ? this::isVisible : null);
        Found found = new Found(
                scan,
                order,
                tuple -> order.matches(tuple, ids) && !(namedOnly && order.graph(tuple) == Terms.DEFAULT_GRAPH),
                this::term);
        Predicate<Dot> then = counted;
        return then == null ? found : Iter.iter(found).filter(quad -> isShown(quad, then));
    }

    /** Whether a quad that held when these deltas counted was the one of its field that was shown. */
    private boolean isShown(Quad quad, Predicate<Dot> valid) {
        Policy policy = views.of(quad.getPredicate(), () -> types(quad.getSubject(), valid));
        if (policy == Policy.ALL) {
            return true;
        }
        return quad.getObject().equals(shownValue(quad, policy, valid));
    }

    /** The classes of a thing, in whatever graph, when these deltas count. */
    Set<Node> types(Node subject, Predicate<Dot> valid) {
        Set<Node> types = new HashSet<>();
        everHeld(subject, Views.TYPE).forEachRemaining(quad -> {
            if (history(quad).isAsserted(valid)) {
                types.add(quad.getObject());
            }
        });
        return types;
    }

    /** The value of the field of {@code quad} that such a policy shows, of those that hold; there must be one. */
    Node shownValue(Quad quad, Policy policy, Predicate<Dot> valid) {
        List<SingleValue.Candidate> candidates = new ArrayList<>();
        values(quad.getGraph(), quad.getSubject(), quad.getPredicate(), (value, row) -> {
            SortedSet<Dot> live = history(row).live(valid);
            if (!live.isEmpty()) {
                candidates.add(SingleValue.Candidate.of(value.getObject(), live, space::stamp));
            }
        });
        return SingleValue.shown(policy, candidates).value();
    }

    /** How the values of fields are picked: also in the past as they are now. */
    public Views views() {
        return views;
    }

    /** What other views would show of what holds now; some of it at most {@code examples} times either way. */
    public Outlook outlook(Views next, int examples) {
        return new Foresight(this, next, examples).outlook();
    }

    /** Names of the named graphs that are not empty. */
    public Iterator<Node> graphs() {
        if (counted != null) {
            return graphsOfThePast();
        }
        return new Iterator<>() {
            private OptionalLong next = graphAfter(Terms.DEFAULT_GRAPH);

            @Override
            public boolean hasNext() {
                return next.isPresent();
            }

            @Override
            public Node next() {
                long graph = next.orElseThrow();
                next = graphAfter(graph);
                return term(graph);
            }
        };
    }

    /** The values of a field that hold now, shown or hidden; a field has few. */
    public List<Quad> holding(Node graph, Node subject, Node predicate) {
        List<Quad> holding = new ArrayList<>();
        values(graph, subject, predicate, (quad, row) -> {
            if (RowCodec.sight(row).holds()) {
                holding.add(quad);
            }
        });
        return holding;
    }

    /** Hands on every value of a field that any operation held is about, with its row. */
    private void values(Node graph, Node subject, Node predicate, BiConsumer<Quad, byte[]> with) {
        mustBeOpen();
        OptionalLong g = id(Terms.graph(graph));
        OptionalLong s = id(subject);
        OptionalLong p = id(predicate);
        if (g.isEmpty() || s.isEmpty() || p.isEmpty()) {
            return;
        }
        Field field = new Field(g.getAsLong(), s.getAsLong(), p.getAsLong());
        byte[] prefix = KeyLayout.prefix(space.number(), field.subject(), field.predicate());
        try (Cursor cursor = new Cursor(database.newIterator(disk.columns().of(Column.ROW), options), prefix)) {
            for (; cursor.isWithin(prefix); cursor.next()) {
                long[] ids = field.idsIn(cursor.key());
                if (ids[0] == field.graph()) {
                    with.accept(Quad.create(graph, subject, predicate, term(ids[3])), cursor.value());
                }
            }
        }
    }

    /** Whether any value holds in the space and is not shown. */
    public boolean hasHidden() {
        return !hidden(1).isEmpty();
    }

    /** Quads that hold and are not shown, because another value of their field is; by subject, at most {@code most}. */
    public List<Quad> hidden(int most) {
        List<Quad> hidden = new ArrayList<>();
        eachHidden(most, hidden::add);
        return hidden;
    }

    /** Hands on every quad that holds and is not shown, by subject. */
    public void eachHidden(Consumer<Quad> with) {
        eachHidden(Long.MAX_VALUE, with);
    }

    private void eachHidden(long most, Consumer<Quad> with) {
        mustBeOpen();
        byte[] prefix = KeyLayout.prefix(space.number());
        try (Cursor cursor = new Cursor(database.newIterator(disk.columns().of(Column.HIDDEN), options), prefix)) {
            for (long count = 0; count < most && cursor.isWithin(prefix); count++) {
                ByteBuffer key = ByteBuffer.wrap(cursor.key(), KeyLayout.SPACE_BYTES, 4 * KeyLayout.ID_BYTES);
                Node subject = term(key.getLong());
                Node predicate = term(key.getLong());
                with.accept(Quad.create(term(key.getLong()), subject, predicate, term(key.getLong())));
                cursor.next();
            }
        }
    }

    /** Every operation held on a quad, whether they show it or not. */
    public QuadHistory history(Quad quad) {
        return row(quad).map(this::history).orElse(QuadHistory.EMPTY);
    }

    private QuadHistory history(byte[] row) {
        return RowCodec.read(row, space.names()::log);
    }

    private boolean isVisible(byte[] row) {
        return counted == null ? RowCodec.isVisible(row) : history(row).isAsserted(counted);
    }

    /**
     * Every quad that any operation held is about, whether it shows or not, of this subject and predicate;
     * {@link Node#ANY} stands for any. Closes as {@link #find} does.
     */
    public IteratorCloseable<Quad> everHeld(Node subject, Node predicate) {
        mustBeOpen();
        OptionalLong s = id(subject);
        OptionalLong p = id(predicate);
        if ((subject.isConcrete() && s.isEmpty()) || (predicate.isConcrete() && p.isEmpty())) {
            return Iter.empty();
        }
        OptionalLong[] ids = {OptionalLong.empty(), s, p, OptionalLong.empty()};
        Scan scan = open(Order.SPOG, Order.SPOG.prefix(space.number(), ids), null);
        return new Found(scan, Order.SPOG, tuple -> Order.SPOG.matches(tuple, ids), this::term);
    }

    /** Quads that show when the deltas of {@code one} count and not when those of {@code other} do, or the other way. */
    public IteratorCloseable<Quad> differing(Predicate<Dot> one, Predicate<Dot> other) {
        mustBeOpen();
        Predicate<byte[]> held = row -> {
            QuadHistory history = history(row);
            return history.isAsserted(one) || history.isAsserted(other);
        };
        Scan scan = open(Order.SPOG, KeyLayout.prefix(space.number()), held);
        Found found = new Found(scan, Order.SPOG, tuple -> true, this::term);
        return Iter.iter(found).filter(quad -> shows(quad, one) != shows(quad, other));
    }

    /** Whether a quad shows when these deltas count. */
    public boolean shows(Quad quad, Predicate<Dot> valid) {
        return history(quad).isAsserted(valid) && isShown(quad, valid);
    }

    private Optional<byte[]> row(Quad quad) {
        mustBeOpen();
        OptionalLong g = id(Terms.graph(quad.getGraph()));
        OptionalLong s = id(quad.getSubject());
        OptionalLong p = id(quad.getPredicate());
        OptionalLong o = id(quad.getObject());
        if (g.isEmpty() || s.isEmpty() || p.isEmpty() || o.isEmpty()) {
            return Optional.empty();
        }
        byte[] key = KeyLayout.tuple(space.number(), s.getAsLong(), p.getAsLong(), o.getAsLong(), g.getAsLong());
        try {
            return Optional.ofNullable(database.get(disk.columns().of(Column.ROW), options, key));
        } catch (RocksDBException e) {
            throw StoreFaults.failed("read a quad", e);
        }
    }

    public boolean contains(Quad quad) {
        return counted == null ? row(quad).map(RowCodec::isVisible).orElse(false) : shows(quad, counted);
    }

    /** Visible quads, counted as they changed; in the past by reading all rows. */
    public long size() {
        if (counted != null) {
            return Iter.count(find(Node.ANY, Node.ANY, Node.ANY, Node.ANY));
        }
        return counts.quads();
    }

    /** The order-free hash of what is visible: 32 bytes. Reads everything, about 5 us a quad. */
    public Bytes digest() {
        DatasetDigest digest = new DatasetDigest();
        find(Node.ANY, Node.ANY, Node.ANY, Node.ANY).forEachRemaining(digest::add);
        return digest.value();
    }

    private OptionalLong id(Node term) {
        if (!term.isConcrete() || unknown.contains(term)) {
            return OptionalLong.empty();
        }
        OptionalLong id = space.terms().find(term);
        if (id.isEmpty()) {
            unknownBytes += TermCache.weight(term);
            if (unknownBytes > MAX_UNKNOWN_BYTES) {
                unknown.clear();
                unknownBytes = 0;
            } else {
                unknown.add(term);
            }
        }
        return id;
    }

    private Scan open(Order order, byte[] prefix, @Nullable Predicate<byte[]> meant) {
        Cursor cursor = new Cursor(database.newIterator(disk.columns().of(order.column()), options), prefix);
        Scan scan = new Scan(cursor, prefix, meant, disk.visits(), open::remove);
        open.add(scan);
        return scan.begin();
    }

    private Node term(long id) {
        mustBeOpen();
        return space.terms().term(id);
    }

    /** Scans that have neither come to their end nor been closed: each of them holds memory of the database. */
    public int openScans() {
        return open.size();
    }

    private void mustBeOpen() {
        if (closed) {
            throw new IllegalStateException("the snapshot is closed");
        }
        disk.visits().mustBeOpen();
    }

    private Iterator<Node> graphsOfThePast() {
        mustBeOpen();
        Set<Long> graphs = new TreeSet<>();
        open(Order.SPOG, KeyLayout.prefix(space.number()), this::isVisible)
                .forEachRemaining(tuple -> graphs.add(Order.SPOG.graph(tuple)));
        graphs.remove(Terms.DEFAULT_GRAPH);
        return Iter.map(graphs.iterator(), this::term);
    }

    private OptionalLong graphAfter(long graph) {
        mustBeOpen();
        byte[] from = KeyLayout.prefix(space.number(), graph + 1);
        try (Cursor cursor = new Cursor(database.newIterator(disk.columns().of(Column.GSPO), options), from)) {
            if (!cursor.isWithin(KeyLayout.prefix(space.number()))) {
                return OptionalLong.empty();
            }
            return OptionalLong.of(
                    ByteBuffer.wrap(cursor.key(), KeyLayout.SPACE_BYTES, 8).getLong());
        }
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            try {
                List.copyOf(open).forEach(Scan::cut);
                options.close();
                database.releaseSnapshot(moment);
                moment.close();
            } finally {
                disk.visits().leave();
            }
        }
    }
}
