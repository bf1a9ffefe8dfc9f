package kith.daemon.store;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import kith.daemon.store.Columns.Column;
import kith.ontology.bytes.Bytes;
import kith.ontology.merge.DatasetDigest;
import kith.ontology.merge.QuadHistory;
import org.apache.jena.graph.Node;
import org.apache.jena.sparql.core.Quad;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;

/**
 * A space as it stood at one moment: whole transactions, never half of one. Readers wait for nobody and nobody waits for
 * them. For one thread at a time; must be closed.
 */
public final class Snapshot implements AutoCloseable {
    private static final int MAX_UNKNOWN = 100_000;

    private final SpaceStore space;
    private final RocksDB database;
    private final Columns columns;
    private final org.rocksdb.Snapshot moment;
    private final ReadOptions options;
    private final Set<Scan> open = new LinkedHashSet<>();
    private final SpaceCounts counts;
    /** Terms that no quad of this moment has: what comes into being later cannot matter here. */
    private final Set<Node> unknown = new HashSet<>();

    private boolean closed;

    Snapshot(SpaceStore space, RocksDB database, Columns columns, SpaceCounts counts) {
        this.space = space;
        this.database = database;
        this.columns = columns;
        this.counts = counts;
        this.moment = database.getSnapshot();
        this.options = new ReadOptions().setSnapshot(moment);
    }

    /**
     * Visible quads that match; {@link Node#ANY} stands for any term, and as the graph for any graph, the default one
     * included.
     */
    public Iterator<Quad> find(Node graph, Node subject, Node predicate, Node object) {
        OptionalLong[] ids = {id(Terms.graph(graph)), id(subject), id(predicate), id(object)};
        Node[] terms = {graph, subject, predicate, object};
        for (int i = 0; i < terms.length; i++) {
            if (terms[i].isConcrete() && ids[i].isEmpty()) {
                return Collections.emptyIterator();
            }
        }
        return scan(ids[0], ids[1], ids[2], ids[3]);
    }

    /** As {@link #find}, in named graphs only. */
    public Iterator<Quad> findNamed(Node subject, Node predicate, Node object) {
        return stream(find(Node.ANY, subject, predicate, object))
                .filter(quad -> !quad.isDefaultGraph())
                .iterator();
    }

    /** Names of the named graphs that are not empty. */
    public Iterator<Node> graphs() {
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
                return space.terms().term(graph);
            }
        };
    }

    /** Every operation held on a quad, whether they show it or not. */
    public QuadHistory history(Quad quad) {
        return row(quad).map(row -> RowCodec.read(row, space.names()::log)).orElse(QuadHistory.EMPTY);
    }

    private Optional<byte[]> row(Quad quad) {
        OptionalLong g = id(Terms.graph(quad.getGraph()));
        OptionalLong s = id(quad.getSubject());
        OptionalLong p = id(quad.getPredicate());
        OptionalLong o = id(quad.getObject());
        if (g.isEmpty() || s.isEmpty() || p.isEmpty() || o.isEmpty()) {
            return Optional.empty();
        }
        byte[] key = KeyLayout.tuple(space.number(), s.getAsLong(), p.getAsLong(), o.getAsLong(), g.getAsLong());
        try {
            return Optional.ofNullable(database.get(columns.of(Column.ROW), options, key));
        } catch (RocksDBException e) {
            throw StoreFaults.failed("read a quad", e);
        }
    }

    public boolean contains(Quad quad) {
        return row(quad).map(RowCodec::isVisible).orElse(false);
    }

    /** Visible quads, counted as they changed. */
    public long size() {
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
            if (unknown.size() >= MAX_UNKNOWN) {
                unknown.clear();
            }
            unknown.add(term);
        }
        return id;
    }

    private Iterator<Quad> scan(OptionalLong g, OptionalLong s, OptionalLong p, OptionalLong o) {
        Order order = Order.fitting(g.isPresent(), s.isPresent(), p.isPresent(), o.isPresent());
        OptionalLong[] wanted = {g, s, p, o};
        Scan scan = open(order, order.prefix(space.number(), wanted));
        return stream(scan)
                .filter(tuple -> order.matches(tuple, wanted))
                .map(tuple -> quad(order, tuple))
                .iterator();
    }

    private Scan open(Order order, byte[] prefix) {
        if (closed) {
            throw new IllegalStateException("the snapshot is closed");
        }
        open.removeIf(scan -> !scan.hasNext());
        Scan scan = new Scan(
                database.newIterator(columns.of(order.column()), options), prefix, order.column() == Column.ROW);
        open.add(scan);
        return scan;
    }

    private Quad quad(Order order, long[] tuple) {
        Terms terms = space.terms();
        return Quad.create(
                terms.term(order.graph(tuple)),
                terms.term(order.subject(tuple)),
                terms.term(order.predicate(tuple)),
                terms.term(order.object(tuple)));
    }

    private OptionalLong graphAfter(long graph) {
        byte[] from = KeyLayout.prefix(space.number(), graph + 1);
        try (var iterator = database.newIterator(columns.of(Column.GSPO), options)) {
            iterator.seek(from);
            byte[] within = KeyLayout.prefix(space.number());
            if (!iterator.isValid() || !Arrays.equals(iterator.key(), 0, 4, within, 0, 4)) {
                return OptionalLong.empty();
            }
            return OptionalLong.of(
                    ByteBuffer.wrap(iterator.key(), KeyLayout.SPACE_BYTES, 8).getLong());
        }
    }

    private static <T> Stream<T> stream(Iterator<T> iterator) {
        return StreamSupport.stream(Spliterators.spliteratorUnknownSize(iterator, Spliterator.ORDERED), false);
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            open.forEach(Scan::close);
            options.close();
            database.releaseSnapshot(moment);
            moment.close();
        }
    }
}
