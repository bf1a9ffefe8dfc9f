package kith.daemon.engine;

import java.util.BitSet;

/** All rows in an order, or the first of them. */
final class Sorting extends Inner {
    private final TermOrder order;
    private final long most;
    private int[] slots = new int[0];
    private int[] keys = new int[0];
    private long[][] rows = new long[0][];
    private int size;
    private int next;
    private boolean sorted;

    Sorting(Operator input, TermOrder order, long most) {
        super(input);
        this.order = order;
        this.most = most;
        expected = Math.min(input.expected, (double) most);
    }

    @Override
    void requireBelow(BitSet wanted) {
        BitSet needed = (BitSet) wanted.clone();
        order.uses(needed);
        needed.and(input.may);
        input.require(needed);
        carried.or(needed);
    }

    @Override
    void open() {
        super.open();
        slots = carried.stream().toArray();
        keys = new int[order.slots().length];
        for (int i = 0; i < keys.length; i++) {
            keys[i] = java.util.Arrays.binarySearch(slots, order.slots()[i]);
        }
        sorted = false;
    }

    @Override
    boolean fill() {
        if (!sorted) {
            rows = new long[(int) Math.min(most, 1024)][];
            size = 0;
            next = 0;
            sorted = true;
            if (most > 0) {
                read();
            }
        }
        while (out.count < Batch.ROWS && next < size) {
            long[] row = rows[next++];
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

    private void read() {
        long[] row = new long[slots.length];
        while (input.next()) {
            for (int i = 0; i < input.out.count; i++) {
                if (size == most && isBehind(i)) {
                    continue;
                }
                for (int k = 0; k < slots.length; k++) {
                    row[k] = input.out.at(slots[k], i);
                }
                row = size < most ? append(row) : replace(row);
            }
        }
        Room.must(3L * size * Long.BYTES);
        rows = java.util.Arrays.copyOf(rows, size);
        long[][] unsorted = rows.clone();
        int[] compared = new int[1];
        try {
            java.util.Arrays.sort(rows, (one, other) -> {
                if (++compared[0] % 4096 == 0) {
                    run.check();
                }
                return compare(one, other);
            });
        } catch (IllegalArgumentException circle) {
            // Durations such as P1M and P30D have no order, and may come before and after the same others.
            rows = unsorted;
            sortByHeap();
        }
    }

    /** Whether its first key alone says that a row of the input comes after all that are kept. */
    private boolean isBehind(int row) {
        return keys.length > 0
                && keys[0] >= 0
                && order.compare(0, input.out.at(order.slots()[0], row), rows[0][keys[0]]) > 0;
    }

    /** Slower, and whatever the comparison says there is an order in the end. */
    private void sortByHeap() {
        int all = size;
        for (int i = size / 2 - 1; i >= 0; i--) {
            sink(i);
        }
        while (size > 1) {
            run.check();
            size--;
            long[] greatest = rows[0];
            rows[0] = rows[size];
            rows[size] = greatest;
            sink(0);
        }
        size = all;
    }

    private long[] append(long[] row) {
        if (size == rows.length) {
            Room.must(2L * size * Long.BYTES);
            rows = java.util.Arrays.copyOf(rows, (int) Math.min(most, 2L * size));
        }
        rows[size++] = row;
        if (size == most) {
            for (int i = size / 2 - 1; i >= 0; i--) {
                sink(i);
            }
        }
        return new long[row.length];
    }

    /** Puts a row in the place of the greatest kept if it comes before it; gives back one that may be written over. */
    private long[] replace(long[] row) {
        if (compare(row, rows[0]) >= 0) {
            return row;
        }
        long[] dropped = rows[0];
        rows[0] = row;
        sink(0);
        return dropped;
    }

    private void sink(int from) {
        int at = from;
        while (true) {
            int child = 2 * at + 1;
            if (child >= size) {
                return;
            }
            if (child + 1 < size && compare(rows[child + 1], rows[child]) > 0) {
                child++;
            }
            if (compare(rows[at], rows[child]) >= 0) {
                return;
            }
            long[] row = rows[at];
            rows[at] = rows[child];
            rows[child] = row;
            at = child;
        }
    }

    private int compare(long[] one, long[] other) {
        for (int i = 0; i < keys.length; i++) {
            if (keys[i] >= 0) {
                int difference = order.compare(i, one[keys[i]], other[keys[i]]);
                if (difference != 0) {
                    return difference;
                }
            }
        }
        return java.util.Arrays.compareUnsigned(one, other);
    }

    @Override
    void rewind() {
        super.rewind();
        sorted = false;
    }

    @Override
    String title() {
        StringBuilder title = new StringBuilder(most < Integer.MAX_VALUE ? "first " + most + " by" : "sort by");
        for (int i = 0; i < order.slots().length; i++) {
            title.append(' ').append(run.slots().name(order.slots()[i])).append(order.isDown(i) ? " down" : "");
        }
        return title.toString();
    }
}
