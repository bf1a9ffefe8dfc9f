package kith.daemon.query;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import kith.daemon.replica.Replica;
import kith.ontology.bytes.Bytes;
import kith.ontology.shape.ShapeReport;
import org.apache.jena.graph.Graph;
import org.apache.jena.graph.Node;

/**
 * What the shapes of a space say of a change. What was wrong before, perhaps by a merge, is not held against it: else
 * nobody could edit a thing that two others had spoilt together.
 */
final class Conforming {
    private final Replica replica;
    private final SpaceDataset dataset;

    Conforming(Replica replica, SpaceDataset dataset) {
        this.replica = replica;
        this.dataset = dataset;
    }

    private Set<Node> touched() {
        Set<Node> touched = new LinkedHashSet<>();
        dataset.asserts().forEach(quad -> touched.add(quad.getSubject()));
        dataset.taken().forEach(quad -> touched.add(quad.getSubject()));
        return touched;
    }

    private Graph before() {
        return EverythingGraph.of(new SpaceDataset(dataset.base(), false, Bytes.EMPTY, Map.of()));
    }

    /** The things that the change itself makes wrong. */
    Set<Node> failing() {
        Set<Node> touched = touched();
        return touched.isEmpty()
                ? Set.of()
                : replica.schema().judging().failing(before(), EverythingGraph.of(dataset), touched);
    }

    /** Refuses what the change itself makes wrong. */
    void must() {
        Set<Node> touched = touched();
        if (touched.isEmpty()) {
            return;
        }
        ShapeReport report = replica.schema().judging().introduced(before(), EverythingGraph.of(dataset), touched);
        List<Rejected.Fault> fresh = report.faults().stream()
                .map(fault ->
                        new Rejected.Fault(fault.shape(), fault.focus(), fault.path(), fault.value(), fault.message()))
                .toList();
        if (!fresh.isEmpty()) {
            throw new Rejected(
                    fresh.size() == 1
                            ? "the change breaks a shape: " + fresh.getFirst().message()
                            : "the change breaks shapes in " + (fresh.size() + report.beyond()) + " places",
                    fresh);
        }
    }
}
