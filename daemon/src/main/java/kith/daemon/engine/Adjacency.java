package kith.daemon.engine;

import java.util.Arrays;
import kith.daemon.index.Order;
import kith.daemon.index.Tuples;
import org.jspecify.annotations.Nullable;

/** All pairs of one predicate in the heap, by one end: for each id the ids it is said to be with, sorted. */
final class Adjacency {
    /** A table by the difference to the least key is made when it has at most so many places a key. */
    private static final int SPARSE = 6;

    /**
     * Which pairs.
     *
     * @param forward by their subjects, and not by their objects
     */
    record Of(long predicate, boolean forward, Pattern.Graphs graphs, long graph) {}

    private final long[] keys;
    private final int[] starts;
    private final long[] values;
    private final int count;

    private final long least;
    private final int @Nullable [] table;
    private final @Nullable LongTable numbers;

    private Adjacency(long[] keys, int count, int[] starts, long[] values) {
        this.keys = keys;
        this.count = count;
        this.starts = starts;
        this.values = values;
        least = count == 0 ? 0 : keys[0];
        long span = count == 0 ? 1 : keys[count - 1] - least + 1;
        if (span > 0 && span <= (long) SPARSE * count + 64) {
            table = Room.ints((int) span);
            Arrays.fill(table, -1);
            for (int i = 0; i < count; i++) {
                table[(int) (keys[i] - least)] = i;
            }
            numbers = null;
        } else {
            table = null;
            numbers = new LongTable();
            for (int i = 0; i < count; i++) {
                numbers.add(keys[i]);
            }
        }
    }

    static Adjacency read(Run run, Of of) {
        Order order = of.forward() ? Order.PSOG : Order.POSG;
        int most = (int) Math.min(Integer.MAX_VALUE - 16, run.snapshot().count(order, of.predicate()));
        Reading reading = new Reading(run, most);
        long[][] columns = {null, new long[Batch.ROWS], new long[Batch.ROWS], new long[Batch.ROWS]};
        try (Tuples tuples = run.snapshot().tuples(order, of.predicate())) {
            for (int n = tuples.read(columns, Batch.ROWS); n > 0; n = tuples.read(columns, Batch.ROWS)) {
                run.check();
                reading.take(columns, n, of);
            }
        }
        return reading.done();
    }

    private static final class Reading {
        private long[] keys = new long[64];
        private int[] starts = new int[64];
        private long[] values;
        private int count;
        private int size;
        private final boolean hasNamed;

        Reading(Run run, int most) {
            values = Room.longs(Math.max(1, most));
            hasNamed = run.hasNamed();
        }

        void take(long[][] columns, int n, Of of) {
            for (int i = 0; i < n; i++) {
                long graph = columns[3][i];
                boolean wanted = of.graphs() == Pattern.Graphs.UNION ? graph != 0 : graph == of.graph();
                if (hasNamed ? wanted : of.graphs() == Pattern.Graphs.DEFAULT) {
                    add(columns[1][i], columns[2][i]);
                }
            }
        }

        private void add(long key, long value) {
            if (count == 0 || keys[count - 1] != key) {
                if (count + 1 >= keys.length) {
                    keys = Room.grown(keys, 2 * keys.length);
                    starts = Room.grown(starts, 2 * starts.length);
                }
                keys[count] = key;
                starts[count++] = size;
            } else if (values[size - 1] == value) {
                // Said in several graphs; in their union it is one.
                return;
            }
            values[size++] = value;
        }

        Adjacency done() {
            starts[count] = size;
            return new Adjacency(keys, count, starts, size < values.length ? Room.grown(values, size) : values);
        }
    }

    int size() {
        return values.length;
    }

    /** How many ids there are by which it can be asked. */
    int count() {
        return count;
    }

    long key(int number) {
        return keys[number];
    }

    /** The number of an id, or -1 if it has none. */
    int find(long key) {
        if (table != null) {
            long place = key - least;
            return place >= 0 && place < table.length ? table[(int) place] : -1;
        }
        return numbers == null ? -1 : numbers.find(key);
    }

    /** Where the ids that a number has begin in {@link #value}; they end where those of the next begin. */
    int start(int number) {
        return starts[number];
    }

    long value(int at) {
        return values[at];
    }

    boolean contains(long key, long value) {
        int number = find(key);
        if (number < 0) {
            return false;
        }
        int low = starts[number];
        int high = starts[number + 1] - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            long found = values[middle];
            if (found == value) {
                return true;
            }
            // Ids of the dictionary have no highest bit, so signed order is theirs.
            if (found < value) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return false;
    }
}
