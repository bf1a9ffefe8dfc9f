package kith.daemon.store;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import kith.daemon.store.Columns.Column;
import kith.ontology.bytes.Bytes;
import kith.ontology.delta.Dot;
import kith.ontology.delta.HybridClock;
import kith.ontology.delta.LogId;
import kith.ontology.delta.SignedDelta;
import kith.ontology.fault.Code;
import kith.ontology.fault.KithException;
import kith.ontology.merge.Stamp;
import org.rocksdb.RocksDBException;

/** The deltas that a space holds, as the column of logs keeps them. Whoever reads has entered. Safe from any thread. */
final class Entries {
    private final int space;
    private final Disk disk;
    private final LogNames names;

    Entries(int space, Disk disk, LogNames names) {
        this.space = space;
        this.disk = disk;
        this.names = names;
    }

    List<SignedDelta> read(LogState state, long fromSeq, int maxCount, long maxBytes) {
        List<SignedDelta> deltas = new ArrayList<>();
        byte[] prefix = KeyLayout.head(space, state.number());
        byte[] from = KeyLayout.log(space, state.number(), fromSeq);
        long bytes = 0;
        try (Cursor cursor =
                new Cursor(disk.database().newIterator(disk.columns().of(Column.LOG)), from)) {
            while (deltas.size() < maxCount && (deltas.isEmpty() || bytes <= maxBytes)) {
                long wanted = fromSeq + deltas.size();
                boolean here = cursor.isWithin(prefix);
                if (!here && (wanted > state.head().seq() || wanted > heldNow(state))) {
                    break;
                }
                if (!here || ByteBuffer.wrap(cursor.key(), prefix.length, 8).getLong() != wanted) {
                    throw lacks(state, wanted);
                }
                SignedDelta delta = EntryCodec.read(new Dot(state.root().id(), wanted), cursor.value());
                bytes += delta.entry().payload().length();
                if (deltas.isEmpty() || bytes <= maxBytes) {
                    deltas.add(delta);
                }
                cursor.next();
            }
        }
        return deltas;
    }

    /** A branch may be let go of while it is read. */
    private long heldNow(LogState state) {
        LogState now = names.state(state.root().id());
        return now == null ? 0 : now.head().seq();
    }

    private static RuntimeException lacks(LogState log, long seq) {
        return StoreFaults.damaged("a log of " + log.head().seq() + " deltas lacks number " + seq);
    }

    List<Dot> find(String digits, int max) {
        List<Dot> found = new ArrayList<>();
        byte[] prefix = KeyLayout.prefix(space);
        try (Cursor cursor =
                new Cursor(disk.database().newIterator(disk.columns().of(Column.LOG)), prefix)) {
            while (found.size() < max && cursor.isWithin(prefix)) {
                disk.visits().mustBeOpen();
                if (EntryCodec.link(cursor.value()).toHex().startsWith(digits)) {
                    ByteBuffer key = ByteBuffer.wrap(cursor.key(), prefix.length, 4 + 8);
                    found.add(new Dot(names.log(key.getInt()), key.getLong()));
                }
                cursor.next();
            }
        }
        return found;
    }

    Predicate<Dot> until(long clock, Collection<LogState> logs) {
        Map<LogId, Long> last = new HashMap<>();
        for (LogState log : logs) {
            last.put(log.root().id(), lastUntil(log, clock));
        }
        return dot -> dot.seq() <= last.getOrDefault(dot.log(), 0L);
    }

    long lastUntil(LogState log, long clock) {
        long low = 0;
        long high = log.head().seq();
        while (low < high) {
            long middle = low + (high - low + 1) / 2;
            if (HybridClock.isAfter(clock(new Dot(log.root().id(), middle)), clock)) {
                high = middle - 1;
            } else {
                low = middle;
            }
        }
        return low;
    }

    long clock(Dot dot) {
        return EntryCodec.clock(entry(dot));
    }

    Bytes link(Dot dot) {
        return EntryCodec.link(entry(dot));
    }

    Stamp stamp(Dot dot) {
        LogState log = Objects.requireNonNull(names.state(dot.log()));
        return Stamps.kept(disk, KeyLayout.log(space, log.number(), dot.seq()), clock(dot));
    }

    private byte[] entry(Dot dot) {
        LogState log = Objects.requireNonNull(names.state(dot.log()));
        try {
            byte[] entry =
                    disk.database().get(disk.columns().of(Column.LOG), KeyLayout.log(space, log.number(), dot.seq()));
            if (entry == null && heldNow(log) < dot.seq()) {
                throw KithException.user(Code.CONFLICT, "a branch of a log was let go of while it was read; ask again");
            }
            if (entry == null) {
                throw lacks(log, dot.seq());
            }
            return entry;
        } catch (RocksDBException e) {
            throw StoreFaults.failed("read a delta", e);
        }
    }
}
