package kith.daemon.store;

import kith.ontology.merge.QuadHistory;
import org.apache.jena.sparql.core.Quad;

/** A quad whose operations a commit adds to, or whose place beside others it changes. On the lane, for one commit. */
final class Row {
    final Quad quad;
    /** Graph, subject, predicate, object. */
    final long[] ids;

    final Sight before;
    QuadHistory history;
    Sight sight;

    Row(Quad quad, long[] ids, QuadHistory history, Sight before) {
        this.quad = quad;
        this.ids = ids;
        this.history = history;
        this.before = before;
        this.sight = before;
    }

    boolean holds() {
        return sight.holds();
    }

    /** Where it is kept. */
    byte[] key(int space) {
        return KeyLayout.tuple(space, ids[1], ids[2], ids[3], ids[0]);
    }
}
