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
    private final boolean hasNamed;

    EverythingGraph(DatasetGraph dataset) {
        this.dataset = dataset;
        this.hasNamed = dataset.listGraphNodes().hasNext();
    }

    static Graph of(DatasetGraph dataset) {
        return new EverythingGraph(dataset);
    }

    @Override
    protected ExtendedIterator<Triple> graphBaseFind(Triple pattern) {
        if (!hasNamed) {
            return WrappedIterator.create(Iter.map(
                    dataset.find(
                            Quad.defaultGraphIRI, pattern.getSubject(), pattern.getPredicate(), pattern.getObject()),
                    Quad::asTriple));
        }
        Iterator<Quad> quads =
                dataset.find(Node.ANY, pattern.getSubject(), pattern.getPredicate(), pattern.getObject());
        return WrappedIterator.create(Iter.distinct(Iter.map(quads, Quad::asTriple)));
    }
}
