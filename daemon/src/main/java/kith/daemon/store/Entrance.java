package kith.daemon.store;

import java.util.function.Supplier;
import kith.ontology.fault.Code;
import kith.ontology.fault.KithException;

/** How one comes into a space: while the store is open and this home has not left it. Safe from any thread. */
final class Entrance {
    private final Visits visits;
    private final Supplier<String> name;
    private volatile boolean left;

    /** @param name of the space, now */
    Entrance(Visits visits, Supplier<String> name) {
        this.visits = visits;
        this.name = name;
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
