package kith.daemon.index;

import org.jspecify.annotations.Nullable;

/** A run, unpacked: tuples by number, sorted. Immutable. */
final class Block {
    private static final int BASE_BYTES = 64;

    private final int size;
    private final Column[] columns;
    /** What is kept of the quads; null where all of them are visible and nothing more is kept here. */
    private final @Nullable KeptBytes kept;

    Block(int size, Column[] columns, @Nullable KeptBytes kept) {
        this.size = size;
        this.columns = columns;
        this.kept = kept;
    }

    int size() {
        return size;
    }

    long at(int place, int row) {
        return columns[place].at(row);
    }

    void copy(int place, int from, int count, long[] into, int at) {
        columns[place].copy(from, count, into, at);
    }

    boolean isVisible(int row) {
        return kept == null || kept.isVisible(row);
    }

    boolean isAllVisible() {
        return kept == null || kept.isAllVisible();
    }

    byte[] kept(int row) {
        if (kept == null) {
            throw new IllegalStateException("a run of keys alone");
        }
        return kept.of(row);
    }

    int visible(int from, int to) {
        if (isAllVisible()) {
            return to - from;
        }
        int count = 0;
        for (int row = from; row < to; row++) {
            if (isVisible(row)) {
                count++;
            }
        }
        return count;
    }

    /** How a tuple stands to a key of one to four ids, as far as the key goes. */
    int compare(int row, long[] key) {
        for (int place = 0; place < key.length; place++) {
            long id = columns[place].at(row);
            if (id != key[place]) {
                return Long.compareUnsigned(id, key[place]);
            }
        }
        return 0;
    }

    /** The first tuple from {@code from} on that is not below the key; the size if there is none. */
    int lower(int from, long[] key) {
        return search(from, key, 0);
    }

    /** The first tuple from {@code from} on that is above the key and all that begin with it. */
    int upper(int from, long[] key) {
        return search(from, key, 1);
    }

    // Most steps of a join are short: first near by in growing steps, then by halves.
    private int search(int from, long[] key, int least) {
        int low = from;
        int step = 1;
        while (low + step < size && compare(low + step, key) < least) {
            low += step;
            step <<= 1;
        }
        int high = Math.min(size, low + step);
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (compare(middle, key) < least) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** Tuples from {@code from} to {@code to} whose first two ids are not those of the tuple before. */
    int starts(int from, int to) {
        int starts = 0;
        for (int row = from; row < to; row++) {
            if (row == from || at(1, row) != at(1, row - 1) || at(0, row) != at(0, row - 1)) {
                starts++;
            }
        }
        return starts;
    }

    /** Bytes of heap, rather too many than too few. */
    int bytes() {
        int bytes = BASE_BYTES + (kept == null ? 0 : kept.bytes());
        for (Column column : columns) {
            bytes += column.bytes();
        }
        return bytes;
    }
}
