package kith.daemon.replica;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.stream.IntStream;
import kith.ontology.bytes.Bytes;
import kith.ontology.delta.DeltaCodec;
import kith.ontology.delta.DeltaRun;
import kith.ontology.delta.Edit;
import kith.ontology.delta.EditCodec;
import kith.ontology.delta.LogHead;
import kith.ontology.delta.LogId;
import kith.ontology.delta.LogRoot;
import kith.ontology.delta.Plane;
import kith.ontology.delta.SignedDelta;
import kith.ontology.identity.VerifyingKey;
import kith.ontology.quad.TermCodec;
import kith.ontology.testkit.Gen;
import org.apache.jena.graph.NodeFactory;
import org.apache.jena.sparql.core.Quad;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A large change becomes several deltas of one group, or is refused before any of it is there. */
final class ImportTest {
    @TempDir
    Path folder;

    private final Gen gen = new Gen(3);
    private TestNode alice;

    @BeforeEach
    void open() {
        alice = TestNode.open(folder.resolve("alice"), 1);
        alice.found("river");
    }

    @AfterEach
    void close() {
        alice.close();
    }

    @Test
    void aSmallImportIsOneDeltaOfNoGroup() {
        List<Edit> edits = imported(quads(10, ""));

        assertEquals(1, edits.size());
        assertEquals(Optional.empty(), edits.getFirst().group());
    }

    @Test
    void aLargeImportIsOneGroupWithItsPartsNumbered() {
        List<Edit> edits = imported(quads(3 * Author.PART_OPERATIONS + 1, ""));

        assertEquals(4, edits.size());
        assertNumbered(edits);
    }

    @Test
    void longNamesMakeMoreAndSmallerPartsOfOneGroup() {
        // Random letters, so that nothing can be packed: 4,096 names of 2 kB each are far more than a delta holds.
        List<Edit> edits =
                imported(quads(Author.PART_OPERATIONS, gen.bytes(1_000).toHex()));

        assertTrue(edits.size() > 1);
        assertNumbered(edits);
        assertEquals(
                Author.PART_OPERATIONS,
                edits.stream().mapToInt(Edit::operations).sum());
    }

    @Test
    void whatCannotBeSaidIsRefusedBeforeAnythingOfItIsThere() {
        List<Quad> quads = new ArrayList<>(quads(2 * Author.PART_OPERATIONS, ""));
        String long1 = "x".repeat(TermCodec.MAX_TERM_BYTES + 1);
        quads.add(Quad.create(
                Quad.defaultGraphIRI,
                NodeFactory.createURI("urn:s"),
                NodeFactory.createURI("urn:p"),
                NodeFactory.createLiteralString(long1)));

        assertThrows(CompletionException.class, () -> write(quads));

        assertEquals(0, alice.replica().store().counts().quads());
        assertEquals(0, alice.replica().frontier(Plane.DATA).size());
    }

    @Test
    void aRunThatSaysMoreThanAStepIsTakenInWhole() {
        TestNode bo = TestNode.open(folder.resolve("bo"), 2);
        bo.joinThrough(alice);
        int each = Applying.STEP_OPERATIONS / 2;
        for (int part = 0; part < 3; part++) {
            int from = part * each;
            List<Quad> quads = IntStream.range(from, from + each)
                    .mapToObj(i -> ReplicaTest.quad("<urn:s> <urn:p> " + i))
                    .toList();
            alice.replica()
                    .write(new Change(quads, List.of(), Optional.empty(), false))
                    .durable()
                    .join();
        }
        LogId log = alice.replica().frontier(Plane.DATA).seqs().firstKey();
        LogRoot root = alice.replica().store().log(log).orElseThrow().root();
        DeltaRun run = alice.replica().run(log, 1).orElseThrow();
        VerifyingKey key = VerifyingKey.of(root.author()).orElseThrow();

        bo.replica()
                .receive(
                        DeltaCodec.verify(root, key, LogHead.start(log), run),
                        alice.self().node())
                .join();

        assertEquals(3, run.entries().size());
        assertEquals(3L * each, bo.replica().store().counts().quads());
        assertEquals(alice.digest(), bo.digest());
        bo.close();
    }

    @Test
    void nothingLeavesThisMachineBeforeItLasts() {
        alice.asserts(quads(1, "first").getFirst());
        LogId log = alice.replica().frontier(Plane.DATA).seqs().firstKey();
        Runnable release = alice.occupied();

        Pending pending = alice.replica().write(new Change(quads(1, "second"), List.of(), Optional.empty(), false));
        pending.applied().join();

        assertFalse(pending.durable().isDone());
        assertEquals(1, alice.replica().counted(log));
        assertEquals(1, alice.replica().frontier(Plane.DATA).seq(log));
        assertTrue(alice.replica().run(log, 2).isEmpty());
        release.run();
        pending.durable().join();
        assertEquals(2, alice.replica().frontier(Plane.DATA).seq(log));
        assertTrue(alice.replica().run(log, 2).isPresent());
    }

    private static List<Quad> quads(int count, String name) {
        return IntStream.range(0, count)
                .mapToObj(i -> Quad.create(
                        Quad.defaultGraphIRI,
                        NodeFactory.createURI("urn:s:"
                                + Bytes.sha256(Bytes.utf8(name + i).view()).toHex() + name),
                        NodeFactory.createURI("urn:p"),
                        NodeFactory.createLiteralString("object " + i)))
                .toList();
    }

    private List<Edit> imported(List<Quad> quads) {
        write(quads);
        LogId log = alice.replica().frontier(Plane.DATA).seqs().firstKey();
        List<SignedDelta> deltas = alice.replica().store().read(log, 1, 10_000, Long.MAX_VALUE);
        return deltas.stream()
                .map(delta -> EditCodec.decode(delta.entry().payload(), log))
                .toList();
    }

    private void write(List<Quad> quads) {
        alice.replica()
                .write(new Change(quads, List.of(), Optional.of("a note"), true))
                .durable()
                .join();
    }

    private static void assertNumbered(List<Edit> edits) {
        Set<Bytes> groups = new HashSet<>();
        for (int i = 0; i < edits.size(); i++) {
            Edit.Group group = edits.get(i).group().orElseThrow();
            assertEquals(i, group.part());
            groups.add(group.id());
        }
        assertEquals(1, groups.size());
    }
}
