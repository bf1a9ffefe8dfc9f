package kith.daemon.store;

import kith.daemon.index.Row;

/** A quad, by its ids. */
record QuadIds(long graph, long subject, long predicate, long object) {
    static QuadIds of(Row row) {
        return new QuadIds(row.graph(), row.subject(), row.predicate(), row.object());
    }

    /** The quad of graph, subject, predicate, object. */
    static QuadIds of(long[] ids) {
        return new QuadIds(ids[0], ids[1], ids[2], ids[3]);
    }
}
