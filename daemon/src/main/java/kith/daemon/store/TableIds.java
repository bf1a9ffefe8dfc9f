package kith.daemon.store;

import kith.ontology.delta.Edit;

/** Quads of a table by the ids of their terms. */
final class TableIds {
    private final Edit.Table quads;
    /** By the places of the terms. */
    private final long[] ids;

    TableIds(Edit.Table quads, long[] ids) {
        this.quads = quads;
        this.ids = ids;
    }

    /** Graph, subject, predicate, object. */
    long[] of(int quad) {
        return new long[] {
            id(quad, Edit.Table.GRAPH),
            id(quad, Edit.Table.SUBJECT),
            id(quad, Edit.Table.PREDICATE),
            id(quad, Edit.Table.OBJECT)
        };
    }

    private long id(int quad, int part) {
        int place = quads.place(quad, part);
        return place == Edit.Table.NO_TERM ? Terms.DEFAULT_GRAPH : ids[place];
    }
}
