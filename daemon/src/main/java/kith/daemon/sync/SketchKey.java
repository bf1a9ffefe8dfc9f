package kith.daemon.sync;

import java.security.MessageDigest;
import kith.ontology.bytes.ByteReader;
import kith.ontology.bytes.ByteWriter;
import kith.ontology.bytes.Bytes;
import kith.ontology.delta.Frontier;
import kith.ontology.delta.LogId;
import kith.ontology.delta.Plane;

/**
 * What the items of a sketch are made with on one connection: keyed by both nonces, so that nobody can choose logs
 * beforehand that go for one another. Not thread-safe.
 */
final class SketchKey {
    static final int PRINT_BYTES = 5;

    private static final Bytes DOMAIN = Bytes.utf8("kith sketch 1\0");

    private final Bytes lesserNonce;
    private final Bytes key;
    private final MessageDigest digest = Bytes.sha256();

    /** @param lesserNonce of the node with the lesser id, which sends the sketch */
    SketchKey(Bytes lesserNonce, Bytes greaterNonce) {
        this.lesserNonce = lesserNonce;
        this.key = Bytes.sha256(DOMAIN.view(), lesserNonce.view(), greaterNonce.view());
    }

    /** A log as far as it is held. */
    SketchItem item(Plane plane, LogId log, Frontier.Head head) {
        ByteWriter held =
                new ByteWriter(80).bytes(key).u8(plane.code()).u64(head.seq()).bytes(head.link());
        long print = number(hash(held), 0, PRINT_BYTES);
        return item(number(Tags.ofLog(log, lesserNonce)), print);
    }

    /** What a tag and a print stand for, whoever says them. */
    SketchItem item(long tag, long print) {
        ByteWriter named = new ByteWriter(48)
                .bytes(key)
                .u64(tag)
                .u8((int) (print >>> Integer.SIZE))
                .u32(print);
        byte[] hash = hash(named);
        ByteReader in = new ByteReader(hash);
        return new SketchItem(tag, print, (int) in.u32(), in.u64());
    }

    private byte[] hash(ByteWriter content) {
        return digest.digest(content.toArray());
    }

    /** The number that a tag of 8 bytes is. */
    static long number(Bytes tag) {
        return number(tag.view(), 0, MessageCodec.LOG_TAG_BYTES);
    }

    private static long number(byte[] from, int start, int count) {
        long number = 0;
        for (int i = start; i < start + count; i++) {
            number = (number << 8) | (from[i] & 0xff);
        }
        return number;
    }
}
