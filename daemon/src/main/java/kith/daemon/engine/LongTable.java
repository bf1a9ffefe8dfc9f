package kith.daemon.engine;

import java.util.Arrays;

/** Ids, each once, numbered from 0 in the order they came. */
final class LongTable {
    private static final int FIRST = 16;

    private long[] keys = new long[FIRST];
    private int[] places = new int[2 * FIRST];
    private int size;

    LongTable() {
        Arrays.fill(places, -1);
    }

    int size() {
        return size;
    }

    long at(int number) {
        return keys[number];
    }

    /** The number of an id, or -1. */
    int find(long key) {
        int mask = places.length - 1;
        int place = hash(key) & mask;
        while (places[place] >= 0) {
            if (keys[places[place]] == key) {
                return places[place];
            }
            place = (place + 1) & mask;
        }
        return -1;
    }

    /** The number of an id, which is {@link #size} as it was before if it is new. */
    int add(long key) {
        int mask = places.length - 1;
        int place = hash(key) & mask;
        while (places[place] >= 0) {
            if (keys[places[place]] == key) {
                return places[place];
            }
            place = (place + 1) & mask;
        }
        if (size == keys.length) {
            grow();
            return add(key);
        }
        places[place] = size;
        keys[size] = key;
        return size++;
    }

    private void grow() {
        keys = Room.grown(keys, 2 * size);
        places = Room.ints(Math.multiplyExact(4, size));
        Arrays.fill(places, -1);
        int mask = places.length - 1;
        for (int i = 0; i < size; i++) {
            int place = hash(keys[i]) & mask;
            while (places[place] >= 0) {
                place = (place + 1) & mask;
            }
            places[place] = i;
        }
    }

    static int hash(long key) {
        long mixed = key * 0x9E3779B97F4A7C15L;
        return (int) (mixed >>> 32) ^ (int) mixed >>> 15;
    }
}
