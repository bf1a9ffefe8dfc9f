package kith.ontology.delta;

import java.util.BitSet;
import org.apache.jena.graph.Node;
import org.apache.jena.sparql.core.Quad;

/** A quad as indexes into a table of terms; the graph counts from 1, and 0 is the default graph. */
record QuadKey(int graph, int subject, int predicate, int object) {
    Quad quad(TermList terms) {
        Node graphName = graph == 0 ? Quad.defaultGraphIRI : terms.node(graph - 1);
        return Quad.create(graphName, terms.node(subject), terms.node(predicate), terms.node(object));
    }

    /** Whether every term stands where its kind may; the default graph has one spelling, which is no term. */
    boolean isSound(TermList terms) {
        return (graph == 0 || isNamedGraph(terms.node(graph - 1)))
                && isName(terms.node(subject))
                && terms.node(predicate).isURI();
    }

    private static boolean isNamedGraph(Node term) {
        return isName(term) && !Quad.isUnionGraph(term) && !Quad.isDefaultGraph(term);
    }

    /** One of its four indexes, the graph's first. */
    int at(int part) {
        return switch (part) {
            case 0 -> graph;
            case 1 -> subject;
            case 2 -> predicate;
            default -> object;
        };
    }

    /** Marks the terms that it is made of. */
    void markIn(BitSet used) {
        if (graph != 0) {
            used.set(graph - 1);
        }
        used.set(subject);
        used.set(predicate);
        used.set(object);
    }

    /** Whether every term stands where its kind may; the union of graphs is a question, not a graph. */
    static boolean isSound(Quad quad) {
        return isName(quad.getGraph())
                && !quad.isUnionGraph()
                && isName(quad.getSubject())
                && quad.getPredicate().isURI();
    }

    private static boolean isName(Node term) {
        return term.isURI() || term.isBlank();
    }
}
