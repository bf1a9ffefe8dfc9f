package kith.daemon.store;

import kith.ontology.delta.QuadTable;

/** Quads of a table by the ids of their terms. */
final class TableIds {
    private final QuadTable quads;
    /** By the places of the terms. */
    private final long[] ids;

    TableIds(QuadTable quads, long[] ids) {
        this.quads = quads;
        this.ids = ids;
    }

    /** Graph, subject, predicate, object. */
    long[] of(int quad) {
        return new long[] {
            id(quad, QuadTable.GRAPH),
            id(quad, QuadTable.SUBJECT),
            id(quad, QuadTable.PREDICATE),
            id(quad, QuadTable.OBJECT)
        };
    }

    private long id(int quad, int part) {
        int place = quads.place(quad, part);
        return place == QuadTable.NO_TERM ? Terms.DEFAULT_GRAPH : ids[place];
    }
}
