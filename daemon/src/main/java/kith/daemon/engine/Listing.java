package kith.daemon.engine;

import java.util.BitSet;
import java.util.List;

/** Rows that are known beforehand: VALUES, or the names of graphs. */
final class Listing extends Operator {
    private final String title;
    private final int[] slots;
    private final List<long[]> rows;
    private int next;

    /** @param slots which ids of a row stand for which slot */
    Listing(Run run, String title, int[] slots, List<long[]> rows) {
        super(run);
        this.title = title;
        this.slots = slots;
        this.rows = rows;
        for (int i = 0; i < slots.length; i++) {
            may.set(slots[i]);
            int place = i;
            if (rows.stream().allMatch(row -> row[place] != Lexicon.UNBOUND)) {
                must.set(slots[i]);
            }
        }
        expected = rows.size();
    }

    @Override
    void requireBelow(BitSet wanted) {
        // Nothing is below.
    }

    @Override
    void open() {
        out = Batch.of(run.width(), carried);
        next = 0;
    }

    @Override
    boolean fill() {
        while (out.count < Batch.ROWS && next < rows.size()) {
            long[] row = rows.get(next++);
            for (int i = 0; i < slots.length; i++) {
                long[] column = out.columns[slots[i]];
                if (column != null) {
                    column[out.count] = row[i];
                }
            }
            out.count++;
        }
        return out.count > 0;
    }

    @Override
    void rewind() {
        next = 0;
    }

    @Override
    void close() {
        // Nothing is held.
    }

    @Override
    String title() {
        return title;
    }

    @Override
    List<Operator> inputs() {
        return List.of();
    }
}
