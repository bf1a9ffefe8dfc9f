package kith.ontology.identity;

import kith.ontology.bytes.Bytes;

/** The 64 bytes of an Ed25519 signature, not yet verified. */
public record Signature(Bytes value) {
    public static final int BYTES = 64;

    public Signature {
        if (value.length() != BYTES) {
            throw new IllegalArgumentException("a signature has 64 bytes, not " + value.length());
        }
    }
}
