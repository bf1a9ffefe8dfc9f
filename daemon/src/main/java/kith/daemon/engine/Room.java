package kith.daemon.engine;

import java.util.Arrays;

/**
 * Room in the heap for what a query keeps. A process whose heap is full ends, and tables that double themselves fill it
 * between two looks from outside: so large ones look before they are made, and one at a time. Safe from any thread.
 */
public final class Room {
    /** Smaller arrays are made without a look: whoever watches the heap sees them come. */
    static final long SMALL_BYTES = 1 << 20;
    /** Part of the heap, in percent, that may be in use with what is to be made: rubbish included, and without. */
    private static final int MAX_USED_PERCENT = 70;

    private static final int MAX_KEPT_PERCENT = 60;

    private Room() {}

    /** A longer copy. */
    static long[] grown(long[] old, int size) {
        if ((long) size * Long.BYTES < SMALL_BYTES) {
            return Arrays.copyOf(old, size);
        }
        synchronized (Room.class) {
            must((long) size * Long.BYTES);
            return Arrays.copyOf(old, size);
        }
    }

    /** A longer copy. */
    static int[] grown(int[] old, int size) {
        if ((long) size * Integer.BYTES < SMALL_BYTES) {
            return Arrays.copyOf(old, size);
        }
        synchronized (Room.class) {
            must((long) size * Integer.BYTES);
            return Arrays.copyOf(old, size);
        }
    }

    /** A new one, all of zeros. */
    static long[] longs(int size) {
        return grown(new long[0], size);
    }

    /** A new one, all of zeros. */
    static int[] ints(int size) {
        return grown(new int[0], size);
    }

    /**
     * Looks whether there is room for so many bytes.
     *
     * @throws NoRoom if there is not
     */
    static void must(long bytes) {
        if (bytes >= SMALL_BYTES && !has(bytes)) {
            throw new NoRoom();
        }
    }

    /** Whether there is room for so many bytes. Collects before it says no, so the price of asking may be a collection. */
    public static synchronized boolean has(long bytes) {
        if (fits(bytes, MAX_USED_PERCENT)) {
            return true;
        }
        // What could never fit is not worth a collection.
        if (bytes > Runtime.getRuntime().maxMemory() / 100 * MAX_KEPT_PERCENT) {
            return false;
        }
        System.gc();
        return fits(bytes, MAX_KEPT_PERCENT);
    }

    private static boolean fits(long bytes, int percent) {
        Runtime runtime = Runtime.getRuntime();
        long used = runtime.totalMemory() - runtime.freeMemory();
        return used + bytes < runtime.maxMemory() / 100 * percent;
    }
}
