package kith.ontology.delta;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Arrays;
import kith.ontology.bytes.ByteReader;
import kith.ontology.bytes.ByteWriter;
import kith.ontology.bytes.Bytes;
import kith.ontology.bytes.MalformedException;
import kith.ontology.bytes.Tlv;
import kith.ontology.quad.TermCodec;
import kith.ontology.testkit.Gen;
import org.apache.jena.graph.NodeFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/**
 * Small inputs that ask for much: refused within a second and within what an honest payload of the largest size takes.
 */
final class BombTest {
    private static final LogId LOG = new LogId(Bytes.sha256(new byte[] {1}));
    private static final Duration SOON = Duration.ofSeconds(5);
    private static final long MUCH_BYTES = 64L << 20;
    private static final int MEBIBYTE = 1 << 20;

    @Test
    void aBodyThatUnfoldsIntoMillionsOfQuads() {
        int terms = 160;
        ByteWriter block = new ByteWriter().u8(1).u8(0);
        level(block, terms, () -> level(block, terms, () -> level(block, terms, () -> {})));
        assertTrue(block.length() > 4_000_000);
        assertRefused(deflated(terms(terms), block));
    }

    @Test
    void aTableWhoseTermsShareAllButOneByte() {
        ByteWriter table = new ByteWriter().varint(200_000);
        byte[] first = new byte[8_000];
        Arrays.fill(first, (byte) 'a');
        first[0] = 3;
        table.u8(0).sized(first);
        for (int i = 1; i < 200_000; i++) {
            table.varint(Math.min(8_000 + i - 1, 1 << 20)).u8(1).u8('a');
        }
        assertRefused(deflated(table.toArray(), new ByteWriter()));
    }

    @Test
    void retractionsThatNameMillionsOfDots() {
        int terms = 300;
        ByteWriter block =
                new ByteWriter().varint(1).u8(0).varint(1).u8(0).varint(1).u8(0);
        level(block, terms, () -> {
            block.varint(EditCodec.MAX_SEEN);
            for (int seq = 1; seq <= EditCodec.MAX_SEEN; seq++) {
                block.u8(0).varint(seq);
            }
        });
        Tlv body = new Tlv().with(2, terms(terms)).with(8, block.toBytes());
        assertRefused(enclosed(body.toArray()));
    }

    @Test
    void aMillionZeros() {
        assertRefused(enclosed(new byte[EditCodec.MAX_BODY_BYTES]));
        assertRefused(plain(new byte[MEBIBYTE]));
    }

    @Test
    void aDeflatedPayloadThatSaysMoreThanTheLimit() {
        byte[] deflated = Deflation.deflate(new byte[EditCodec.MAX_BODY_BYTES + 1]);

        assertRefused(new ByteWriter()
                .u8(1)
                .varint(EditCodec.MAX_BODY_BYTES + 1)
                .bytes(deflated)
                .toBytes());
    }

    @Test
    void aDeflatedPayloadThatInflatesToMuchMoreThanItSays() {
        byte[] deflated = Deflation.deflate(new byte[256 << 20]);

        assertRefused(new ByteWriter().u8(1).varint(100).bytes(deflated).toBytes());
    }

    @Test
    void countsPastTheEnd() {
        byte[] many =
                new ByteWriter().varint(EditCodec.MAX_OPERATIONS * 4).u8(0).toArray();
        assertRefused(plain(new Tlv().with(2, many).toArray()));

        byte[] run = new ByteWriter()
                .varint(1)
                .bytes(LOG.value())
                .varint(DeltaCodec.MAX_RUN_ENTRIES * DeltaCodec.MAX_DEPS)
                .toArray();
        assertBounded(() -> assertThrows(MalformedException.class, () -> DeltaCodec.read(new ByteReader(run))));
    }

    @Test
    void tripleTermsInTripleTerms() {
        byte[] term = TermCodec.encode(NodeFactory.createURI("a:")).toArray();
        byte[] deep = term;
        for (int i = 0; i < 1_000; i++) {
            deep = new ByteWriter().u8(7).sized(term).sized(term).sized(deep).toArray();
        }
        byte[] nested = deep;

        assertBounded(() -> assertThrows(MalformedException.class, () -> TermCodec.decode(nested)));
    }

    @Test
    void aMebibyteOfNoise() {
        Gen gen = new Gen(1);
        for (int i = 0; i < 20; i++) {
            byte[] noise = gen.array(MEBIBYTE);
            noise[0] = (byte) gen.from(0, 2);
            assertRefused(Bytes.owned(noise));
            assertBounded(() -> assertThrows(MalformedException.class, () -> DeltaCodec.read(new ByteReader(noise))));
        }
    }

    @Test
    void aMebibyteOfAnythingIsOneStringAtMost() {
        byte[] text = new byte[TermCodec.MAX_TERM_BYTES];
        Arrays.fill(text, (byte) 3);

        assertBounded(() -> TermCodec.decode(text));
    }

    private static void assertRefused(Bytes payload) {
        assertBounded(() -> assertThrows(MalformedException.class, () -> EditCodec.decode(payload, LOG)));
    }

    private static void assertBounded(Executable act) {
        assertTimeoutPreemptively(SOON, () -> {
            ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
            long before = threads.getCurrentThreadAllocatedBytes();
            act.execute();
            long allocated = threads.getCurrentThreadAllocatedBytes() - before;
            assertTrue(allocated < MUCH_BYTES, () -> allocated + " bytes allocated");
        });
    }

    private static Bytes plain(byte[] body) {
        return new ByteWriter().u8(0).bytes(body).toBytes();
    }

    private static Bytes deflated(byte[] terms, ByteWriter asserts) {
        return enclosed(new Tlv().with(2, terms).with(6, asserts.toArray()).toArray());
    }

    private static Bytes enclosed(byte[] body) {
        return new ByteWriter()
                .u8(1)
                .varint(body.length)
                .bytes(Deflation.deflate(body))
                .toBytes();
    }

    /** {@code count} IRIs, each one letter longer than the one before. */
    private static byte[] terms(int count) {
        ByteWriter table = new ByteWriter().varint(count);
        table.u8(0).u8(3).bytes(new byte[] {1, 'a', ':'});
        for (int i = 1; i < count; i++) {
            table.varint(2 + i).u8(1).u8('a');
        }
        return table.toArray();
    }

    /** A run of all terms, with {@code below} under each. */
    private static void level(ByteWriter block, int terms, Runnable below) {
        block.varint(terms).u8(0);
        below.run();
        for (int i = 1; i < terms; i++) {
            block.u8(1);
            below.run();
        }
    }
}
