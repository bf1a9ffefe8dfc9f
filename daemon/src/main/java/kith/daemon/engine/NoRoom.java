package kith.daemon.engine;

import java.io.Serial;

/** The heap has no room for what a query would keep in it: the query has to go, and the process stays. */
public final class NoRoom extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1;

    NoRoom() {
        super("no room in the heap", null, false, false);
    }
}
