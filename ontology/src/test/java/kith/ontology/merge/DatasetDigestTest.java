package kith.ontology.merge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.math.BigInteger;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.List;
import kith.ontology.bytes.ByteWriter;
import kith.ontology.bytes.Bytes;
import kith.ontology.quad.TermCodec;
import kith.ontology.testkit.Gen;
import kith.ontology.testkit.Seeds;
import kith.ontology.testkit.SomeTerms;
import org.apache.jena.sparql.core.Quad;
import org.junit.jupiter.api.Test;

final class DatasetDigestTest {
    private static final int WORD_BYTES = 8;

    @Seeds(100)
    void orderDoesNotMatter(Gen gen) {
        List<Quad> quads = quads(gen);

        assertEquals(digest(quads), digest(gen.shuffled(quads)));
    }

    @Seeds(100)
    void oneQuadMoreOrLessShows(Gen gen) {
        List<Quad> quads = quads(gen);
        List<Quad> fewer = quads.subList(0, quads.size() - 1);

        assertNotEquals(digest(quads), digest(fewer));
    }

    @Seeds(100)
    void itIsTheSumThatItsDescriptionSays(Gen gen) throws NoSuchAlgorithmException {
        List<Quad> quads = quads(gen);

        assertEquals(plain(quads), digest(quads));
    }

    @Test
    void aQuadMovedToAnotherGraphShows() {
        Gen gen = new Gen(3);
        Quad quad = Quad.create(Quad.defaultGraphIRI, SomeTerms.quad(gen).asTriple());
        Quad moved = Quad.create(SomeTerms.iri(gen), quad.asTriple());

        assertNotEquals(digest(List.of(quad)), digest(List.of(moved)));
    }

    private static List<Quad> quads(Gen gen) {
        return gen.list(1, 40, () -> SomeTerms.quad(gen)).stream().distinct().toList();
    }

    private static Bytes digest(List<Quad> quads) {
        DatasetDigest digest = new DatasetDigest();
        quads.forEach(digest::add);
        return digest.value();
    }

    /** The same by big numbers. */
    private static Bytes plain(List<Quad> quads) throws NoSuchAlgorithmException {
        BigInteger sum = BigInteger.ZERO;
        for (Quad quad : quads) {
            Bytes graph = quad.isDefaultGraph() ? Bytes.EMPTY : TermCodec.encode(quad.getGraph());
            byte[] form = new ByteWriter()
                    .sized(graph)
                    .sized(TermCodec.encode(quad.getSubject()))
                    .sized(TermCodec.encode(quad.getPredicate()))
                    .sized(TermCodec.encode(quad.getObject()))
                    .toArray();
            sum = sum.add(new BigInteger(1, spread(Bytes.sha256(form))));
        }
        byte[] wide = sum.mod(BigInteger.ONE.shiftLeft(2_048)).toByteArray();
        byte[] fixed = new byte[256];
        int length = Math.min(256, wide.length);
        System.arraycopy(wide, wide.length - length, fixed, 256 - length, length);
        return Bytes.sha256(
                new ByteWriter().u64(quads.size()).bytes(leastFirst(fixed)).toArray());
    }

    /** The 2,048-bit number of a quad, most significant byte first. */
    private static byte[] spread(Bytes seed) throws NoSuchAlgorithmException {
        MessageDigest wide = MessageDigest.getInstance("SHA-512");
        ByteWriter out = new ByteWriter();
        for (int block = 0; block < 4; block++) {
            wide.update((byte) block);
            out.bytes(wide.digest(seed.toArray()));
        }
        return leastFirst(out.toArray());
    }

    /** Swaps the order of the eight-byte words, each big-endian in itself. */
    private static byte[] leastFirst(byte[] words) {
        byte[] swapped = new byte[words.length];
        for (int from = 0; from < words.length; from += WORD_BYTES) {
            byte[] word = Arrays.copyOfRange(words, from, from + WORD_BYTES);
            System.arraycopy(word, 0, swapped, words.length - WORD_BYTES - from, WORD_BYTES);
        }
        return swapped;
    }
}
