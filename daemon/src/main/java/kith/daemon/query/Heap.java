package kith.daemon.query;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import kith.ontology.fault.KithException;
import org.jspecify.annotations.Nullable;

/** How much of the heap stays taken after a collection: what a question must not fill up for everybody. */
final class Heap {
    /** Part of the old generation, in percent, that may be in use after a collection before a question has to go. */
    static final int MAX_PERCENT = 85;

    private static final @Nullable MemoryPoolMXBean OLD = oldGeneration();

    private Heap() {}

    /**
     * Whether too little room is left. Looks at what survived the last collection, and collects anew before it says
     * yes: the last one may have counted what an ended question held.
     */
    static boolean isScarce() {
        if (!isFull()) {
            return false;
        }
        System.gc();
        return isFull();
    }

    /** The error of a question that had to go. */
    static KithException outOfMemory() {
        return new LimitReached(
                "the question needs more memory than the daemon has: ask for less at a time, or give the daemon more");
    }

    private static boolean isFull() {
        return OLD != null && OLD.isValid() && isOver(OLD.getCollectionUsage());
    }

    private static boolean isOver(@Nullable MemoryUsage usage) {
        return usage != null && usage.getMax() > 0 && usage.getUsed() / (usage.getMax() / 100 + 1) >= MAX_PERCENT;
    }

    // The largest pool that knows its use after a collection is the old generation, whatever the collector calls it.
    private static @Nullable MemoryPoolMXBean oldGeneration() {
        MemoryPoolMXBean largest = null;
        for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
            boolean fits = pool.getType() == MemoryType.HEAP && pool.getCollectionUsage() != null;
            if (fits && (largest == null || max(pool) > max(largest))) {
                largest = pool;
            }
        }
        return largest;
    }

    private static long max(MemoryPoolMXBean pool) {
        return pool.getUsage().getMax();
    }
}
