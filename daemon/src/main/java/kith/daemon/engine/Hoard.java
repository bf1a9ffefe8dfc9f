package kith.daemon.engine;

import java.util.Arrays;
import java.util.BitSet;

/** All rows of a plan, kept. */
final class Hoard {
    private final int[] slots;
    private long[][] columns;
    private int size;

    private Hoard(int[] slots) {
        this.slots = slots;
        this.columns = new long[slots.length][Batch.ROWS];
    }

    /** What is left of {@code plan}, of these slots. */
    static Hoard of(Operator plan, BitSet slots) {
        Hoard hoard = new Hoard(slots.stream().toArray());
        while (plan.next()) {
            hoard.add(plan.out);
        }
        return hoard;
    }

    private void add(Batch batch) {
        if (size + batch.count > (columns.length == 0 ? Integer.MAX_VALUE : columns[0].length)) {
            int capacity = Math.max(size + batch.count, Math.multiplyExact(2, size));
            for (int i = 0; i < columns.length; i++) {
                columns[i] = Room.grown(columns[i], capacity);
            }
        }
        for (int i = 0; i < slots.length; i++) {
            long[] column = batch.columns[slots[i]];
            if (column == null) {
                Arrays.fill(columns[i], size, size + batch.count, Lexicon.UNBOUND);
            } else {
                System.arraycopy(column, 0, columns[i], size, batch.count);
            }
        }
        size += batch.count;
    }

    int size() {
        return size;
    }

    /** Which place a slot has in {@link #at}, or -1. */
    int place(int slot) {
        return Arrays.binarySearch(slots, slot) >= 0 ? Arrays.binarySearch(slots, slot) : -1;
    }

    int[] slots() {
        return slots;
    }

    long at(int place, int row) {
        return columns[place][row];
    }
}
