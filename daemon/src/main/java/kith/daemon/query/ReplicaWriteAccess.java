package kith.daemon.query;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import kith.daemon.replica.Change;
import kith.daemon.replica.Pending;
import kith.daemon.replica.Replica;
import kith.daemon.store.Snapshot;
import kith.ontology.delta.Retraction;
import org.apache.jena.query.TxnType;
import org.apache.jena.riot.out.NodeFmtLib;
import org.apache.jena.sparql.core.DatasetGraph;
import org.apache.jena.sparql.core.Quad;
import org.jspecify.annotations.Nullable;

/**
 * One change of a replica in the making, or one after another; holds the writers' turn until the last shows or is given
 * up. While a step is written, the next one is made ready over what it will show.
 */
final class ReplicaWriteAccess implements WriteAccess {
    private final Replica replica;
    private final Function<Snapshot, ServiceGraphs> services;
    private final Waiting waiting;
    private SpaceDataset dataset;
    private DatasetGraph served;
    private boolean holdsTurn = true;
    private Optional<Change.Parts> parts = Optional.empty();
    private @Nullable Pending underWay;
    private long added;
    private long removed;
    private long same;
    private int deltas;
    private int steps;
    private String delta = "";

    ReplicaWriteAccess(
            Replica replica,
            SpaceDataset dataset,
            Function<Snapshot, ServiceGraphs> services,
            AtomicLong waitingInAll) {
        this.replica = replica;
        this.services = services;
        this.waiting = new Waiting(waitingInAll);
        this.dataset = dataset;
        this.served = new ServedDataset(dataset, services.apply(dataset.base()));
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
        parts = Optional.of(new Change.Parts(false));
    }

    @Override
    public long step(List<Quad> quads, Patience patience, String note) {
        if (steps == 0) {
            parts = Optional.of(new Change.Parts(true));
        }
        steps++;
        waiting.backInto(dataset, quads);
        quads.forEach(served::add);
        Set<Quad> again = new LinkedHashSet<>(lists().settle());
        waiting.add(dataset.withhold(conforming().failing()), patience.heapBytes());
        if (waiting.isOver(patience.mostHeapBytes())) {
            waiting.allBackInto(dataset);
            again.addAll(lists().settle());
            mustConformNow();
        }
        write(again, note);
        return waiting.size();
    }

    private void mustConformNow() {
        try {
            conforming().must();
        } catch (Rejected no) {
            throw new Rejected(
                    "there is no memory for more that waits for what it lacks, further on in the document: have all that"
                            + " is said of a thing stand together, or give the daemon more memory"
                            + " (KITHD_JAVA_OPTIONS=-Xmx...); "
                            + no.getMessage(),
                    no.faults());
        }
    }

    /** Hands the change on, once the one before it shows, and goes on with an empty one. */
    private void write(Set<Quad> again, String note) {
        awaitShown();
        SpaceDataset said = dataset;
        try {
            Snapshot next = replica.snapshot();
            dataset = said.following(next);
            served = new ServedDataset(dataset, services.apply(next));
            // What it takes back may have been said by the step before it, of which only this snapshot tells.
            Change change = change(said, next, again, note);
            underWay = replica.write(change);
            count(said, change);
        } finally {
            said.close();
        }
    }

    private void awaitShown() {
        Pending before = underWay;
        if (before != null) {
            Pending.Written written = await(before.applied());
            deltas += written.deltas();
            delta = written.delta().isEmpty() ? delta : written.delta();
            underWay = null;
        }
    }

    private void count(SpaceDataset said, Change change) {
        added += said.asserts().size();
        removed += change.retracts().size();
        same += said.same();
    }

    @Override
    public Receipt commit(String note) {
        waiting.allBackInto(dataset);
        Set<Quad> again = lists().settle();
        conforming().must();
        awaitShown();
        Change change = lastChange(again, note);
        Pending last = replica.write(change);
        underWay = last;
        count(dataset, change);
        awaitShown();
        yieldTurn();
        await(last.durable());
        return new Receipt(delta.isEmpty() ? null : delta, deltas, added, removed, same, false, "");
    }

    /** A change that stands alone is against what it was worked out on: what comes meanwhile outlives it. */
    private Change lastChange(Set<Quad> again, String note) {
        if (steps == 0) {
            return change(dataset, dataset.base(), again, note);
        }
        try (Snapshot now = replica.snapshot()) {
            return change(dataset, now, again, note);
        }
    }

    /** What is taken is taken with the asserts that make it hold. */
    private Change change(SpaceDataset said, Snapshot before, Set<Quad> again, String note) {
        List<Quad> asserts = new ArrayList<>(said.asserts());
        asserts.addAll(again);
        // What is in a row counts: the store applies no operation whose delta does not.
        List<Retraction> retracts = said.taken().stream()
                .map(quad ->
                        new Retraction(quad, List.copyOf(before.history(quad).live(dot -> true))))
                // The step before, or somebody else, may have taken it back meanwhile.
                .filter(retraction -> !retraction.seen().isEmpty())
                .toList();
        return new Change(asserts, retracts, note.isBlank() ? Optional.<String>empty() : Optional.of(note), parts);
    }

    private ListValues lists() {
        return new ListValues(dataset, replica.store()::clock);
    }

    private Conforming conforming() {
        return new Conforming(replica, dataset);
    }

    @Override
    public Receipt dryRun(int maxDiffLines) {
        lists().settle();
        conforming().must();
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

    /** Whoever gives up is told what was made: the step that is under way is waited for. */
    @Override
    public void close() {
        waiting.end();
        Pending last = underWay;
        if (last != null && holdsTurn) {
            last.durable().handle((written, fault) -> written).join();
        }
        yieldTurn();
        dataset.close();
    }
}
