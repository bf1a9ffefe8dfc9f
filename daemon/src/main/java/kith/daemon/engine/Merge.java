package kith.daemon.engine;

import kith.daemon.index.Tuples;
import org.jspecify.annotations.Nullable;

/**
 * Pairs of one predicate, read side by side with keys that are asked for in their order: no more of them is in the heap
 * than those of one batch. What nobody asks for is passed over.
 */
final class Merge implements Pairs {
    private final Run run;
    private final Adjacency.Of of;
    private final Tuples tuples;
    private final long[][] columns = {null, new long[Batch.ROWS], new long[Batch.ROWS], new long[Batch.ROWS]};
    private int read;
    private int at;
    private long key = Lexicon.UNBOUND;
    private long[] values = new long[16];
    private int count;
    /** Where those of {@link #key} begin. */
    private int first;

    Merge(Run run, Adjacency.Of of) {
        this.run = run;
        this.of = of;
        this.tuples = run.snapshot().tuples(of.order(), of.predicate());
    }

    /** @param keys sorted, and not less than any before */
    @Override
    public void find(long @Nullable [] keys, long same, int rows, int[] starts, int[] ends) {
        // The last key of a batch may be the first of the next.
        System.arraycopy(values, first, values, 0, count - first);
        count -= first;
        first = 0;
        for (int row = 0; row < rows; row++) {
            long wanted = keys == null ? same : keys[row];
            if (wanted != key) {
                key = wanted;
                first = count;
                if (reach()) {
                    collect();
                }
            }
            starts[row] = first;
            ends[row] = count;
        }
    }

    /** Goes to the first pair whose key is not less. */
    private boolean reach() {
        boolean jumped = false;
        while (at == read || columns[1][read - 1] < key) {
            boolean passes = at < read;
            if (passes && !jumped) {
                tuples.seek(of.predicate(), key, 0, 0);
                jumped = true;
            }
            if (!more()) {
                return false;
            }
        }
        while (columns[1][at] < key) {
            at++;
        }
        return true;
    }

    private boolean more() {
        run.check();
        read = tuples.read(columns, Batch.ROWS);
        at = 0;
        return read > 0;
    }

    private void collect() {
        boolean hasNamed = run.hasNamed();
        while ((at < read || more()) && columns[1][at] == key) {
            long value = columns[2][at];
            boolean isNew = count == first || values[count - 1] != value;
            if (isNew && of.isSaidIn(columns[3][at], hasNamed)) {
                if (count == values.length) {
                    values = Room.grown(values, 2 * count);
                }
                values[count++] = value;
            }
            at++;
        }
    }

    @Override
    public long value(int index) {
        return values[index];
    }

    @Override
    public int seek(int from, int to, long id) {
        int low = from;
        int high = to;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (values[middle] < id) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    void close() {
        tuples.close();
    }
}
