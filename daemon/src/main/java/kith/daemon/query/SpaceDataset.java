package kith.daemon.query;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import kith.daemon.store.Snapshot;
import kith.ontology.bytes.Bytes;
import kith.ontology.merge.Views;
import kith.ontology.quad.BlankNames;
import org.apache.jena.atlas.iterator.Iter;
import org.apache.jena.graph.Graph;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.Triple;
import org.apache.jena.query.ReadWrite;
import org.apache.jena.query.TxnType;
import org.apache.jena.riot.system.PrefixMap;
import org.apache.jena.riot.system.PrefixMapFactory;
import org.apache.jena.sparql.core.DatasetGraphTriplesQuads;
import org.apache.jena.sparql.core.GraphView;
import org.apache.jena.sparql.core.Quad;
import org.jspecify.annotations.Nullable;

/**
 * A space as Jena sees it, for one request and one thread: one snapshot, and over it what the request wants to change.
 * The store itself is not touched; who made the dataset turns {@link #asserts()} and {@link #taken()} into a delta.
 */
final class SpaceDataset extends DatasetGraphTriplesQuads {
    private final Snapshot snapshot;
    private final boolean writable;
    /** Keeps blank nodes of this request apart from those of all others. */
    private final Bytes scope;

    private final PrefixMap prefixes = PrefixMapFactory.create();
    private final Additions added = new Additions();
    /** What was said a moment before and is on its way into the store. */
    private final Additions before;

    private final Set<Quad> takenBefore;
    private final Set<Quad> removed = new HashSet<>();
    /** Values that hold and are hidden, in fields that are written. */
    private final Set<Quad> settled = new LinkedHashSet<>();

    private final Set<Quad> dropped = new LinkedHashSet<>();

    private final @Nullable Settling settling;
    private final Map<Node, Node> named = new HashMap<>();
    private long same;
    private boolean inTransaction;
    private TxnType type = TxnType.READ;

    SpaceDataset(Snapshot snapshot, boolean writable, Bytes scope, Map<String, String> prefixes) {
        this.snapshot = snapshot;
        this.writable = writable;
        this.scope = scope;
        this.before = new Additions();
        this.takenBefore = Set.of();
        this.settling = writable ? new Settling(snapshot, this) : null;
        prefixes.forEach(this.prefixes::add);
    }

    private SpaceDataset(Snapshot snapshot, SpaceDataset earlier) {
        this.snapshot = snapshot;
        this.writable = true;
        this.scope = earlier.scope;
        this.before = earlier.added;
        this.takenBefore = earlier.taken();
        this.settling = new Settling(snapshot, this);
        this.prefixes.putAll(earlier.prefixes);
        this.named.putAll(earlier.named);
        begin(earlier.type);
    }

    /** A dataset for what comes next, over a snapshot that shows all but what this one is about to say. */
    SpaceDataset following(Snapshot next) {
        return new SpaceDataset(next, this);
    }

    /** Quads to assert, in the order they came; none of them visible in the snapshot. */
    Set<Quad> asserts() {
        return added.quads();
    }

    /** Quads to take back: visible ones, and hidden ones beside what is written. */
    Set<Quad> taken() {
        Set<Quad> taken = new LinkedHashSet<>(removed);
        taken.addAll(settled);
        taken.removeAll(added.quads());
        return taken;
    }

    /** Quads that the request said, or might have, and does not say in the end. */
    Set<Quad> dropped() {
        return dropped;
    }

    /** Notes that a quad is not to be said after all; what belonged to it alone goes with it. */
    void drop(Quad quad) {
        dropped.add(quad);
    }

    /** Takes back a value that holds and does not show. */
    void takeHidden(Quad quad) {
        settled.add(quad);
    }

    /** Whether a quad is, or was before the request, of a field of one value. */
    boolean isOfOneValue(Quad quad) {
        return mustWrite().isOfOneValue(quad);
    }

    /** Quads that were to be added and were there. */
    long same() {
        return same;
    }

    /** What was there before the change. */
    Snapshot base() {
        return snapshot;
    }

    boolean isUnchanged() {
        return added.isEmpty() && removed.isEmpty();
    }

