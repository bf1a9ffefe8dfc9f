package kith.daemon.query;

import java.util.function.Consumer;
import kith.daemon.replica.Committed;
import org.apache.jena.sparql.core.DatasetGraph;

/** One space as questions and updates see it. Safe from any thread; what it hands out belongs to one request. */
public interface SpaceAccess {
    /**
     * What the space shows. A fresh instance for one request and one thread, not yet in a transaction: the caller
     * begins READ, ends it, and closes the dataset.
     */
    DatasetGraph read();

    /**
     * What the space showed at a moment, by the clocks of the deltas that are held now; as {@link #read} otherwise.
     * A pattern that names no subject costs a pass over every fact there ever was.
     *
     * @param moment the id of a delta, a time, or a day
     * @throws kith.ontology.fault.KithException USAGE, NOT_FOUND or CONFLICT when it names no moment, or several
     */
    DatasetGraph readAt(String moment);

    /**
     * Has {@code listener} told of every commit from now on, on some lane: it must not block.
     *
     * @return ends that when it is closed
     */
    Watching watch(Consumer<Committed> listener);

    /** Being told of commits; closing it twice is as good as once. */
    interface Watching extends AutoCloseable {
        @Override
        void close();
    }

    /**
     * The way to change the space.
     *
     * @throws kith.ontology.fault.KithException NOT_ALLOWED when this device may only read the space
     */
    WriteAccess write();
}
