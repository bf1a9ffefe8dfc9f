package kith.daemon.engine;

import java.util.BitSet;
import java.util.List;

/**
 * A step of a plan: takes rows from its inputs and gives rows on, a batch at a time. First {@link #require} is called
 * down the plan, once, then {@link #open}, then {@link #next} until it says no.
 */
abstract class Operator {
    private static final long STEP_BYTES = 1_024;
    final Run run;
    /** Slots that some row may have a term in, and those that every row has one in. */
    final BitSet may = new BitSet();

    final BitSet must = new BitSet();
    /** Slots that those above read. */
    final BitSet carried = new BitSet();

    Batch out = new Batch(0);
    /** Rows that were expected, below 0 where nobody reckoned, and those that came. */
    double expected = -1;

    long came;

    Operator(Run run) {
        this(run, 0);
    }

    /** @param columns of a batch that it has besides those that it hands on */
    Operator(Run run, int columns) {
        this.run = run;
        run.takes(STEP_BYTES + columns * Batch.COLUMN_BYTES);
    }

    /** Notes which slots those above read, and tells the inputs what is read of theirs. */
    final void require(BitSet wanted) {
        carried.or(wanted);
        carried.and(may);
        requireBelow(wanted);
    }

    abstract void requireBelow(BitSet wanted);

    /** Makes it ready: all slots are known now. */
    abstract void open();

    /** Fills {@link #out} with at least one row; false at the end. */
    final boolean next() {
        run.check();
        out.count = 0;
        boolean more = fill();
        came += out.count;
        return more;
    }

    abstract boolean fill();

    /** Starts over: what feeds it has changed. */
    abstract void rewind();

    abstract void close();

    /** The slot by whose ids, as unsigned numbers, its rows come in order; -1 if there is none. */
    int sortedBy() {
        return -1;
    }

    /** Whether no two rows have the same term in a slot. */
    boolean isEachOnce(int slot) {
        return false;
    }

    abstract String title();

    abstract List<Operator> inputs();

    static BitSet with(BitSet some, BitSet others) {
        BitSet all = (BitSet) some.clone();
        all.or(others);
        return all;
    }
}
