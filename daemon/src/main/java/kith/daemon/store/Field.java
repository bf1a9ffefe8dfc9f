package kith.daemon.store;

import java.nio.ByteBuffer;

/** The values of one predicate that one thing has in one graph, by their ids. */
record Field(long graph, long subject, long predicate) {
    /** The field of a quad: graph, subject, predicate, object. */
    static Field of(long[] ids) {
        return new Field(ids[0], ids[1], ids[2]);
    }

    /** The ids of the quad of a row, in the order graph, subject, predicate, object. */
    long[] idsIn(byte[] rowKey) {
        ByteBuffer key =
                ByteBuffer.wrap(rowKey, KeyLayout.SPACE_BYTES + 2 * KeyLayout.ID_BYTES, 2 * KeyLayout.ID_BYTES);
        long object = key.getLong();
        return new long[] {key.getLong(), subject, predicate, object};
    }

    /** Where a hidden value of it is listed. */
    byte[] hiddenKey(int space, long object) {
        return KeyLayout.tuple(space, subject, predicate, graph, object);
    }
}
