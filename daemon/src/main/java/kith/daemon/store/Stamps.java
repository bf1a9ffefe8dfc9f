package kith.daemon.store;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.function.ToLongFunction;
import kith.daemon.store.Columns.Column;
import kith.ontology.delta.Dot;
import kith.ontology.delta.HybridClock;
import kith.ontology.delta.LogRoot;
import kith.ontology.merge.Stamp;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;

/**
 * How far the clocks of deltas that count are believed, while a commit is made. Only those that are not believed as they
 * are have an entry of their own. On the lane, for one commit.
 */
final class Stamps {
    private final SpaceStore space;
    private final Disk disk;
    private final WriteBatch batch;
    private final ToLongFunction<LogRoot> since;
    private final Map<Dot, Stamp> fresh = new HashMap<>();

    Stamps(SpaceStore space, Disk disk, WriteBatch batch) {
        this.space = space;
        this.disk = disk;
        this.batch = batch;
        this.since = space.since();
    }

    /** A delta comes to count, after all before it in its log. */
    void counts(LogState log, Dot dot, long clock) {
        Stamp stamp = stamp(log, dot, clock);
        fresh.put(dot, stamp);
        if (stamp.isBounded()) {
            try {
                byte[] believed = ByteBuffer.allocate(Long.BYTES)
                        .putLong(stamp.believed())
                        .array();
                batch.put(disk.columns().of(Column.HEAD), key(log, dot), believed);
            } catch (RocksDBException e) {
                throw StoreFaults.failed("note a clock", e);
            }
        }
    }

    private Stamp stamp(LogState log, Dot dot, long clock) {
        long admitted = since.applyAsLong(log.root());
        Stamp alone = Stamp.after(admitted, clock);
        if (!alone.isBounded() || dot.seq() == 1) {
            // Whoever is believed by the day of admission is believed by what came after it.
            return alone;
        }
        long before = of(new Dot(dot.log(), dot.seq() - 1)).believed();
        return Stamp.after(HybridClock.isAfter(before, admitted) ? before : admitted, clock);
    }

    /** A delta counts no more. */
    void countsNoMore(LogState log, Dot dot) {
        fresh.remove(dot);
        try {
            batch.delete(disk.columns().of(Column.HEAD), key(log, dot));
        } catch (RocksDBException e) {
            throw StoreFaults.failed("forget a clock", e);
        }
    }

    Stamp of(Dot dot) {
        Stamp known = fresh.get(dot);
        return known != null ? known : space.stamp(dot);
    }

    private byte[] key(LogState log, Dot dot) {
        return KeyLayout.log(space.number(), log.number(), dot.seq());
    }

    /** What is kept of a delta that counts. */
    static Stamp kept(Disk disk, byte[] key, long clock) {
        try {
            byte[] believed = disk.database().get(disk.columns().of(Column.HEAD), key);
            return believed == null
                    ? Stamp.of(clock)
                    : new Stamp(ByteBuffer.wrap(believed).getLong(), clock);
        } catch (RocksDBException e) {
            throw StoreFaults.failed("read a clock", e);
        }
    }

    /** Whether a key of the column of heads is one of a delta's clock. */
    static boolean isKey(byte[] key) {
        return key.length == KeyLayout.SPACE_BYTES + Integer.BYTES + Long.BYTES;
    }
}
