package kith.daemon.engine;

import java.util.BitSet;

/** What may be true of a row, false, or an error. */
abstract class Condition {
    static final int FALSE = 0;
    static final int TRUE = 1;
    static final int ERROR = 2;

    abstract int test(Batch batch, int row);

    /** Told of rows before it is asked for the first of them. */
    void expect(Batch rows) {
        // Most need nothing beforehand.
    }

    /** Adds the slots that it reads. */
    abstract void uses(BitSet slots);

    abstract String title();

    static int of(boolean truth) {
        return truth ? TRUE : FALSE;
    }
}
