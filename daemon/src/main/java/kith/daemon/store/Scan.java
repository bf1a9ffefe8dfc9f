package kith.daemon.store;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksIterator;

/** The tuples of one column that begin with a prefix, in key order. Not thread-safe; closes itself at its end. */
final class Scan implements Iterator<long[]>, AutoCloseable {
    private final RocksIterator iterator;
    private final byte[] prefix;
    private final boolean visibleOnly;
    private long @Nullable [] ahead;
    private boolean closed;

    /**
     * @param visibleOnly for the column of rows, whose values say whether the quad is visible
     */
    Scan(RocksIterator iterator, byte[] prefix, boolean visibleOnly) {
        this.iterator = iterator;
        this.prefix = prefix;
        this.visibleOnly = visibleOnly;
        iterator.seek(prefix);
        advance();
    }

    private void advance() {
        ahead = null;
        while (!closed && ahead == null) {
            if (!iterator.isValid()) {
                close();
                return;
            }
            byte[] key = iterator.key();
            if (Arrays.mismatch(key, 0, prefix.length, prefix, 0, prefix.length) >= 0) {
                close();
                return;
            }
            if (!visibleOnly || RowCodec.isVisible(iterator.value())) {
                ByteBuffer ids = ByteBuffer.wrap(key, KeyLayout.SPACE_BYTES, 4 * KeyLayout.ID_BYTES);
                ahead = new long[] {ids.getLong(), ids.getLong(), ids.getLong(), ids.getLong()};
            }
            iterator.next();
        }
    }

    @Override
    public boolean hasNext() {
        return ahead != null;
    }

    @Override
    public long[] next() {
        long[] tuple = ahead;
        if (tuple == null) {
            throw new NoSuchElementException();
        }
        advance();
        return tuple;
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            iterator.close();
        }
    }
}
