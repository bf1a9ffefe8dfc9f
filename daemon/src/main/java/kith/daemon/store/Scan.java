package kith.daemon.store;

import java.nio.ByteBuffer;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The tuples of one column that begin with a prefix, in key order. Not thread-safe; closes itself at its end. */
final class Scan implements Iterator<long[]>, AutoCloseable {
    private final Cursor cursor;
    private final byte[] prefix;
    private final @Nullable Predicate<byte[]> meant;
    private final Visits visits;
    private final Consumer<Scan> closing;
    private long @Nullable [] ahead;
    private boolean closed;
    /** Whether it was closed by the snapshot and not by who reads. */
    private boolean cut;

    /**
     * @param meant for the column of rows, whose values say what the quad is; null when every key counts
     * @param closing told once, when it closes
     */
    Scan(Cursor cursor, byte[] prefix, @Nullable Predicate<byte[]> meant, Visits visits, Consumer<Scan> closing) {
        this.cursor = cursor;
        this.prefix = prefix;
        this.meant = meant;
        this.visits = visits;
        this.closing = closing;
    }

    /** Goes to the first tuple; nothing is there before. */
    Scan begin() {
        advance();
        return this;
    }

    private void advance() {
        ahead = null;
        while (!closed && ahead == null) {
            visits.mustBeOpen();
            if (!cursor.isWithin(prefix)) {
                close();
                return;
            }
            if (meant == null || meant.test(cursor.value())) {
                ByteBuffer ids = ByteBuffer.wrap(cursor.key(), KeyLayout.SPACE_BYTES, 4 * KeyLayout.ID_BYTES);
                ahead = new long[] {ids.getLong(), ids.getLong(), ids.getLong(), ids.getLong()};
            }
            cursor.next();
        }
    }

    @Override
    public boolean hasNext() {
        if (cut) {
            throw new IllegalStateException("the snapshot was closed under what reads it");
        }
        return ahead != null;
    }

    @Override
    public long[] next() {
        long[] tuple = hasNext() ? ahead : null;
        if (tuple == null) {
            throw new NoSuchElementException();
        }
        advance();
        return tuple;
    }

    /** Closes it because its snapshot closes: to read on is then an error, not the end. */
    void cut() {
        cut = !closed;
        close();
    }

    @Override
    public void close() {
        ahead = null;
        if (!closed) {
            closed = true;
            cursor.close();
            closing.accept(this);
        }
    }
}