    @Override
    protected void addToDftGraph(Node s, Node p, Node o) {
        addQuad(Quad.create(Quad.defaultGraphIRI, name(s), p, name(o)));
    }

    @Override
    protected void addToNamedGraph(Node g, Node s, Node p, Node o) {
        addQuad(Quad.create(name(g), name(s), p, name(o)));
    }

    private void addQuad(Quad quad) {
        Settling fields = mustWrite();
        if (takesThePlaceOfOthers(quad, fields)) {
            same++;
        } else {
            added.add(quad);
        }
        fields.retyped(quad).forEach(before -> takesThePlaceOfOthers(before, fields));
    }

    @Override
    protected void deleteFromDftGraph(Node s, Node p, Node o) {
        removeQuad(Quad.create(Quad.defaultGraphIRI, name(s), p, name(o)));
    }

    @Override
    protected void deleteFromNamedGraph(Node g, Node s, Node p, Node o) {
        removeQuad(Quad.create(name(g), name(s), p, name(o)));
    }

    private void removeQuad(Quad quad) {
        Settling fields = mustWrite();
        if (added.remove(quad)) {
            drop(quad);
        } else if (isShown(quad)) {
            removed.add(quad);
            settled.addAll(fields.below(quad));
        }
        fields.takenBack(quad);
    }

    /** Whether what is written shows already. */
    private boolean takesThePlaceOfOthers(Quad quad, Settling fields) {
        boolean isShown = isShown(quad);
        Settling.Others others = fields.besides(quad, isShown);
        removed.addAll(others.shown());
        settled.addAll(others.hidden());
        if (isShown) {
            removed.remove(quad);
        }
        return isShown;
    }

    /** Whether a quad shows without this change. */
    boolean isShown(Quad quad) {
        return (snapshot.contains(quad) && !takenBefore.contains(quad)) || before.contains(quad);
    }

    /** The values of a field that hold without this change, shown or hidden. */
    List<Quad> holding(Node graph, Node subject, Node predicate) {
        List<Quad> holding = new ArrayList<>(snapshot.holding(graph, subject, predicate));
        if (!before.isEmpty()) {
            before.find(graph, subject, predicate, Node.ANY).forEachRemaining(holding::add);
        }
        return holding;
    }

    /** Takes things out of the change again, for another one: all that it adds to them and takes from them. */
    List<Quad> withhold(Set<Node> subjects) {
        List<Quad> withheld = added.quads().stream()
                .filter(quad -> subjects.contains(quad.getSubject()))
                .toList();
        withheld.forEach(added::remove);
        removed.removeIf(quad -> subjects.contains(quad.getSubject()));
        settled.removeIf(quad -> subjects.contains(quad.getSubject()));
        return withheld;
    }

    /** The classes of a thing, in whatever graph, as they are now in this dataset. */
    Set<Node> classes(Node thing) {
        Set<Node> classes = new HashSet<>();
        findAnywhere(thing, Views.TYPE).forEachRemaining(quad -> classes.add(quad.getObject()));
        return classes;
    }

    private Iterator<Quad> findAnywhere(Node subject, Node predicate) {
        Iterator<Quad> base = snapshot.find(Node.ANY, subject, predicate, Node.ANY);
        return with(base, more -> more.find(Node.ANY, subject, predicate, Node.ANY));
    }

    /** The node itself, or for a blank node that has no lasting name yet the one it gets here. */
    private Node name(Node node) {
        if (!node.isBlank() || BlankNames.isNamed(node)) {
            return node;
        }
        return named.computeIfAbsent(node, fresh -> BlankNames.named(scope, fresh.getBlankNodeLabel()));
    }

    private Settling mustWrite() {
        if (settling == null) {
            throw new UnsupportedOperationException("this dataset is for reading");
        }
        return settling;
    }

    @Override
    protected Iterator<Quad> findInDftGraph(Node s, Node p, Node o) {
        return findInGraph(Quad.defaultGraphIRI, any(s), any(p), any(o));
    }

    @Override
    protected Iterator<Quad> findInSpecificNamedGraph(Node g, Node s, Node p, Node o) {
        return findInGraph(g, any(s), any(p), any(o));
    }

    private Iterator<Quad> findInGraph(Node g, Node s, Node p, Node o) {
        return with(snapshot.find(g, s, p, o), more -> more.find(g, s, p, o));
    }

