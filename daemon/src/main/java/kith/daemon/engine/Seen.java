package kith.daemon.engine;

import org.apache.jena.graph.Node;
import org.apache.jena.sparql.core.Quad;
import org.apache.jena.sparql.core.Var;

/**
 * Which graphs the patterns of a part of a query are about.
 *
 * @param graph its id where it is one
 * @param slot where {@code graphs} is each named graph
 */
record Seen(Pattern.Graphs graphs, long graph, int slot) {
    static final Seen DEFAULT = new Seen(Pattern.Graphs.DEFAULT, 0, -1);
    static final Seen UNION = new Seen(Pattern.Graphs.UNION, 0, -1);

    /** What GRAPH with this node says. */
    static Seen of(Run run, Node node) {
        if (Var.isVar(node)) {
            return new Seen(Pattern.Graphs.EACH, 0, run.slots().of(Var.alloc(node)));
        }
        if (Quad.isDefaultGraph(node)) {
            return DEFAULT;
        }
        return Quad.isUnionGraph(node) ? UNION : new Seen(Pattern.Graphs.NAMED, run.named(node), -1);
    }

    boolean isEach() {
        return graphs == Pattern.Graphs.EACH;
    }
}
