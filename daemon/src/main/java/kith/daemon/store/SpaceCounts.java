package kith.daemon.store;

import kith.ontology.bytes.ByteReader;
import kith.ontology.bytes.ByteWriter;

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

    static SpaceCounts read(byte[] value) {
        ByteReader in = new ByteReader(value);
        return new SpaceCounts(in.varint(), in.varint(), in.varint());
    }
}
