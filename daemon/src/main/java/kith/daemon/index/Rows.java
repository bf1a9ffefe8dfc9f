package kith.daemon.index;

import java.util.Iterator;
import java.util.NoSuchElementException;

/** Rows in the order of their subjects, visible ones and others. For one thread at a time. */
public final class Rows implements Iterator<Row> {
    private final RangeTuples tuples;

    Rows(RangeTuples tuples) {
        this.tuples = tuples;
    }

    @Override
    public boolean hasNext() {
        return !tuples.isAtEnd();
    }

    @Override
    public Row next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        Row row = tuples.row();
        tuples.next();
        return row;
    }
}
