package kith.daemon.index;

import java.util.ArrayList;
import java.util.List;

/** Where the runs of one order lie, sorted. Immutable. */
final class Runs {
    static final Runs NONE = new Runs(List.of());

    final List<Page> pages;
    private final Run[] runs;
    /** First tuples, a column for each place. */
    private final long[][] first;
    /** Visible tuples in all runs before. */
    private final long[] before;

    private final long tuples;

    /** @param pages in the order of their first tuples, none empty */
    Runs(List<Page> pages) {
        this.pages = List.copyOf(pages);
        List<Run> all = new ArrayList<>();
        pages.forEach(page -> all.addAll(page.runs));
        this.runs = all.toArray(Run[]::new);
        this.first = new long[Order.PLACES][runs.length];
        this.before = new long[runs.length + 1];
        long rows = 0;
        for (int i = 0; i < runs.length; i++) {
            for (int place = 0; place < Order.PLACES; place++) {
                first[place][i] = runs[i].first[place];
            }
            before[i + 1] = before[i] + runs[i].visible;
            rows += runs[i].size;
        }
        this.tuples = rows;
    }

    int size() {
        return runs.length;
    }

    Run run(int at) {
        return runs[at];
    }

    /** Tuples in all runs, invisible ones too. */
    long tuples() {
        return tuples;
    }

    /** Visible tuples in all runs before that one. */
    long before(int at) {
        return before[at];
    }

    /**
     * The last run, from {@code from} on, whose first tuple is below the key or begins with it; {@code from} if there is
     * none.
     */
    int lastNotAbove(int from, long[] key) {
        return last(from, key, 0);
    }

    /** The last run, from {@code from} on, whose first tuple is below the key; {@code from} if there is none. */
    int lastBelow(int from, long[] key) {
        return last(from, key, -1);
    }

    // Most steps of a join are short: first near by in growing steps, then by halves.
    private int last(int from, long[] key, int most) {
        int low = from;
        int step = 1;
        while (low + step < runs.length && compare(low + step, key) <= most) {
            low += step;
            step <<= 1;
        }
        int high = Math.min(runs.length, low + step);
        while (high - low > 1) {
            int middle = (low + high) >>> 1;
            if (compare(middle, key) <= most) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private int compare(int at, long[] key) {
        for (int place = 0; place < key.length; place++) {
            long id = first[place][at];
            if (id != key[place]) {
                return Long.compareUnsigned(id, key[place]);
            }
        }
        return 0;
    }
}
