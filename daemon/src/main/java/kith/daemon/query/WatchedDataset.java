package kith.daemon.query;

import org.apache.jena.graph.Graph;
import org.apache.jena.graph.Node;
import org.apache.jena.sparql.core.DatasetGraph;
import org.apache.jena.sparql.core.DatasetGraphWrapper;
import org.apache.jena.sparql.core.GraphView;
import org.apache.jena.sparql.core.Quad;

/** The dataset an update changes: counts what it adds and deletes, and lets go when the update is over. */
final class WatchedDataset extends DatasetGraphWrapper {
    private final Watch watch;
    private final long maxQuads;
    private long changed;

    WatchedDataset(DatasetGraph dataset, Watch watch, long maxQuads) {
        super(dataset);
        this.watch = watch;
        this.maxQuads = maxQuads;
    }

    @Override
    public void add(Quad quad) {
        add(quad.getGraph(), quad.getSubject(), quad.getPredicate(), quad.getObject());
    }

    @Override
    public void add(Node graph, Node subject, Node predicate, Node object) {
        count();
        Guard.check(graph);
        Guard.check(subject);
        Guard.check(predicate);
        Guard.check(object);
        super.add(graph, subject, predicate, object);
    }

    @Override
    public void delete(Quad quad) {
        delete(quad.getGraph(), quad.getSubject(), quad.getPredicate(), quad.getObject());
    }

    @Override
    public void delete(Node graph, Node subject, Node predicate, Node object) {
        count();
        super.delete(graph, subject, predicate, object);
    }

    // COPY, MOVE and ADD work on graphs: these come back here with each quad.
    @Override
    public Graph getDefaultGraph() {
        return GraphView.createDefaultGraph(this);
    }

    @Override
    public Graph getGraph(Node name) {
        return GraphView.createNamedGraph(this, name);
    }

    private void count() {
        watch.check();
        if (++changed > maxQuads) {
            throw new LimitReached("the update changes more than " + maxQuads + " quads: narrow it, or do it in parts");
        }
    }
}
