package kith.daemon.store;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import kith.ontology.fault.Code;
import kith.ontology.fault.KithException;

/**
 * Who is inside the database: open snapshots, commits and reads. RocksDB ends the process when it is used after it was
 * closed, so it is closed when nobody is inside, and nobody comes in after that. Thread-safe.
 */
final class Visits {
    private static final int MAX_INSIDE = Integer.MAX_VALUE;

    private final Semaphore places = new Semaphore(MAX_INSIDE);
    private volatile boolean closing;

    /**
     * Comes in; {@link #leave} must follow.
     *
     * @throws KithException HOST, INTERRUPTED if the store is closing
     */
    void enter() {
        mustBeOpen();
        if (!places.tryAcquire()) {
            throw closing();
        }
    }

    void leave() {
        places.release();
    }

    /** Ends what goes on for long: asked at every step of a scan. */
    void mustBeOpen() {
        if (closing) {
            throw closing();
        }
    }

    /**
     * Lets nobody in from now on and waits for those inside.
     *
     * @return whether all have left
     */
    boolean end(Duration patience) {
        closing = true;
        try {
            return places.tryAcquire(MAX_INSIDE, patience.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return places.tryAcquire(MAX_INSIDE);
        }
    }

    private static KithException closing() {
        return new KithException(
                KithException.Blame.HOST,
                Code.INTERRUPTED,
                "the store is closing: the daemon stops; start it and ask again");
    }
}
