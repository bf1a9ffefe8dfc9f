package kith.daemon.query;

import java.util.List;
import java.util.function.ToLongFunction;
import org.apache.jena.sparql.core.DatasetGraph;
import org.apache.jena.sparql.core.Quad;

/**
 * One change in the making. Used and closed by the thread that asked for it; closing without a commit leaves no trace.
 */
public interface WriteAccess extends AutoCloseable {
    /** What the space shows with the change so far, already inside its WRITE transaction: add and delete quads here. */
    DatasetGraph dataset();

    /**
     * Adds to the change what undoes a delta: what it asserted, nobody else said and still holds goes; what it took back
     * and does not show now comes again.
     *
     * @param delta at least the first digits of its id
     * @throws kith.ontology.fault.KithException USAGE, NOT_FOUND or CONFLICT when it names no delta that can be undone
     */
    void revert(String delta);

    /** Allows the change to become several deltas, as an import may; without this it is one, or too large. */
    void mayBeSplit();

    /** What may wait, in all imports together: quads of things that do not conform to the shapes yet. */
    record Patience(ToLongFunction<Quad> heapBytes, long mostHeapBytes) {}

    /**
     * Adds quads, makes what was changed so far and goes on: an import that is larger than memory is made in steps, each of
     * them a change of its own. What does not conform to the shapes yet waits for a later step, for what it lacks may come.
     * {@link #dataset} is another one afterwards, which shows what was made.
     *
     * @return how many quads wait
     * @throws Rejected if more waits than there is patience for
     */
    default long step(List<Quad> quads, Patience patience, String note) {
        // Whoever has all of it in memory makes it all at its end.
        quads.forEach(dataset()::add);
        return 0;
    }

    /**
     * Makes the change: signed, durable, and on its way to peers. Nothing may be added afterwards.
     *
     * @param note why, in the words of whoever asked; empty for none
     * @throws Rejected if the result does not conform to the shapes of the space
     */
    Receipt commit(String note);

    /**
     * What {@link #commit} would do, without doing it.
     *
     * @param maxDiffLines at most so many lines in the receipt's diff
     * @throws Rejected as {@link #commit}
     */
    Receipt dryRun(int maxDiffLines);

    @Override
    void close();
}
