package kith.ontology.delta;

import java.util.Comparator;
import java.util.List;
import kith.ontology.bytes.MalformedException;
import org.apache.jena.graph.Node;
import org.apache.jena.sparql.core.Quad;

/** A quad as indexes into a table of terms; the graph counts from 1, and 0 is the default graph. */
record QuadKey(int graph, int subject, int predicate, int object) implements Comparable<QuadKey> {
    private static final Comparator<QuadKey> ORDER = Comparator.comparingInt(QuadKey::graph)
            .thenComparingInt(QuadKey::subject)
            .thenComparingInt(QuadKey::predicate)
            .thenComparingInt(QuadKey::object);

    /**
     * The quad.
     *
     * @throws MalformedException if a term stands where its kind may not
     */
    Quad quad(List<Node> terms) {
        Node graphName = graph == 0 ? Quad.defaultGraphIRI : terms.get(graph - 1);
        Node subjectTerm = terms.get(subject);
        Node predicateTerm = terms.get(predicate);
        boolean sound = (graphName.isURI() || graphName.isBlank())
                && (subjectTerm.isURI() || subjectTerm.isBlank())
                && predicateTerm.isURI();
        if (!sound) {
            throw new MalformedException("terms that make no quad", 0);
        }
        return Quad.create(graphName, subjectTerm, predicateTerm, terms.get(object));
    }

    @Override
    public int compareTo(QuadKey other) {
        return ORDER.compare(this, other);
    }
}
