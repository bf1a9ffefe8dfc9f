package kith.daemon.engine;

import java.util.Arrays;
import kith.daemon.index.Order;
import kith.daemon.index.Tuples;
import org.jspecify.annotations.Nullable;

/** All pairs of one predicate in the heap. */
final class Adjacency implements Pairs {
    /** Keys have entries by their difference to the least one where there are at most so many places a key. */
    private static final int SPARSE = 6;

    /**
     * Which pairs.
     *
     * @param forward by their subjects, and not by their objects
     */
    record Of(long predicate, boolean forward, Pattern.Graphs graphs, long graph) {
        Order order() {
            return forward ? Order.PSOG : Order.POSG;
        }

        /** Whether a pair that a graph says is one of these. */
        boolean isSaidIn(long named, boolean hasNamed) {
            if (!hasNamed) {
                return graphs == Pattern.Graphs.DEFAULT;
            }
            return graphs == Pattern.Graphs.UNION ? named != 0 : named == graph;
        }
    }

    /** Where the values of each entry begin, and behind the last of them where they end. */
    private final int[] starts;

    private final IdColumn values;
    private final long least;
    /** What entry a key has; null where its difference to the least is that. */
    private final @Nullable LongTable entries;

    /** Kept so that the compiler does not leave out the reading beforehand as useless. */
    @SuppressWarnings("UnusedVariable")
    private long fetched;

    private Adjacency(long[] keys, int count, int[] starts, IdColumn values) {
        this.values = values;
        least = count == 0 ? 0 : keys[0];
        long span = count == 0 ? 0 : keys[count - 1] - least + 1;
        if (span >= 0 && span <= (long) SPARSE * count + 64) {
            this.starts = Room.ints((int) span + 1);
            entries = null;
            int filled = 0;
            for (int i = 0; i < count; i++) {
                int entry = (int) (keys[i] - least);
                Arrays.fill(this.starts, filled, entry + 1, starts[i]);
                filled = entry + 1;
            }
            this.starts[filled] = values.size();
        } else {
            this.starts = Room.grown(starts, count + 1);
            entries = new LongTable();
            for (int i = 0; i < count; i++) {
                entries.add(keys[i]);
            }
        }
    }

    static Adjacency read(Run run, Of of) {
        int most = (int) Math.min(Integer.MAX_VALUE - 16, run.snapshot().count(of.order(), of.predicate()));
        Reading reading = new Reading(most);
        boolean hasNamed = run.hasNamed();
        if (!hasNamed && of.graphs() != Pattern.Graphs.DEFAULT) {
            return reading.done();
        }
        long[][] columns = {null, new long[Batch.ROWS], new long[Batch.ROWS], hasNamed ? new long[Batch.ROWS] : null};
        try (Tuples tuples = run.snapshot().tuples(of.order(), of.predicate())) {
            for (int n = tuples.read(columns, Batch.ROWS); n > 0; n = tuples.read(columns, Batch.ROWS)) {
                run.check();
                if (hasNamed) {
                    reading.add(columns, n, of);
                } else {
                    reading.addAll(columns[1], columns[2], n);
                }
            }
        }
        return reading.done();
    }

    private static final class Reading {
        private long[] keys = new long[64];
        private int[] starts = new int[64];
        private final IdColumn values;
        private int count;
        private long last;

        Reading(int most) {
            values = new IdColumn(most);
        }

        void add(long[][] columns, int n, Of of) {
            for (int i = 0; i < n; i++) {
                long key = columns[1][i];
                long value = columns[2][i];
                boolean isNew = count == 0 || keys[count - 1] != key;
                // What several graphs say is one pair in their union.
                if (of.isSaidIn(columns[3][i], true) && (isNew || last != value)) {
                    enter(key, values.size());
                    values.add(value);
                    last = value;
                }
            }
        }

        /** Where there is one graph, each pair comes once. */
        void addAll(long[] some, long[] others, int n) {
            for (int i = 0; i < n; i++) {
                enter(some[i], values.size() + i);
            }
            values.add(others, n);
        }

        private void enter(long key, int start) {
            if (count > 0 && keys[count - 1] == key) {
                return;
            }
            if (count + 1 >= keys.length) {
                keys = Room.grown(keys, 2 * keys.length);
                starts = Room.grown(starts, 2 * starts.length);
            }
            keys[count] = key;
            starts[count++] = start;
        }

        Adjacency done() {
            starts[count] = values.size();
            values.trim();
            return new Adjacency(keys, count, starts, values);
        }
    }

    /** The least id that a key is with. */
    long leastValue() {
        return values.least();
    }

    /** The greatest. */
    long mostValue() {
        return values.most();
    }

    int size() {
        return values.size();
    }

    /** Where an id has its entry, which may be empty; -1 if it has none. */
    int find(long key) {
        if (entries != null) {
            return entries.find(key);
        }
        long entry = key - least;
        return entry >= 0 && entry < starts.length - 1 ? (int) entry : -1;
    }

    /** Where the ids begin that an entry has; they end where the next begins. */
    int start(int entry) {
        return starts[entry];
    }

    @Override
    public void find(long @Nullable [] keys, long same, int count, int[] from, int[] to) {
        if (keys == null) {
            int entry = find(same);
            Arrays.fill(from, 0, count, entry < 0 ? 0 : starts[entry]);
            Arrays.fill(to, 0, count, entry < 0 ? 0 : starts[entry + 1]);
            return;
        }
        // Two loops, so that what the second reads is on its way for all rows at once.
        for (int row = 0; row < count; row++) {
            int entry = find(keys[row]);
            from[row] = entry < 0 ? 0 : starts[entry];
            to[row] = entry < 0 ? 0 : starts[entry + 1];
        }
        fetched = values.fetch(from, to, count);
    }

    @Override
    public long value(int at) {
        return values.at(at);
    }

    @Override
    public int seek(int from, int to, long id) {
        return values.seek(from, to, id);
    }
}
