package kith.ontology.delta;

import kith.ontology.bytes.Bytes;

/** A space: the link of its genesis delta, 32 bytes. All zero only inside that delta's own log. */
public record SpaceId(Bytes value) {
    public static final int BYTES = 32;
    /** Stands for the space that is just being founded. */
    public static final SpaceId UNBORN = new SpaceId(Bytes.of(new byte[BYTES]));

    public SpaceId {
        if (value.length() != BYTES) {
            throw new IllegalArgumentException("a space id has 32 bytes, not " + value.length());
        }
    }

    @Override
    public String toString() {
        return value.toHex();
    }
}
