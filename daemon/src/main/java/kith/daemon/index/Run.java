package kith.daemon.index;

import org.jspecify.annotations.Nullable;

/**
 * Where a run lies and what is known of it without reading it. Immutable, but for the unpacked block that the cache lends
 * it.
 */
final class Run {
    /** Its number in the store, never that of another run of the same space. */
    final long id;

    final int size;
    final int visible;
    /** How many of its tuples have other first two ids than the one before. */
    final int starts;

    /** The first tuple. */
    final long[] first;

    /** Set and taken back by the cache only. */
    volatile @Nullable Block block;

    /** Whether anybody came by since the cache looked last. */
    boolean used;

    Run(long id, int size, int visible, int starts, long[] first) {
        this.id = id;
        this.size = size;
        this.visible = visible;
        this.starts = starts;
        this.first = first;
    }
}
