package kith.daemon.store;

import java.util.Arrays;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;

/**
 * A place in a column that moves on, key by key. A block that cannot be read looks to RocksDB's iterator like the end of
 * the column until it is asked; here it is always asked.
 */
final class Cursor implements AutoCloseable {
    private final RocksIterator iterator;

    /** Takes {@code iterator} over and stands at the first key that is not below {@code from}. */
    Cursor(RocksIterator iterator, byte[] from) {
        this.iterator = iterator;
        iterator.seek(from);
    }

    /**
     * Whether there is a key here, and it begins with {@code prefix}.
     *
     * @throws kith.ontology.fault.KithException HOST if what comes here cannot be read
     */
    boolean isWithin(byte[] prefix) {
        if (iterator.isValid()) {
            byte[] key = iterator.key();
            return key.length >= prefix.length && Arrays.equals(key, 0, prefix.length, prefix, 0, prefix.length);
        }
        try {
            iterator.status();
            return false;
        } catch (RocksDBException e) {
            throw StoreFaults.failed("read on", e);
        }
    }

    byte[] key() {
        return iterator.key();
    }

    byte[] value() {
        return iterator.value();
    }

    void next() {
        iterator.next();
    }

    @Override
    public void close() {
        iterator.close();
    }
}
