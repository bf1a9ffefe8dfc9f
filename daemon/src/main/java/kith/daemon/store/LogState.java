package kith.daemon.store;

import kith.ontology.bytes.ByteReader;
import kith.ontology.bytes.ByteWriter;
import kith.ontology.bytes.Bytes;
import kith.ontology.delta.LogHead;
import kith.ontology.delta.LogId;
import kith.ontology.delta.LogRoot;

/**
 * One log as the store holds it.
 *
 * @param number the log's local name, from 1; never leaves this store
 * @param applied how far its operations count; behind the head while its grant is unknown or void
 * @param heldBytes payload bytes of the deltas held and not applied
 */
public record LogState(int number, LogRoot root, LogHead head, long applied, long heldBytes) {
    static LogState fresh(int number, LogRoot root) {
        return new LogState(number, root, LogHead.start(root.id()), 0, 0);
    }

    public boolean isWaiting() {
        return applied < head.seq();
    }

    LogState advanced(LogHead to, boolean apply, long bytes) {
        return new LogState(number, root, to, apply ? to.seq() : applied, apply ? 0 : heldBytes + bytes);
    }

    byte[] bytes() {
        return new ByteWriter(LogRoot.BYTES + 64)
                .bytes(root.bytes())
                .varint(head.seq())
                .bytes(head.link())
                .varint(head.clock())
                .varint(applied)
                .varint(heldBytes)
                .toArray();
    }

    static LogState read(int number, byte[] value) {
        ByteReader in = new ByteReader(value);
        LogRoot root = LogRoot.read(in);
        long seq = in.varint();
        Bytes link = in.bytes(LogId.BYTES);
        long clock = in.varint();
        return new LogState(number, root, new LogHead(seq, link, clock), in.varint(), in.varint());
    }
}
