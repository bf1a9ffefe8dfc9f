package kith.daemon.engine;

/** Ids in the order they came, the same one as often as it came. */
final class Bag {
    private long[] ids = new long[16];
    private int size;

    void add(long id) {
        if (size == ids.length) {
            ids = Room.grown(ids, Math.multiplyExact(2, size));
        }
        ids[size++] = id;
    }

    long at(int place) {
        return ids[place];
    }

    int size() {
        return size;
    }

    void clear() {
        size = 0;
    }
}
