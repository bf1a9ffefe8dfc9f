package kith.daemon.store;

import java.util.NoSuchElementException;
import kith.daemon.index.Order;
import kith.daemon.index.Tuples;
import org.apache.jena.atlas.iterator.IteratorCloseable;
import org.apache.jena.sparql.core.Quad;

/** The visible quads that match a pattern, one after another. For one thread at a time. */
final class Found implements IteratorCloseable<Quad> {
    private final Snapshot snapshot;
    private final Tuples tuples;
    private final int[] places = new int[Order.PLACES];
    private final Pattern pattern;
    private boolean isAhead;
    private boolean closed;

    /** A range may be wider than its pattern. */
    Found(Snapshot snapshot, Pattern pattern) {
        Order order = pattern.order();
        this.snapshot = snapshot;
        this.pattern = pattern;
        for (int part = 0; part < Order.PLACES; part++) {
            places[part] = order.place(part);
        }
        this.tuples = snapshot.tuples(order, pattern.key(order));
    }

    @Override
    public boolean hasNext() {
        if (closed) {
            return false;
        }
        snapshot.mustBeOpen();
        while (!isAhead && !tuples.isAtEnd()) {
            if (pattern.matches(tuples, places)) {
                isAhead = true;
            } else {
                tuples.next();
            }
        }
        return isAhead;
    }

    private long id(int part) {
        return tuples.at(places[part]);
    }

    @Override
    public Quad next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        Quad quad = Quad.create(snapshot.term(id(0)), snapshot.term(id(1)), snapshot.term(id(2)), snapshot.term(id(3)));
        isAhead = false;
        tuples.next();
        // What has come to its end stays there, whatever becomes of the snapshot.
        closed = tuples.isAtEnd();
        return quad;
    }

    @Override
    public void close() {
        closed = true;
    }
}
