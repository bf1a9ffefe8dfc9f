package kith.daemon.engine;

/** Ids one after the other, in four bytes each as long as they are of one kind and near each other. */
final class IdColumn {
    private static final long LOW = 0x7fff_ffffL;

    private int[] low;
    private long base;
    private long[] whole = new long[0];
    private boolean isNarrow = true;
    private int size;
    private long least = Long.MAX_VALUE;
    private long most;

    /** @param most how many may be added */
    IdColumn(int most) {
        low = Room.ints(Math.max(1, most));
    }

    void add(long id) {
        if (size == 0) {
            base = id & ~LOW;
        }
        least = Math.min(least, id);
        most = Math.max(most, id);
        if (isNarrow && (id & ~LOW) != base) {
            widen();
        }
        if (isNarrow) {
            low[size++] = (int) (id & LOW);
        } else {
            whole[size++] = id;
        }
    }

    /** Adds the first of {@code ids}, so many of them. */
    void add(long[] ids, int count) {
        if (count == 0) {
            return;
        }
        if (size == 0) {
            base = ids[0] & ~LOW;
        }
        long different = 0;
        for (int i = 0; i < count; i++) {
            different |= ids[i] ^ base;
            least = Math.min(least, ids[i]);
            most = Math.max(most, ids[i]);
        }
        if (isNarrow && (different & ~LOW) != 0) {
            widen();
        }
        if (isNarrow) {
            for (int i = 0; i < count; i++) {
                low[size + i] = (int) (ids[i] & LOW);
            }
        } else {
            System.arraycopy(ids, 0, whole, size, count);
        }
        size += count;
    }

    private void widen() {
        whole = Room.longs(low.length);
        for (int i = 0; i < size; i++) {
            whole[i] = base | low[i];
        }
        low = new int[0];
        isNarrow = false;
    }

    /** Gives back what is left for more. */
    void trim() {
        if (isNarrow && size < low.length) {
            low = Room.grown(low, size);
        } else if (!isNarrow && size < whole.length) {
            whole = Room.grown(whole, size);
        }
    }

    /** The least id. */
    long least() {
        return least;
    }

    /** The greatest id; less than the least where there is none. */
    long most() {
        return most;
    }

    int size() {
        return size;
    }

    long at(int index) {
        return isNarrow ? base | low[index] : whole[index];
    }

    /** Reads the first of each stretch that is not empty, in one go, and gives back what is in them mixed. */
    long fetch(int[] from, int[] to, int count) {
        long mixed = 0;
        for (int i = 0; i < count; i++) {
            if (from[i] < to[i]) {
                mixed += isNarrow ? low[from[i]] : whole[from[i]];
            }
        }
        return mixed;
    }

    /**
     * The first place from {@code from} on, below {@code to}, whose id is not less; {@code to} if there is none. Near
     * places are found sooner.
     *
     * @param id one of the dictionary, of which signed order is the order
     */
    int seek(int from, int to, long id) {
        int step = 1;
        int low = from;
        int high = from;
        while (high < to && at(high) < id) {
            low = high + 1;
            high += step;
            step <<= 1;
        }
        high = Math.min(high, to);
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (at(middle) < id) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
