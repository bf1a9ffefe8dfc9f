package kith.daemon.query;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;
import kith.daemon.store.Snapshot;
import kith.ontology.delta.Dot;
import kith.ontology.merge.Operation;
import org.apache.jena.atlas.iterator.Iter;
import org.apache.jena.graph.Node;
import org.apache.jena.sparql.core.Quad;

/** What cells of lists said that were taken back, for who puts such a list into a field again. */
final class FormerCells {
    /** Of a node of which more was ever said, it is not known what it was. */
    private static final int MAX_FACTS = 64;

    private final Snapshot snapshot;
    private final Comparator<Dot> byClock;

    /** @param clock of a delta that is held */
    FormerCells(Snapshot snapshot, ToLongFunction<Dot> clock) {
        this.snapshot = snapshot;
        this.byClock = Comparator.comparingLong(clock).thenComparing(Comparator.naturalOrder());
    }

    /** Whether anything was ever said of a node with this predicate. */
    boolean wasSaid(Node subject, Node predicate) {
        Iterator<Quad> held = snapshot.everHeld(subject, predicate);
        try {
            return held.hasNext();
        } finally {
            Iter.close(held);
        }
    }

    /** What the last delta that took something from the node in this graph took; nothing of what was erased. */
    List<Quad> of(Node graph, Node node) {
        List<Quad> known = new ArrayList<>();
        Iterator<Quad> held = snapshot.everHeld(node, Node.ANY);
        try {
            while (held.hasNext()) {
                Quad quad = held.next();
                if (known.size() == MAX_FACTS) {
                    return List.of();
                }
                if (quad.getGraph().equals(graph) && wasAsserted(quad)) {
                    known.add(quad);
                }
            }
        } finally {
            Iter.close(held);
        }
        Optional<Dot> last = known.stream().flatMap(this::takers).max(byClock);
        return last.map(dot -> known.stream()
                        .filter(quad -> takers(quad).anyMatch(dot::equals))
                        .toList())
                .orElse(List.of());
    }

    private boolean wasAsserted(Quad quad) {
        return snapshot.history(quad).operations().stream().anyMatch(Operation.Assert.class::isInstance);
    }

    private Stream<Dot> takers(Quad quad) {
        return snapshot.history(quad).operations().stream()
                .filter(Operation.Retract.class::isInstance)
                .map(Operation::dot);
    }
}
