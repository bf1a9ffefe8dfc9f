package kith.daemon.store;

import kith.daemon.store.Columns.Column;
import kith.ontology.bytes.ByteReader;
import kith.ontology.bytes.ByteWriter;
import org.rocksdb.RocksDBException;

/**
 * What a space amounts to, kept with every commit.
 *
 * @param quads visible now
 * @param deltas held, of both planes, seen or unseen
 * @param nextTerm number of the next new term
 */
public record SpaceCounts(long quads, long deltas, long nextTerm) {
    static final SpaceCounts NONE = new SpaceCounts(0, 0, 1);

    byte[] bytes() {
        return new ByteWriter().varint(quads).varint(deltas).varint(nextTerm).toArray();
    }

    /** What the disk says of a space. */
    static SpaceCounts held(Disk disk, int space) {
        try {
            byte[] value = disk.database().get(disk.columns().of(Column.META), KeyLayout.counts(space));
            return value == null ? NONE : read(value);
        } catch (RocksDBException e) {
            throw StoreFaults.failed("read a space", e);
        }
    }

    static SpaceCounts read(byte[] value) {
        ByteReader in = new ByteReader(value);
        return new SpaceCounts(in.varint(), in.varint(), in.varint());
    }
}
