package kith.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.function.UnaryOperator;
import kith.daemon.replica.TestNode;
import kith.daemon.sync.Message;
import kith.daemon.sync.MessageCodec;
import kith.ontology.access.Level;
import kith.ontology.bytes.ByteReader;
import kith.ontology.bytes.ByteWriter;
import kith.ontology.delta.DeltaRun;
import kith.ontology.delta.LogHead;
import kith.ontology.delta.LogRoot;
import kith.ontology.delta.Plane;
import kith.ontology.testkit.Gen;
import kith.ontology.testkit.SomeDeltas;
import org.apache.jena.sparql.core.Quad;
import org.apache.jena.sparql.sse.SSE;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A member with a valid right who sends what no honest node sends: it costs the connection, never our data. */
final class HostilePeerTest {
    private static final int HELLO = 0x01;
    private static final int CREDIT = 0x05;
    private static final int LOGS = 0x16;
    private static final int DELTAS = 0x20;
    private static final int LIVE = 0x21;
    private static final int PROOF = 0x24;

    @TempDir
    Path folder;

    private TestNode alice;
    private TestNode mallory;
    private MemoryWire wire;
    private String before;

    @BeforeEach
    void start() {
        alice = TestNode.open(folder.resolve("alice"), 1);
        mallory = TestNode.open(folder.resolve("mallory"), 2);
        alice.found("river");
        alice.asserts(quad(1));
        mallory.holdsTicketOf(alice, Level.WRITER);
        wire = new MemoryWire(alice, mallory);
        wire.start();
        wire.settles(() -> mallory.mayWrite() && mallory.digest().equals(alice.digest()) && wire.isInStep());
        before = alice.digest();
    }

    @AfterEach
    void end() {
        wire.cut();
        alice.close();
        mallory.close();
    }

    @Test
    void aWrongSignatureIsAViolation() {
        tamperDeltas(HostilePeerTest::flippedAtTheEnd);

        mallory.asserts(quad(2));

        isCutOff();
    }

    @Test
    void aPayloadThatIsNotTheOneSignedIsAViolation() {
        tamperDeltas(bytes -> {
            byte[] changed = bytes.clone();
            changed[changed.length - 64 - 3] ^= 1;
            return changed;
        });

        mallory.asserts(quad(2));

        isCutOff();
    }

    @Test
    void truncatedDeltasAreAViolation() {
        tamperDeltas(bytes -> Arrays.copyOf(bytes, bytes.length / 2));

        mallory.asserts(quad(2));

        isCutOff();
    }

    @Test
    void bytesLeftOverAreAViolation() {
        tamperDeltas(bytes -> Arrays.copyOf(bytes, bytes.length + 1));

        mallory.asserts(quad(2));

        isCutOff();
    }

    @Test
    void aLogOfAnotherSpaceIsAViolation() {
        wire.tamper(mallory, LOGS, bytes -> {
            byte[] changed = bytes.clone();
            changed[5] ^= 1; // inside the space id of the first log named
            return changed;
        });

        mallory.asserts(quad(2));

        isCutOff();
    }

    @Test
    void aProofFromAnotherSpaceIsAViolation() {
        Gen gen = new Gen(1);
        LogRoot elsewhere = SomeDeltas.root(gen, mallory.self().device(), Plane.CONTROL);
        LogHead start = LogHead.start(elsewhere.id());
        DeltaRun run = SomeDeltas.run(
                start, SomeDeltas.chain(gen, elsewhere, start, mallory.self().device()));

        wire.inject(alice, 1, PROOF, MessageCodec.encode(new Message.Proof(elsewhere, run)));

        isCutOff();
    }

    @Test
    void aRunPastTheRangeOfNumbersIsAViolation() {
        tamperDeltas(bytes -> {
            ByteReader in = new ByteReader(bytes);
            long index = in.varint();
            in.varint(255, "hops");
            in.varint();
            byte[] rest = in.take(in.remaining());
            return new ByteWriter()
                    .varint(index)
                    .u8(0)
                    .varint(Long.MAX_VALUE)
                    .bytes(rest)
                    .toArray();
        });

        mallory.asserts(quad(2));

        isCutOff();
    }

    @Test
    void aSecondHelloIsAViolation() {
        wire.inject(alice, 0, HELLO, new byte[0]);

        isCutOff();
    }

    @Test
    void anUnknownTypeThatMustBeUnderstoodIsAViolation() {
        wire.inject(alice, 1, 0x6f, new byte[] {1, 2, 3});

        isCutOff();
    }

    @Test
    void anUnknownTypeThatMayBeIgnoredIsIgnored() {
        wire.inject(alice, 1, 0xef, new byte[] {1, 2, 3});

        mallory.asserts(quad(2));

        wire.settles(() -> alice.shows(quad(2)));
        assertEquals("", wire.faultAt(alice));
    }

    @Test
    void moreThanItsCreditIsAViolation() {
        // Mallory believes that alice made room for two gigabytes, and alice's lane is busy.
        wire.inject(mallory, 1, CREDIT, new byte[] {1, 0x7f, 0, 0, 0});
        Runnable release = alice.occupied();

        for (int i = 0; i < 40 && wire.faultAt(alice).isEmpty(); i++) {
            mallory.asserts(longQuad(i));
        }

        wire.settles(() -> wire.faultAt(alice).contains("credit"));
        release.run();
    }

    @Test
    void noiseOfAllTypesNeverDoesMoreThanEndTheConnection() {
        Random random = new Random(11);
        for (int i = 0; i < 2_000; i++) {
            byte[] noise = new byte[random.nextInt(200)];
            random.nextBytes(noise);
            wire.inject(alice, random.nextInt(3), random.nextInt(256), noise);
        }

        wire.quiet();
        assertEquals(before, alice.digest());
        assertTrue(
                wire.faultAt(alice).isEmpty()
                        || wire.faultAt(alice).contains("Violation")
                        || wire.faultAt(alice).contains("Malformed"),
                wire.faultAt(alice));
    }

    private void tamperDeltas(UnaryOperator<byte[]> how) {
        wire.tamper(mallory, DELTAS, how);
        wire.tamper(mallory, LIVE, how);
    }

    private static byte[] flippedAtTheEnd(byte[] bytes) {
        byte[] changed = bytes.clone();
        changed[changed.length - 1] ^= 1;
        return changed;
    }

    /** The session ended with a fault of the peer's, and nothing changed here. */
    private void isCutOff() {
        wire.settles(() -> !wire.faultAt(alice).isEmpty());
        assertTrue(
                wire.faultAt(alice).contains("Violation") || wire.faultAt(alice).contains("Malformed"),
                wire.faultAt(alice));
        assertEquals(before, alice.digest());
    }

    private static Quad quad(int i) {
        return Quad.create(
                Quad.defaultGraphIRI, SSE.parseTriple("(<urn:thing:" + i + "> <urn:name> 'the name of " + i + "')"));
    }

    /** A quad whose delta cannot be made small. */
    private static Quad longQuad(int i) {
        StringBuilder text = new StringBuilder();
        new Random(i).ints(200_000, 33, 126).forEach(c -> text.appendCodePoint(c == '\'' || c == '\\' ? 'x' : c));
        return Quad.create(
                Quad.defaultGraphIRI,
                org.apache.jena.graph.NodeFactory.createURI("urn:long:" + i),
                org.apache.jena.graph.NodeFactory.createURI("urn:text"),
                org.apache.jena.graph.NodeFactory.createLiteralString(text.toString()));
    }
}
