package kith.ontology.delta;

import kith.ontology.bytes.ByteReader;
import kith.ontology.bytes.ByteWriter;
import kith.ontology.bytes.Bytes;
import kith.ontology.identity.KeyId;

/**
 * What a log is born with, and what its id commits to: space 32, author 32, incarnation 16, plane 1, grant 32. One
 * grant a log: authority is decided for a log, never searched for a delta.
 *
 * @param incarnation 16 bytes, new whenever an author starts again: random but where authority numbers them
 */
public record LogRoot(SpaceId space, KeyId author, Bytes incarnation, Plane plane, GrantId grant) {
    public static final int INCARNATION_BYTES = 16;
    public static final int BYTES = SpaceId.BYTES + KeyId.BYTES + INCARNATION_BYTES + 1 + GrantId.BYTES;

    private static final Bytes DOMAIN = Bytes.utf8("kith log 1\0");

    public LogRoot {
        if (incarnation.length() != INCARNATION_BYTES) {
            throw new IllegalArgumentException("an incarnation has 16 bytes, not " + incarnation.length());
        }
    }

    /** The log in which {@code founder} begins a space. */
    public static LogRoot founding(KeyId founder, Bytes incarnation) {
        return new LogRoot(SpaceId.UNBORN, founder, incarnation, Plane.CONTROL, GrantId.UNBORN);
    }

    /** Whether this log begins a space; its id alone ties it to that space, through link 1. */
    public boolean isFounding() {
        return space.equals(SpaceId.UNBORN);
    }

    /** The grant under which this log is written, in the space that it belongs to or began. */
    public GrantId cited(SpaceId of) {
        return isFounding() ? GrantId.ofGenesis(of) : grant;
    }

    public LogId id() {
        return new LogId(Bytes.sha256(DOMAIN.view(), bytes()));
    }

    public byte[] bytes() {
        return new ByteWriter(BYTES)
                .bytes(space.value())
                .bytes(author.key())
                .bytes(incarnation)
                .u8(plane.code())
                .bytes(grant.value())
                .toArray();
    }

    public static LogRoot read(ByteReader in) {
        SpaceId space = new SpaceId(in.bytes(SpaceId.BYTES));
        KeyId author = new KeyId(in.bytes(KeyId.BYTES));
        Bytes incarnation = in.bytes(INCARNATION_BYTES);
        Plane plane = Plane.of(in.u8()).orElseThrow(() -> in.malformed("unknown plane"));
        GrantId grant = new GrantId(in.bytes(GrantId.BYTES));
        if (space.equals(SpaceId.UNBORN) && (plane != Plane.CONTROL || !grant.equals(GrantId.UNBORN))) {
            throw in.malformed("a founding log that is not one");
        }
        return new LogRoot(space, author, incarnation, plane, grant);
    }
}
