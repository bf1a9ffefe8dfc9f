package kith.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import kith.daemon.replica.TestNode;
import kith.ontology.access.Level;
import kith.ontology.testkit.Gen;
import kith.ontology.testkit.Mangled;
import kith.ontology.testkit.Seeds;
import org.apache.jena.sparql.core.Quad;
import org.apache.jena.sparql.sse.SSE;
import org.junit.jupiter.api.io.TempDir;

/** A member whose every fourth message is broken somewhere, and who says things that nobody asked for. */
final class NonsenseTest {
    private static final List<Integer> TYPES = List.of(
            0x01, 0x02, 0x03, 0x05, 0x10, 0x11, 0x15, 0x16, 0x17, 0x18, 0x20, 0x21, 0x23, 0x24, 0x25, 0x7f, 0xff);
    private static final Set<String> FAULTS_OF_A_PEER =
            Set.of("", "kith.daemon.sync.Violation", "kith.ontology.bytes.MalformedException");

    @TempDir
    Path folder;

    @Seeds(value = 6, shrink = false)
    void nonsenseCostsTheConnectionAndNothingElse(Gen gen) {
        try (TestNode alice = TestNode.open(folder.resolve("alice" + gen), 1);
                TestNode mallory = TestNode.open(folder.resolve("mallory" + gen), 2)) {
            alice.found("river");
            mallory.holdsTicketOf(alice, Level.WRITER);
            talk(alice, mallory);

            for (int round = 0; round < 3; round++) {
                alice.asserts(quad("alice", round));
                mallory.asserts(quad("mallory", round));
                babble(gen, alice, mallory);
            }

            talk(alice, mallory);
            assertTrue(alice.shows(quad("mallory", 2)));
        }
    }

    /** A conversation in good faith, until both are in step. */
    private static void talk(TestNode alice, TestNode mallory) {
        MemoryWire wire = new MemoryWire(alice, mallory);
        wire.start();
        wire.settles(() -> mallory.mayWrite() && wire.isInStep());
        wire.cut();
        assertEquals(alice.digest(), mallory.digest());
    }

    private static void babble(Gen gen, TestNode alice, TestNode mallory) {
        MemoryWire wire = new MemoryWire(alice, mallory);
        for (int type : TYPES) {
            Gen own = new Gen(gen.seed() * 1_000 + type);
            wire.tamper(mallory, type, bytes -> own.oneIn(4) ? Mangled.changed(own, bytes) : bytes);
        }
        wire.start();
        wire.quiet();
        for (int i = 0; i < 10; i++) {
            wire.inject(alice, gen.from(0, 3), gen.pick(TYPES), Mangled.noise(gen, 60));
        }
        wire.quiet();
        wire.cut();

        String fault = wire.faultAt(alice);
        assertTrue(FAULTS_OF_A_PEER.contains(fault.replaceAll(":.*", "")), fault);
    }

    private static Quad quad(String who, int round) {
        return Quad.create(Quad.defaultGraphIRI, SSE.parseTriple("(<urn:" + who + "> <urn:says> '" + round + "')"));
    }
}
