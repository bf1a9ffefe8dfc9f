package kith.daemon.exchange;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import kith.ontology.fault.Code;
import kith.ontology.fault.KithException;

/**
 * A request's turn to have large documents in memory: one request at a time in the process, whoever sends it and
 * wherever it goes, in the order in which they came. Each may take nearly all of the heap that there is for documents, so
 * two at once would fill it, and the daemon would end.
 *
 * <p>Wait for it before the turn to write in a space, never after: who has that may not wait for who waits for it. Of one thread.
 */
final class LargeTurn {
    /** How long it is waited for: until the one before has waited for its space, and as long again. */
    static final Duration MAX_WAIT = Duration.ofMinutes(2);

    /** How often it is looked whether anybody still wants the document. */
    private static final long LOOK_NANOS = Duration.ofMillis(200).toNanos();

    /** Those that wait; it is the turn of the first. */
    private static final Deque<LargeTurn> ROW = new ArrayDeque<>();

    private static final ReentrantLock ROW_LOCK = new ReentrantLock();
    private static final Condition ROW_MOVES = ROW_LOCK.newCondition();

    private boolean isIn;
    private long taken;

    /** A document was read, and others may come with it. */
    void adds(long heapBytes) {
        taken += heapBytes;
    }

    /** Bytes of heap that the documents of the request take which were read before. */
    long taken() {
        return taken;
    }

    /**
     * Waits until it is its turn; at once if it is already.
     *
     * @param mustBeWanted throws to end that
     * @throws KithException TIMED_OUT if others take too long
     */
    void await(Runnable mustBeWanted) {
        await(mustBeWanted, MAX_WAIT);
    }

    void await(Runnable mustBeWanted, Duration patience) {
        if (isIn) {
            return;
        }
        ROW_LOCK.lock();
        try {
            ROW.addLast(this);
            isIn = true;
            awaitFirst(mustBeWanted, patience);
        } finally {
            leaveUnlessFirst();
            ROW_LOCK.unlock();
        }
    }

    private void awaitFirst(Runnable mustBeWanted, Duration patience) {
        long left = patience.toNanos();
        while (ROW.getFirst() != this) {
            mustBeWanted.run();
            if (left <= 0) {
                throw KithException.user(
                        Code.TIMED_OUT,
                        "other large documents have been in memory for " + patience.toSeconds()
                                + " s, and it takes one at a time; try again");
            }
            try {
                left -= LOOK_NANOS - ROW_MOVES.awaitNanos(LOOK_NANOS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw KithException.user(Code.INTERRUPTED, "the daemon stops before the document was read");
            }
        }
    }

    private void leaveUnlessFirst() {
        if (ROW.peekFirst() != this) {
            ROW.remove(this);
            isIn = false;
        }
    }

    /** Lets the next one in. */
    void end() {
        if (!isIn) {
            return;
        }
        ROW_LOCK.lock();
        try {
            isIn = false;
            ROW.remove(this);
            ROW_MOVES.signalAll();
        } finally {
            ROW_LOCK.unlock();
        }
    }
}
