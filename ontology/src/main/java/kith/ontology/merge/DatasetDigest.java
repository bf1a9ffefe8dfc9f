package kith.ontology.merge;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import kith.ontology.bytes.ByteWriter;
import kith.ontology.bytes.Bytes;
import kith.ontology.quad.TermCodec;
import org.apache.jena.sparql.core.Quad;

/**
 * A hash of a set of quads that does not depend on their order ({@code docs/protocol/digest.md}): replicas that show the
 * same have the same. Constant memory, about 4 us a quad. Not thread-safe.
 *
 * <p>Each quad is spread over 2,048 bits by SHA-512 and the spreads are added modulo 2^2048: wide enough that finding
 * two sets with one sum is out of reach, which a plain sum of 256-bit hashes would not be.
 */
public final class DatasetDigest {
    private static final int WORDS = 32;
    private static final int BLOCKS = 4;

    private final long[] sum = new long[WORDS];
    private final MessageDigest wide = sha512();
    private long count;

    /** Adds a quad that was not added before. */
    public void add(Quad quad) {
        ByteWriter out = new ByteWriter();
        out.sized(quad.isDefaultGraph() ? Bytes.EMPTY : TermCodec.encode(quad.getGraph()));
        out.sized(TermCodec.encode(quad.getSubject()));
        out.sized(TermCodec.encode(quad.getPredicate()));
        out.sized(TermCodec.encode(quad.getObject()));
        byte[] seed = Bytes.sha256(out.toArray()).view();
        long carry = 0;
        for (int block = 0; block < BLOCKS; block++) {
            wide.update((byte) block);
            ByteBuffer spread = ByteBuffer.wrap(wide.digest(seed));
            for (int word = block * 8; word < block * 8 + 8; word++) {
                carry = addWord(word, spread.getLong(), carry);
            }
        }
        count++;
    }

    private long addWord(int word, long value, long carry) {
        long partial = sum[word] + value;
        long overflow = Long.compareUnsigned(partial, value) < 0 ? 1 : 0;
        sum[word] = partial + carry;
        return overflow + (carry == 1 && sum[word] == 0 ? 1 : 0);
    }

    /** 32 bytes for what was added so far. */
    public Bytes value() {
        ByteBuffer all = ByteBuffer.allocate(8 + WORDS * 8).putLong(count);
        for (long word : sum) {
            all.putLong(word);
        }
        return Bytes.sha256(all.array());
    }

    private static MessageDigest sha512() {
        try {
            return MessageDigest.getInstance("SHA-512");
        } catch (NoSuchAlgorithmException impossible) {
            throw new AssertionError(impossible);
        }
    }
}
