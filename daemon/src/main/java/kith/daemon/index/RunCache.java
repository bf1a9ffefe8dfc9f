package kith.daemon.index;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.LongFunction;
import kith.ontology.bytes.MalformedException;
import kith.ontology.fault.Code;
import kith.ontology.fault.KithException;

/**
 * Unpacked runs of all spaces, bounded by the memory that they take: a new one sends away those that nobody came by for
 * longest. Who reads one keeps it for as long as it does. Safe from any thread.
 */
public final class RunCache {
    private record Lent(Run run, int bytes) {}

    private final long maxBytes;
    private final Deque<Lent> lent = new ArrayDeque<>();
    private long bytes;

    /**
     * An empty one.
     *
     * @param maxBytes heap that unpacked runs may take together
     */
    public RunCache(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    /** Heap that unpacked runs take now, in bytes. */
    public synchronized long bytes() {
        return bytes;
    }

    Block block(Run run, boolean rows, LongFunction<byte[]> disk) {
        Block block = run.block;
        if (block == null) {
            block = read(run, rows, disk);
            keep(run, block);
        }
        if (!run.used) {
            run.used = true;
        }
        return block;
    }

    /** Unpacks a run and does not keep it. */
    static Block read(Run run, boolean rows, LongFunction<byte[]> disk) {
        try {
            Block block = RunCodec.read(disk.apply(run.id), rows);
            if (block.size() != run.size) {
                throw new MalformedException("a run of " + block.size() + " tuples for " + run.size, 0);
            }
            return block;
        } catch (MalformedException e) {
            throw new KithException(
                    KithException.Blame.HOST,
                    Code.FAILED,
                    "the store is damaged: run " + run.id + " of its index is not readable (" + e.getMessage()
                            + "); stop the daemon, keep the store folder aside, and join again or restore a backup");
        }
    }

    private synchronized void keep(Run run, Block block) {
        if (run.block != null) {
            return;
        }
        int weight = block.bytes();
        run.block = block;
        run.used = true;
        lent.addLast(new Lent(run, weight));
        bytes += weight;
        while (bytes > maxBytes && !lent.isEmpty()) {
            Lent oldest = lent.removeFirst();
            if (oldest.run().used) {
                oldest.run().used = false;
                lent.addLast(oldest);
            } else {
                oldest.run().block = null;
                bytes -= oldest.bytes();
            }
        }
    }
}
