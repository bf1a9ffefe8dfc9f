package kith.daemon.query;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import kith.ontology.fault.Code;
import kith.ontology.fault.KithException;
import org.apache.jena.atlas.iterator.Iter;
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
        mayBeKept(graph);
        mayBeKept(subject);
        mayBeKept(predicate);
        mayBeKept(object);
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

    // CLEAR and DROP come here; the dataset below would delete in one go, unseen.
    @Override
    public void deleteAny(Node graph, Node subject, Node predicate, Node object) {
        List<Quad> all = new ArrayList<>();
        Iterator<Quad> found = find(graph, subject, predicate, object);
        try {
            while (found.hasNext()) {
                watch.check();
                if (changed + all.size() >= maxQuads) {
                    throw tooMany();
                }
                all.add(found.next());
            }
        } finally {
            Iter.close(found);
        }
        all.forEach(this::delete);
    }

    @Override
    public void removeGraph(Node name) {
        deleteAny(name, Node.ANY, Node.ANY, Node.ANY);
    }

    @Override
    public void clear() {
        deleteAny(Node.ANY, Node.ANY, Node.ANY, Node.ANY);
    }

    @Override
    public void addGraph(Node name, Graph graph) {
        graph.find().forEachRemaining(triple -> add(Quad.create(name, triple)));
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

    // The same rule as for documents: what could not be imported again must not come in by an update.
    private static void mayBeKept(Node term) {
        Guard.check(term);
        if (term.isTripleTerm()) {
            mayBeKept(term.getTriple().getSubject());
            mayBeKept(term.getTriple().getPredicate());
            mayBeKept(term.getTriple().getObject());
        }
        if (term.isURI()) {
            String fault = Iris.fault(term.getURI());
            if (!fault.isEmpty()) {
                throw KithException.user(Code.USAGE, "the IRI <" + term.getURI() + "> " + fault);
            }
        }
    }

    private void count() {
        watch.check();
        if (++changed > maxQuads) {
            throw tooMany();
        }
    }

    private LimitReached tooMany() {
        return new LimitReached("the update changes more than " + maxQuads + " quads: narrow it, or do it in parts");
    }
}
