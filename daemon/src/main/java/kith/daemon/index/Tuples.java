package kith.daemon.index;

import org.jspecify.annotations.Nullable;

/**
 * Visible quads of one moment as ids, sorted in one order: a range of it. Ids are compared as unsigned numbers. For one
 * thread at a time; closing gives nothing back that the garbage collector would not.
 */
public interface Tuples extends AutoCloseable {
    boolean isAtEnd();

    /** The id at a place (0 to 3, of the order) of the tuple that it stands at. */
    long at(int place);

    void next();

    /** Goes to the first tuple of the range that is not below this one; never back. */
    void seek(long a, long b, long c, long d);

    /**
     * Copies the next tuples, the one that it stands at first, and moves past them.
     *
     * @param into a column for each place; null where it is not wanted
     * @param most at least 1; no column is shorter
     * @return how many there were, 0 at the end and not before
     */
    int read(long[] @Nullable [] into, int most);

    @Override
    void close();
}
