package kith.daemon.store;

import java.util.function.Function;
import java.util.function.Supplier;
import kith.ontology.fault.Code;
import kith.ontology.fault.KithException;

/**
 * How one comes into a space: while the store is open and this home has not left it. Its logs are handed to those inside
 * only. Who is inside may come in again: it is one step on a counter, and one back. Safe from any thread.
 */
final class Entrance {
    private final Visits visits;
    private final Supplier<String> name;
    private final Entries entries;
    private volatile boolean left;

    /** @param name of the space, now */
    Entrance(Visits visits, Supplier<String> name, Entries entries) {
        this.visits = visits;
        this.name = name;
        this.entries = entries;
    }

    /** This home has left the space: nobody comes in any more. */
    void left() {
        left = true;
    }

    private void enter() {
        if (left) {
            throw new KithException(
                    KithException.Blame.HOST, Code.INTERRUPTED, "this home has left space " + name.get());
        }
        visits.enter();
    }

    /** Reads in the logs. */
    <T> T inside(Function<Entries, T> read) {
        return inside(() -> read.apply(entries));
    }

    /** Reads in the logs, also for who came in before this home left the space and may finish. */
    <T> T again(Function<Entries, T> read) {
        visits.enter();
        try {
            return read.apply(entries);
        } finally {
            visits.leave();
        }
    }

    /** Reads something. */
    <T> T inside(Supplier<T> read) {
        enter();
        try {
            return read.get();
        } finally {
            visits.leave();
        }
    }

    /** Enters for something that leaves when it is closed, unless it cannot be made. */
    <T> T visit(Supplier<T> made) {
        enter();
        boolean inside = false;
        try {
            T visitor = made.get();
            inside = true;
            return visitor;
        } finally {
            if (!inside) {
                visits.leave();
            }
        }
    }
}