    @Override
    protected Iterator<Quad> findInAnyNamedGraphs(Node s, Node p, Node o) {
        return with(snapshot.findNamed(any(s), any(p), any(o)), more -> more.findNamed(any(s), any(p), any(o)));
    }

    /** What is in the store without what is taken, and what is added. Every iterator passes closing on. */
    private Iterator<Quad> with(Iterator<Quad> stored, Function<Additions, Iterator<Quad>> finding) {
        Iterator<Quad> old = takenBefore.isEmpty() ? stored : Iter.filter(stored, quad -> !takenBefore.contains(quad));
        Iterator<Quad> base = before.isEmpty() ? old : Iter.append(old, finding.apply(before));
        Iterator<Quad> kept = removed.isEmpty() ? base : Iter.filter(base, quad -> !removed.contains(quad));
        return added.isEmpty() ? kept : Iter.append(kept, finding.apply(added));
    }

    // What Jena has here goes through streams, which forget to close what they read.
    @Override
    public Iterator<Triple> findInUnionGraph(Node s, Node p, Node o) {
        return Iter.distinct(Iter.map(findInAnyNamedGraphs(s, p, o), Quad::asTriple));
    }

    @Override
    public Iterator<Quad> findQuadsInUnionGraph(Node s, Node p, Node o) {
        return Iter.map(findInUnionGraph(s, p, o), triple -> Quad.create(Quad.unionGraph, triple));
    }

    private static Node any(@Nullable Node node) {
        return node == null ? Node.ANY : node;
    }

    @Override
    public Iterator<Node> listGraphNodes() {
        Set<Node> graphs = new LinkedHashSet<>();
        snapshot.graphs().forEachRemaining(graphs::add);
        if (!removed.isEmpty() || !takenBefore.isEmpty()) {
            graphs.removeIf(this::isEmpty);
        }
        addGraphs(before, graphs);
        addGraphs(added, graphs);
        return graphs.iterator();
    }

    private static void addGraphs(Additions some, Set<Node> graphs) {
        some.quads().stream().filter(quad -> !quad.isDefaultGraph()).forEach(quad -> graphs.add(quad.getGraph()));
    }

    private boolean isEmpty(Node graph) {
        Iterator<Quad> quads = findInSpecificNamedGraph(graph, Node.ANY, Node.ANY, Node.ANY);
        try {
            return !quads.hasNext();
        } finally {
            Iter.close(quads);
        }
    }

    @Override
    public Graph getDefaultGraph() {
        return GraphView.createDefaultGraph(this);
    }

    @Override
    public Graph getGraph(Node graph) {
        return GraphView.createNamedGraph(this, graph);
    }

    @Override
    public void addGraph(Node name, Graph graph) {
        graph.find().forEach(triple -> add(Quad.create(name, triple)));
    }

    @Override
    public void removeGraph(Node name) {
        deleteAny(name, Node.ANY, Node.ANY, Node.ANY);
    }

    @Override
    public PrefixMap prefixes() {
        return prefixes;
    }

    @Override
    public boolean supportsTransactions() {
        return true;
    }

    @Override
    public boolean supportsTransactionAbort() {
        return true;
    }

    @Override
    public void begin(TxnType wanted) {
        if (inTransaction) {
            throw new IllegalStateException("one transaction at a time");
        }
        inTransaction = true;
        type = wanted;
    }

    @Override
    public boolean promote(Promote mode) {
        return transactionMode() == ReadWrite.WRITE;
    }

    @Override
    public void commit() {
        inTransaction = false;
    }

    @Override
    public void abort() {
        inTransaction = false;
        added.clear();
        removed.clear();
        settled.clear();
        dropped.clear();
        if (settling != null) {
            settling.forget();
        }
    }

    @Override
    public void end() {
        inTransaction = false;
    }

    @Override
    public ReadWrite transactionMode() {
        return writable ? ReadWrite.WRITE : ReadWrite.READ;
    }

    @Override
    public TxnType transactionType() {
        return type;
    }

    @Override
    public boolean isInTransaction() {
        return inTransaction;
    }

    @Override
    public void close() {
        snapshot.close();
        super.close();
    }
}
