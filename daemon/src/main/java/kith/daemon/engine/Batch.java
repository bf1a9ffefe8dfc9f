package kith.daemon.engine;

import java.util.BitSet;

/**
 * Rows by columns, one a slot, with an id a row. A slot that is not carried has no column. Columns may belong to another
 * batch: only who made them writes them.
 */
final class Batch {
    static final int ROWS = 1024;
    static final long COLUMN_BYTES = ROWS * Long.BYTES;

    final long[][] columns;
    int count;

    Batch(int width) {
        columns = new long[width][];
    }

    /** A batch with columns of its own for these slots. */
    static Batch of(int width, BitSet slots) {
        Batch batch = new Batch(width);
        slots.stream().forEach(slot -> batch.columns[slot] = new long[ROWS]);
        return batch;
    }

    /** Shows the rows of another batch, in these slots. */
    void carry(Batch from, BitSet slots) {
        for (int slot = slots.nextSetBit(0); slot >= 0; slot = slots.nextSetBit(slot + 1)) {
            columns[slot] = from.columns[slot];
        }
        count = from.count;
    }

    long at(int slot, int row) {
        long[] column = columns[slot];
        return column == null ? Lexicon.UNBOUND : column[row];
    }

    /** Copies one row of another batch to {@code row} of this one, as far as both carry columns. */
    void copy(Batch from, int fromRow, int row) {
        for (int slot = 0; slot < columns.length; slot++) {
            long[] column = columns[slot];
            if (column != null) {
                column[row] = from.at(slot, fromRow);
            }
        }
    }
}
