package kith.daemon.engine;

import java.util.Arrays;

/** Keys of some ids each, every key once, numbered from 0 in the order they came. */
final class KeyTable {
    private static final int FIRST = 16;

    private final int width;
    private long[] keys;
    private int[] places = new int[2 * FIRST];
    private int size;

    KeyTable(int width) {
        this.width = width;
        keys = new long[FIRST * width];
        Arrays.fill(places, -1);
    }

    int size() {
        return size;
    }

    long at(int number, int part) {
        return keys[number * width + part];
    }

    /** The number of a key, or -1. */
    int find(long[] key) {
        int found = places[place(key)];
        return found;
    }

    /** The number of a key, which is {@link #size} as it was before if it is new. */
    int add(long[] key) {
        int place = place(key);
        if (places[place] >= 0) {
            return places[place];
        }
        if (2 * size >= places.length - 2) {
            grow();
            place = place(key);
        }
        if ((size + 1) * width > keys.length) {
            keys = Room.grown(keys, Math.multiplyExact(2, keys.length));
        }
        System.arraycopy(key, 0, keys, size * width, width);
        places[place] = size;
        return size++;
    }

    private int place(long[] key) {
        int mask = places.length - 1;
        int place = hash(key, 0) & mask;
        while (places[place] >= 0 && !same(key, places[place])) {
            place = (place + 1) & mask;
        }
        return place;
    }

    private boolean same(long[] key, int number) {
        for (int i = 0, at = number * width; i < width; i++, at++) {
            if (key[i] != keys[at]) {
                return false;
            }
        }
        return true;
    }

    private int hash(long[] from, int at) {
        long mixed = 0;
        for (int i = 0; i < width; i++) {
            mixed = (mixed ^ from[at + i]) * 0x9E3779B97F4A7C15L;
            mixed ^= mixed >>> 29;
        }
        return (int) (mixed >>> 32) ^ (int) mixed;
    }

    private void grow() {
        places = Room.ints(Math.multiplyExact(2, places.length));
        Arrays.fill(places, -1);
        int mask = places.length - 1;
        for (int i = 0; i < size; i++) {
            int place = hash(keys, i * width) & mask;
            while (places[place] >= 0) {
                place = (place + 1) & mask;
            }
            places[place] = i;
        }
    }
}
