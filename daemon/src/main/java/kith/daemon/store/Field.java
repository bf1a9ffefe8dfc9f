package kith.daemon.store;

import kith.daemon.index.Row;

/** The values of one predicate that one thing has in one graph, by their ids. */
record Field(long graph, long subject, long predicate) {
    /** The field of a quad: graph, subject, predicate, object. */
    static Field of(long[] ids) {
        return new Field(ids[0], ids[1], ids[2]);
    }

    /** The field of a quad. */
    static Field of(Row row) {
        return new Field(row.graph(), row.subject(), row.predicate());
    }

    /** Where a hidden value of it is listed. */
    byte[] hiddenKey(int space, long object) {
        return KeyLayout.tuple(space, subject, predicate, graph, object);
    }
}
