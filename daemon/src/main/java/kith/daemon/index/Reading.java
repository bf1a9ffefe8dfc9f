package kith.daemon.index;

import java.util.function.LongFunction;

/**
 * How runs are read.
 *
 * @param cache lends unpacked ones
 * @param disk the bytes of a run by its number; throws if it has none
 */
public record Reading(RunCache cache, LongFunction<byte[]> disk) {
    Block block(Order order, Run run) {
        return cache.block(run, order == Order.SPOG, disk);
    }

    /** Unpacked for one passage, past the cache unless it is there. */
    Block passing(Order order, Run run) {
        Block block = run.block;
        return block != null ? block : RunCache.read(run, order == Order.SPOG, disk);
    }
}
