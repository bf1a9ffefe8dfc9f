package kith.daemon.query;

import kith.daemon.engine.NoRoom;
import kith.ontology.fault.Code;
import kith.ontology.fault.KithException;
import org.apache.jena.query.QueryCancelledException;
import org.apache.jena.query.QueryException;
import org.apache.jena.query.TxnType;
import org.apache.jena.sparql.core.DatasetGraph;
import org.apache.jena.update.UpdateException;

/** Runs the engine so that whatever happens inside ends as an answer or as one clear error. */
final class Execution {
    private Execution() {}

    /** Runs {@code work} as {@link #run} does, inside a READ transaction on {@code dataset} if there is none yet. */
    static void reading(Watch watch, DatasetGraph dataset, Runnable work) {
        if (dataset.isInTransaction()) {
            run("query", watch, work);
            return;
        }
        dataset.begin(TxnType.READ);
        try {
            run("query", watch, work);
        } finally {
            dataset.end();
        }
    }

    /**
     * Runs {@code work} of a {@code thing} under {@code watch}.
     *
     * @throws KithException the reason that the watch recorded, or what the engine found
     */
    static void run(String thing, Watch watch, Runnable work) {
        try {
            work.run();
        } catch (QueryCancelledException cancelled) {
            watch.raise();
            throw cancelled;
        } catch (QueryException | UpdateException bad) {
            watch.raise();
            throw new KithException(
                    KithException.Blame.USER,
                    Code.USAGE,
                    "the " + thing + " cannot be run: " + SparqlText.firstLine(bad),
                    bad);
        } catch (NoRoom full) {
            throw Heap.outOfMemory();
        } catch (StackOverflowError deep) {
            throw SparqlText.tooDeep(thing, deep);
        }
        // A reason noticed after the last row, or swallowed by the engine, is still a reason.
        watch.raise();
    }
}
