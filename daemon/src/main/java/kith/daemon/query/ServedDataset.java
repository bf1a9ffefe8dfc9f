package kith.daemon.query;

import java.util.Iterator;
import java.util.Optional;
import org.apache.jena.atlas.iterator.Iter;
import org.apache.jena.graph.Graph;
import org.apache.jena.graph.Node;
import org.apache.jena.sparql.core.DatasetGraph;
import org.apache.jena.sparql.core.DatasetGraphWrapper;
import org.apache.jena.sparql.core.Quad;

/** A space with its service graphs beside it. For one request and one thread. */
final class ServedDataset extends DatasetGraphWrapper {
    private final ServiceGraphs services;

    ServedDataset(DatasetGraph space, ServiceGraphs services) {
        super(space);
        this.services = services;
    }

    boolean isOfThePast() {
        return services.areOfThePast();
    }

    // What a peer may have written into a graph of such a name is not listed: a list of graphs is for all of them.
    @Override
    public Iterator<Node> listGraphNodes() {
        return Iter.filter(super.listGraphNodes(), graph -> !ServiceGraphs.isName(graph));
    }

    @Override
    public boolean containsGraph(Node graph) {
        return services.named(graph).isPresent() || super.containsGraph(graph);
    }

    @Override
    public Graph getGraph(Node graph) {
        return services.named(graph).orElseGet(() -> super.getGraph(graph));
    }

    @Override
    public Iterator<Quad> find(Quad pattern) {
        return find(pattern.getGraph(), pattern.getSubject(), pattern.getPredicate(), pattern.getObject());
    }

    @Override
    public Iterator<Quad> find(Node graph, Node subject, Node predicate, Node object) {
        Optional<Graph> service = graph == null ? Optional.empty() : services.named(graph);
        return service.isEmpty()
                ? super.find(graph, subject, predicate, object)
                : Iter.map(service.get().find(subject, predicate, object), triple -> Quad.create(graph, triple));
    }

    @Override
    public Iterator<Quad> findNG(Node graph, Node subject, Node predicate, Node object) {
        return graph != null && ServiceGraphs.isName(graph)
                ? find(graph, subject, predicate, object)
                : super.findNG(graph, subject, predicate, object);
    }

    @Override
    public boolean contains(Quad quad) {
        return contains(quad.getGraph(), quad.getSubject(), quad.getPredicate(), quad.getObject());
    }

    @Override
    public boolean contains(Node graph, Node subject, Node predicate, Node object) {
        if (graph == null || !ServiceGraphs.isName(graph)) {
            return super.contains(graph, subject, predicate, object);
        }
        return services.named(graph).orElseThrow().contains(subject, predicate, object);
    }

    @Override
    public void add(Quad quad) {
        ServiceGraphs.mustBeWritable(quad.getGraph());
        super.add(quad);
    }

    @Override
    public void add(Node graph, Node subject, Node predicate, Node object) {
        ServiceGraphs.mustBeWritable(graph);
        super.add(graph, subject, predicate, object);
    }

    @Override
    public void delete(Quad quad) {
        ServiceGraphs.mustBeWritable(quad.getGraph());
        super.delete(quad);
    }

    @Override
    public void delete(Node graph, Node subject, Node predicate, Node object) {
        ServiceGraphs.mustBeWritable(graph);
        super.delete(graph, subject, predicate, object);
    }

    @Override
    public void deleteAny(Node graph, Node subject, Node predicate, Node object) {
        ServiceGraphs.mustBeWritable(graph);
        super.deleteAny(graph, subject, predicate, object);
    }

    @Override
    public void addGraph(Node graph, Graph triples) {
        ServiceGraphs.mustBeWritable(graph);
        super.addGraph(graph, triples);
    }

    @Override
    public void removeGraph(Node graph) {
        ServiceGraphs.mustBeWritable(graph);
        super.removeGraph(graph);
    }
}
