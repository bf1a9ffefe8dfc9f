package kith.daemon.query;

import java.util.Iterator;
import org.apache.jena.atlas.iterator.Iter;
import org.apache.jena.graph.Graph;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.Triple;
import org.apache.jena.graph.impl.GraphBase;
import org.apache.jena.sparql.core.DatasetGraph;
import org.apache.jena.sparql.core.Quad;
import org.apache.jena.util.iterator.ExtendedIterator;
import org.apache.jena.util.iterator.WrappedIterator;

/** All graphs of a dataset, the default one and the named, as one; for reading. What shapes judge. */
final class EverythingGraph extends GraphBase {
    private final DatasetGraph dataset;

    EverythingGraph(DatasetGraph dataset) {
        this.dataset = dataset;
    }

    static Graph of(DatasetGraph dataset) {
        return new EverythingGraph(dataset);
    }

    @Override
    protected ExtendedIterator<Triple> graphBaseFind(Triple pattern) {
        Iterator<Quad> quads =
                dataset.find(Node.ANY, pattern.getSubject(), pattern.getPredicate(), pattern.getObject());
        return WrappedIterator.create(Iter.distinct(Iter.map(quads, Quad::asTriple)));
    }
}
