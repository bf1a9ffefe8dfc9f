package kith.daemon.store;

import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import kith.daemon.store.Columns.Column;
import kith.ontology.bytes.ByteReader;
import kith.ontology.bytes.ByteWriter;
import kith.ontology.delta.LogId;
import kith.ontology.identity.KeyId;
import org.rocksdb.RocksDBException;

/** What other nodes said themselves: up to which acts what was erased is off their disks. Safe from any thread. */
public final class Confirmations {
    /** Logs that a node may name: as many as a space has control deltas. What goes past it is not noted. */
    static final int MAX_LOGS = 10_000;

    private final int space;
    private final Disk disk;

    /**
     * What a node said last.
     *
     * @param millis when it said something new
     * @param upTo numbers of acts, by their logs
     */
    public record Confirmed(long millis, Map<LogId, Long> upTo) {
        public Confirmed {
            upTo = Map.copyOf(upTo);
        }

        public boolean covers(Map<LogId, Long> acts) {
            return acts.entrySet().stream().allMatch(act -> upTo.getOrDefault(act.getKey(), 0L) >= act.getValue());
        }
    }

    Confirmations(int space, Disk disk) {
        this.space = space;
        this.disk = disk;
    }

    /** Notes what {@code node} said; it takes nothing back that it said before. */
    public synchronized void note(KeyId node, Map<LogId, Long> upTo, long nowMillis) {
        Optional<Confirmed> before = of(node);
        Map<LogId, Long> all = new TreeMap<>(before.map(Confirmed::upTo).orElse(Map.of()));
        upTo.forEach((log, seq) -> all.merge(log, seq, Math::max));
        boolean news = before.isEmpty() || !before.get().upTo().equals(all);
        if (!news || all.size() > MAX_LOGS) {
            return;
        }
        ByteWriter out = new ByteWriter().varint(nowMillis);
        all.forEach((log, seq) -> out.bytes(log.value()).varint(seq));
        disk.visits().enter();
        try {
            disk.database().put(disk.columns().of(Column.META), key(node), out.toArray());
        } catch (RocksDBException e) {
            throw StoreFaults.failed("note a confirmation", e);
        } finally {
            disk.visits().leave();
        }
    }

    public Optional<Confirmed> of(KeyId node) {
        disk.visits().enter();
        try {
            byte[] value = disk.database().get(disk.columns().of(Column.META), key(node));
            return Optional.ofNullable(value).map(Confirmations::read);
        } catch (RocksDBException e) {
            throw StoreFaults.failed("read a confirmation", e);
        } finally {
            disk.visits().leave();
        }
    }

    private static Confirmed read(byte[] value) {
        ByteReader in = new ByteReader(value);
        long millis = in.varint();
        Map<LogId, Long> upTo = new TreeMap<>();
        while (in.hasRemaining()) {
            upTo.put(new LogId(in.bytes(LogId.BYTES)), in.varint());
        }
        return new Confirmed(millis, upTo);
    }

    private byte[] key(KeyId node) {
        byte[] prefix = KeyLayout.confirmed(space);
        return ByteBuffer.allocate(prefix.length + KeyId.BYTES)
                .put(prefix)
                .put(node.key().view())
                .array();
    }
}
