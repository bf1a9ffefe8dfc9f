package kith.daemon.store;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedSet;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Predicate;
import kith.daemon.index.Order;
import kith.daemon.index.Reading;
import kith.daemon.index.Row;
import kith.daemon.index.Tuples;
import kith.daemon.index.View;
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

/**
 * A space as it stood at one moment: whole transactions, never half of one. Readers wait for nobody and nobody waits for
 * them. For one thread at a time; must be closed.
 *
 * <p>One of the past counts only the operations of some deltas. No index tells what they show, so it reads rows in the
 * order of their subjects: a pattern that names no subject costs a pass over all rows, about 1 us each.
 */
public final class Snapshot implements AutoCloseable {
    private final SpaceStore space;
    private final Disk disk;
    private final org.rocksdb.Snapshot moment;
    private final ReadOptions options;
    private final View view;
    private final Reading reading;
    private final Subjects subjects;
    private final SpaceCounts counts;
    private final Views views;
    private final UnknownTerms unknown = new UnknownTerms();

    /** Which deltas count, in a snapshot of the past; null when the rows say themselves what is visible. */
    private final @Nullable Predicate<Dot> counted;

    private boolean closed;

    /** Inside the database from now on: whoever makes one has entered, and {@link #close} leaves. */
    Snapshot(SpaceStore space, Disk disk, SpaceCounts counts, @Nullable Predicate<Dot> counted) {
        this.space = space;
        this.disk = disk;
        this.counts = counts;
        this.views = space.views();
        this.counted = counted;
        this.moment = disk.database().getSnapshot();
        this.options = new ReadOptions().setSnapshot(moment);
        this.view = space.index().view();
        this.reading = space.index().reading(options);
        this.subjects = new Subjects(view, reading);
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
        Pattern pattern = new Pattern(ids, namedOnly);
        Predicate<Dot> then = counted;
        return then == null
                ? new Found(this, pattern)
                : Iter.iter(rows(pattern, row -> history(row).isAsserted(then))).filter(quad -> isShown(quad, then));
    }

    /** Quads of rows that match and are meant, by subject. */
    private IteratorCloseable<Quad> rows(Pattern pattern, Predicate<Row> meant) {
        return Iter.iter(view.rows(reading, pattern.key(Order.SPOG)))
                .filter(row -> {
                    mustBeOpen();
                    return pattern.matches(row) && meant.test(row);
                })
                .map(this::quad);
    }

    /** Has terms that were met lately near the processor when they are asked for. */
    public void fetch(long[] ids, int count) {
        space.terms().fetch(ids, count);
    }

    private Quad quad(Row row) {
        return Quad.create(term(row.graph()), term(row.subject()), term(row.predicate()), term(row.object()));
    }

    /**
     * Visible quads as ids, those whose first ids in that order are these; of the present only.
     *
     * @throws IllegalStateException if this is a snapshot of the past
     */
    public Tuples tuples(Order order, long... key) {
        return now().tuples(reading, order, key);
    }

    /** How many visible quads have these first ids in that order: exact, by looking at two runs; of the present only. */
    public long count(Order order, long... key) {
        return now().count(reading, order, key);
    }

    /** About how many different second ids the quads with this first id have in that order; of the present only. */
    public long distinct(Order order, long first) {
        return now().distinct(reading, order, first);
    }

    private View now() {
        mustBeOpen();
        if (counted != null) {
            throw new IllegalStateException("rows alone tell of the past");
        }
        return view;
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
        mustBeOpen();
        if (counted != null) {
            Set<Node> graphs = new LinkedHashSet<>();
            findNamed(Node.ANY, Node.ANY, Node.ANY).forEachRemaining(quad -> graphs.add(quad.getGraph()));
            return graphs.iterator();
        }
        Tuples tuples = tuples(Order.GSPO);
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                mustBeOpen();
                return !tuples.isAtEnd();
            }

            @Override
            public Node next() {
                if (!hasNext()) {
                    throw new NoSuchElementException();
                }
                long graph = tuples.at(0);
                tuples.seek(graph + 1, 0, 0, 0);
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
        view.rows(reading, s.getAsLong(), p.getAsLong()).forEachRemaining(row -> {
            if (row.graph() == g.getAsLong()) {
                with.accept(Quad.create(graph, subject, predicate, term(row.object())), row.kept());
            }
        });
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
        try (Cursor cursor =
                new Cursor(disk.database().newIterator(disk.columns().of(Column.HIDDEN), options), prefix)) {
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

    private QuadHistory history(Row row) {
        return history(row.kept());
    }

    private QuadHistory history(byte[] kept) {
        return RowCodec.read(kept, space.names()::log);
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
        return rows(pattern(s, p), row -> true);
    }

    private static Pattern pattern(OptionalLong subject, OptionalLong predicate) {
        return new Pattern(new OptionalLong[] {OptionalLong.empty(), subject, predicate, OptionalLong.empty()}, false);
    }

    /** Quads that show when the deltas of {@code one} count and not when those of {@code other} do, or the other way. */
    public IteratorCloseable<Quad> differing(Predicate<Dot> one, Predicate<Dot> other) {
        mustBeOpen();
        return Iter.iter(rows(pattern(OptionalLong.empty(), OptionalLong.empty()), row -> {
                    QuadHistory history = history(row);
                    return history.isAsserted(one) || history.isAsserted(other);
                }))
                .filter(quad -> shows(quad, one) != shows(quad, other));
    }

    /** Whether a quad shows when these deltas count. */
    public boolean shows(Quad quad, Predicate<Dot> valid) {
        return history(quad).isAsserted(valid) && isShown(quad, valid);
    }

    private Optional<Row> row(Quad quad) {
        mustBeOpen();
        // What is asked for most often is new: then its subject is.
        Node[] terms = {quad.getSubject(), quad.getObject(), quad.getPredicate(), Terms.graph(quad.getGraph())};
        long[] found = new long[terms.length];
        for (int i = 0; i < terms.length; i++) {
            OptionalLong id = id(terms[i]);
            if (id.isEmpty() || (i == 0 && !subjects.has(id.getAsLong()))) {
                return Optional.empty();
            }
            found[i] = id.getAsLong();
        }
        long[] ids = {found[3], found[0], found[2], found[1]};
        return Optional.ofNullable(view.row(reading, ids));
    }

    public boolean contains(Quad quad) {
        return counted == null ? row(quad).map(Row::isVisible).orElse(false) : shows(quad, counted);
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

    /** The id of a term; none if no quad of this moment has it. */
    public OptionalLong id(Node term) {
        if (!term.isConcrete() || unknown.has(term)) {
            return OptionalLong.empty();
        }
        OptionalLong id = space.terms().find(term);
        if (id.isEmpty()) {
            unknown.note(term);
        }
        return id;
    }

    /** The term of an id that a quad of this moment has. */
    public Node term(long id) {
        mustBeOpen();
        return space.terms().term(id);
    }

    void mustBeOpen() {
        if (closed) {
            throw new IllegalStateException("the snapshot is closed");
        }
        disk.visits().mustBeOpen();
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            try {
                options.close();
                disk.database().releaseSnapshot(moment);
                moment.close();
            } finally {
                disk.visits().leave();
            }
        }
    }
}
