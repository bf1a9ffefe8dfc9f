package kith.daemon.store;

import kith.daemon.index.Row;

/**
 * A quad, by its ids. Has an order so that a table of them stays quick where a peer chose values, which are in the ids,
 * that all have the same hash.
 */
record QuadIds(long graph, long subject, long predicate, long object) implements Comparable<QuadIds> {
    static QuadIds of(Row row) {
        return new QuadIds(row.graph(), row.subject(), row.predicate(), row.object());
    }

    /** The quad of graph, subject, predicate, object. */
    static QuadIds of(long[] ids) {
        return new QuadIds(ids[0], ids[1], ids[2], ids[3]);
    }

    @Override
    public int compareTo(QuadIds other) {
        int byObject = Long.compare(object, other.object);
        int bySubject = byObject != 0 ? byObject : Long.compare(subject, other.subject);
        int byGraph = bySubject != 0 ? bySubject : Long.compare(graph, other.graph);
        return byGraph != 0 ? byGraph : Long.compare(predicate, other.predicate);
    }
}
