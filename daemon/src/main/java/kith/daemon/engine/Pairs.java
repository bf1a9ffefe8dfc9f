package kith.daemon.engine;

import org.jspecify.annotations.Nullable;

/**
 * Pairs of ids, to be asked by one end: for each id those that it is said to be with, each once, sorted. A batch of ids
 * is asked for at once, for memory far away answers many loads in the time of one.
 */
interface Pairs {
    /**
     * Finds which ids each key is with: those from its start to before its end, until the next call.
     *
     * @param keys a key a row; null where all rows have the same
     * @param same that key
     * @param count rows
     */
    void find(long @Nullable [] keys, long same, int count, int[] starts, int[] ends);

    long value(int at);

    /** The first place from {@code from} on, below {@code to}, whose id is not less than this one. */
    int seek(int from, int to, long id);

    default boolean contains(int from, int to, long id) {
        int at = seek(from, to, id);
        return at < to && value(at) == id;
    }
}
