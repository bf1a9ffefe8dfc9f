package kith.daemon.query;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import kith.daemon.replica.Change;
import kith.daemon.replica.Pending;
import kith.daemon.replica.Replica;
import kith.daemon.store.Snapshot;
import kith.ontology.bytes.Bytes;
import kith.ontology.delta.Retraction;
import kith.ontology.shape.ShapeReport;
import org.apache.jena.graph.Node;
import org.apache.jena.query.TxnType;
import org.apache.jena.riot.out.NodeFmtLib;
import org.apache.jena.sparql.core.DatasetGraph;
import org.apache.jena.sparql.core.Quad;

/** One change of a replica in the making; holds the writers' turn until it shows or is given up. */
final class ReplicaWriteAccess implements WriteAccess {
    private final Replica replica;
    private final SpaceDataset dataset;
    private final DatasetGraph served;
    private boolean holdsTurn = true;
    private boolean splittable;

    ReplicaWriteAccess(Replica replica, SpaceDataset dataset, ServiceGraphs services) {
        this.replica = replica;
        this.dataset = dataset;
        this.served = new ServedDataset(dataset, services);
        dataset.begin(TxnType.WRITE);
    }

    @Override
    public DatasetGraph dataset() {
        return served;
    }

    @Override
    public void revert(String delta) {
        new Reversal(replica.store(), dataset).of(delta);
    }

    @Override
    public void mayBeSplit() {
        splittable = true;
    }

    @Override
    public Receipt commit(String note) {
        Set<Quad> again = lists().settle();
        mustConform();
        Optional<String> said = note.isBlank() ? Optional.<String>empty() : Optional.of(note);
        List<Quad> asserts = new ArrayList<>(dataset.asserts());
        asserts.addAll(again);
        Change change = new Change(asserts, retractions(), said, splittable);
        Pending pending = replica.write(change);
        await(pending.applied());
        yieldTurn();
        Pending.Written written = await(pending.durable());
        return new Receipt(
                written.delta().isEmpty() ? null : written.delta(),
                written.deltas(),
                dataset.asserts().size(),
                change.retracts().size(),
                dataset.same(),
                false,
                "");
    }

    private ListValues lists() {
        return new ListValues(dataset, replica.store()::clock);
    }

    /** What is taken, with the asserts that make it hold. */
    private List<Retraction> retractions() {
        Snapshot before = dataset.base();
        // What is in a row counts: the store applies no operation whose delta does not.
        return dataset.taken().stream()
                .map(quad ->
                        new Retraction(quad, List.copyOf(before.history(quad).live(dot -> true))))
                .toList();
    }

    @Override
    public Receipt dryRun(int maxDiffLines) {
        lists().settle();
        mustConform();
        StringBuilder diff = new StringBuilder();
        int lines = 0;
        Set<Quad> taken = dataset.taken();
        for (Quad quad : taken) {
            lines = line(diff, "- ", quad, lines, maxDiffLines);
        }
        for (Quad quad : dataset.asserts()) {
            lines = line(diff, "+ ", quad, lines, maxDiffLines);
        }
        return new Receipt(null, 0, dataset.asserts().size(), taken.size(), dataset.same(), true, diff.toString());
    }

    private static int line(StringBuilder diff, String sign, Quad quad, int lines, int max) {
        if (lines < max) {
            diff.append(sign)
                    .append(quad.isDefaultGraph() ? NodeFmtLib.strNT(quad.asTriple()) : NodeFmtLib.strNQ(quad))
                    .append('\n');
        }
        return lines + 1;
    }

    /**
     * What the change itself makes wrong is refused. What was wrong before, perhaps by a merge, is not held against it:
     * else nobody could edit a thing that two others had spoilt together.
     */
    private void mustConform() {
        Set<Node> touched = new LinkedHashSet<>();
        dataset.asserts().forEach(quad -> touched.add(quad.getSubject()));
        dataset.taken().forEach(quad -> touched.add(quad.getSubject()));
        if (touched.isEmpty()) {
            return;
        }
        SpaceDataset base = new SpaceDataset(dataset.base(), false, Bytes.EMPTY, Map.of());
        ShapeReport report =
                replica.schema().judging().introduced(EverythingGraph.of(base), EverythingGraph.of(dataset), touched);
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

    private static <T> T await(CompletableFuture<T> future) {
        try {
            return future.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException refusal) {
                throw refusal;
            }
            throw e;
        }
    }

    private void yieldTurn() {
        if (holdsTurn) {
            holdsTurn = false;
            replica.writers().unlock();
        }
    }

    @Override
    public void close() {
        yieldTurn();
        dataset.close();
    }
}
