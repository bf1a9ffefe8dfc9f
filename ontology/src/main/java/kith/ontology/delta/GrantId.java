package kith.ontology.delta;

import kith.ontology.bytes.Bytes;

/** A grant: the link of the control delta that made it, 32 bytes; for the founder, the space itself. */
public record GrantId(Bytes value) {
    public static final int BYTES = 32;
    /** Cited by the founding log, whose grant is its own first delta. */
    public static final GrantId UNBORN = new GrantId(Bytes.of(new byte[BYTES]));

    public GrantId {
        if (value.length() != BYTES) {
            throw new IllegalArgumentException("a grant id has 32 bytes, not " + value.length());
        }
    }

    /** The founder's grant: the genesis. */
    public static GrantId ofGenesis(SpaceId space) {
        return new GrantId(space.value());
    }

    @Override
    public String toString() {
        return value.slice(0, 4).toHex();
    }
}
