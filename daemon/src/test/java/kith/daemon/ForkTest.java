package kith.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import kith.daemon.replica.Receipt;
import kith.daemon.replica.TestNode;
import kith.ontology.access.Act;
import kith.ontology.access.Allowance;
import kith.ontology.access.Cutoff;
import kith.ontology.access.Level;
import kith.ontology.access.Scope;
import kith.ontology.bytes.Bytes;
import kith.ontology.delta.DeltaCodec;
import kith.ontology.delta.Dot;
import kith.ontology.delta.GrantId;
import kith.ontology.delta.LogHead;
import kith.ontology.delta.LogId;
import kith.ontology.delta.LogRoot;
import kith.ontology.delta.Plane;
import kith.ontology.delta.SpaceId;
import kith.ontology.delta.VerifiedDelta;
import kith.ontology.identity.VerifyingKey;
import org.apache.jena.graph.NodeFactory;
import org.apache.jena.sparql.core.Quad;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two copies of one home, a restored backup, a lost tail: nothing is lost, and all come to show the same. */
final class ForkTest {
    @TempDir
    Path folder;

    private final List<AutoCloseable> open = new ArrayList<>();
    private TestNode alice;
    private TestNode bo;

    @BeforeEach
    void start() {
        alice = node("alice", 1);
        bo = node("bo", 2);
        alice.found("river");
        bo.joinThrough(alice);
        bo.asserts(quad(1));
        bo.asserts(quad(2));
        alice.pullFrom(bo);
    }

    private TestNode node(String name, int number) {
        TestNode node = TestNode.open(folder.resolve(name), number);
        open.add(node);
        return node;
    }

    @AfterEach
    void end() throws Exception {
        for (AutoCloseable each : open.reversed()) {
            each.close();
        }
    }

    @Test
    void aRestoredBackupLosesNothingOfEitherBranch() {
        TestNode backup = copyOfBo("backup");
        bo.asserts(quad(3));
        alice.pullFrom(bo);
        backup.asserts(quad(13));
        backup.retracts(quad(1));

        MemoryWire wire = wire(alice, backup);

        wire.settles(() -> wire.isInStep() && alice.digest().equals(backup.digest()));
        for (TestNode node : List.of(alice, backup)) {
            assertTrue(node.shows(quad(2)));
            assertTrue(node.shows(quad(3)), "what the lost original said");
            assertTrue(node.shows(quad(13)), "what the copy said");
            assertFalse(node.shows(quad(1)), "what the copy took back");
        }
    }

    @Test
    void aBranchLongerThanOursIsFoundWhereItParts() {
        TestNode backup = copyOfBo("backup");
        for (int i = 0; i < 20; i++) {
            bo.asserts(quad(100 + i));
        }
        alice.pullFrom(bo);
        backup.asserts(quad(13));

        MemoryWire wire = wire(alice, backup);

        wire.settles(() -> wire.isInStep() && alice.digest().equals(backup.digest()));
        assertTrue(alice.shows(quad(13)));
        assertTrue(backup.shows(quad(119)));
    }

    @Test
    void aBranchShorterThanOursIsFoundWhereItParts() {
        TestNode backup = copyOfBo("backup");
        bo.asserts(quad(3));
        alice.pullFrom(bo);
        for (int i = 0; i < 20; i++) {
            backup.asserts(quad(100 + i));
        }

        MemoryWire wire = wire(alice, backup);

        wire.settles(() -> wire.isInStep() && alice.digest().equals(backup.digest()));
        assertTrue(alice.shows(quad(119)));
        assertTrue(backup.shows(quad(3)));
    }

    @Test
    void aLostTailComesBackAndWritingGoesOnInANewLog() {
        TestNode backup = copyOfBo("backup");
        bo.asserts(quad(3));
        alice.pullFrom(bo);

        MemoryWire wire = wire(alice, backup);
        wire.settles(() -> backup.shows(quad(3)));
        backup.asserts(quad(4));

        wire.settles(() -> wire.isInStep() && alice.shows(quad(4)));
        assertEquals(alice.digest(), backup.digest());
    }

    @Test
    void whatTwoCopiesOfAnAdminActedCountsOnBothSides() {
        TestNode backup = copyOfAlice("backup");
        TestNode cy = node("cy", 3);
        TestNode di = node("di", 4);
        cy.joinThrough(alice, Level.WRITER);
        bo.pullFrom(alice);
        di.joinThrough(backup, Level.WRITER);
        cy.asserts(quad(3));
        di.asserts(quad(4));
        bo.pullFrom(cy);
        backup.pullFrom(di);

        MemoryWire wire = wire(bo, backup);

        wire.settles(() ->
                wire.isInStep() && holdTheSameActs(bo, backup) && bo.digest().equals(backup.digest()));
        for (TestNode node : List.of(bo, backup)) {
            assertTrue(node.replica().authority().grantOf(cy.self().node()).isPresent(), "let in by the lost original");
            assertTrue(node.replica().authority().grantOf(di.self().node()).isPresent(), "let in by the copy");
            assertTrue(node.shows(quad(3)) && node.shows(quad(4)));
        }
    }

    @Test
    void anActTooLargeToBeToldStaysOnItsBranchAndStopsNothing() {
        TestNode backup = copyOfAlice("backup");
        Map<LogId, Long> before = backup.replica().frontier(Plane.CONTROL).seqs();
        alice.asserts(quad(3));
        alice.replica().act(largest()).join();
        bo.pullFrom(alice);
        backup.replica().act(largest()).join();
        LogId log = grown(backup, before);

        long parts = before.getOrDefault(log, 0L) + 1;
        assertEquals(new Receipt.Forked(parts), hears(backup, bo, log, parts));

        backup.asserts(quad(4));
        MemoryWire wire = wire(bo, backup);
        wire.settles(() -> bo.shows(quad(4)) && backup.shows(quad(3)));
        backup.asserts(quad(5));
        wire.settles(() -> bo.shows(quad(5)));
    }

    /** An act that fits a delta, and no other act. */
    private static Act largest() {
        Dot nowhere = new Dot(new LogId(Bytes.sha256(new byte[] {1})), 1);
        TreeSet<Integer> places = new TreeSet<>();
        for (int i = 0; i < DeltaCodec.MAX_PAYLOAD_BYTES - 200; i++) {
            places.add(i);
        }
        return new Act.Erase(List.of(new Cutoff(nowhere, Bytes.sha256(new byte[] {2}))), Map.of(nowhere, places));
    }

    @Test
    void whatAThirdCopySaidOnABranchThatWasToldIsToldToo() {
        TestNode cy = node("cy", 3);
        cy.joinThrough(alice, Level.READER);
        TestNode backup = copyOfAlice("backup");
        Map<LogId, Long> before = backup.replica().frontier(Plane.CONTROL).seqs();
        alice.replica().act(succession(1)).join();
        bo.pullFrom(alice);
        backup.replica().act(succession(2)).join();
        LogId log = grown(backup, before);
        close(backup);
        copy("backup", "third");
        backup = node("backup", 1);
        TestNode third = node("third", 1);
        third.replica().act(succession(3)).join();
        cy.pullFrom(third);

        hears(backup, bo, log, before.get(log) + 1);
        hears(backup, cy, log, before.get(log) + 1);
        bo.pullFrom(backup);

        assertEquals(3, bo.replica().authority().successions().size());
    }

    private static Act succession(int number) {
        return new Act.Succession(new SpaceId(Bytes.sha256(new byte[] {(byte) number})));
    }

    private static LogId grown(TestNode node, Map<LogId, Long> before) {
        return node.replica().frontier(Plane.CONTROL).seqs().entrySet().stream()
                .filter(held -> !held.getValue().equals(before.get(held.getKey())))
                .map(Map.Entry::getKey)
                .findAny()
                .orElseThrow();
    }

    @Test
    void whoLeftOnOneOfTwoBranchesHasLeftEverywhere() {
        TestNode cy = node("cy", 3);
        cy.joinThrough(alice, Level.WRITER);
        bo.replica().act(new Act.Close(List.of())).join();
        Map<LogId, Long> before = bo.replica().frontier(Plane.CONTROL).seqs();
        TestNode copy = copyOfBo("copy");
        bo.replica().act(new Act.Cut(grantOfBo(), false, List.of(), "leaves")).join();
        alice.pullFrom(bo);
        copy.replica().act(new Act.Close(List.of())).join();
        cy.pullFrom(copy);
        LogId log = grown(copy, before);

        hears(copy, alice, log, before.get(log) + 1);
        copy.pullFrom(alice);
        cy.pullFrom(copy);
        cy.pullFrom(copy);
        for (TestNode node : List.of(alice, copy, cy)) {
            assertFalse(node.replica().authority().grantOf(bo.self().node()).isPresent());
        }
        assertTrue(holdTheSameActs(copy, cy));
    }

    private GrantId grantOfBo() {
        return alice.replica()
                .authority()
                .grantOf(bo.self().node())
                .orElseThrow()
                .id();
    }

    @Test
    void whoWasLetInByACopyLeavesTheBranchThatItTold() {
        TestNode backup = copyOfAlice("backup");
        TestNode cy = node("cy", 3);
        TestNode di = node("di", 4);
        cy.joinThrough(alice, Level.WRITER);
        bo.pullFrom(alice);
        di.joinThrough(backup, Level.WRITER);
        di.asserts(quad(4));
        MemoryWire wire = wire(bo, backup);
        wire.settles(wire::isInStep);

        MemoryWire late = wire(di, bo);

        late.settles(
                () -> late.isInStep() && holdTheSameActs(di, bo) && di.digest().equals(bo.digest()));
        assertTrue(di.replica().authority().grantOf(cy.self().node()).isPresent());
        assertTrue(bo.shows(quad(4)));
    }

    @Test
    void twoCopiesThatBothActOnGoOnBesideEachOther() {
        TestNode backup = copyOfAlice("backup");
        TestNode cy = node("cy", 3);
        TestNode di = node("di", 4);
        cy.joinThrough(alice, Level.WRITER);
        di.joinThrough(backup, Level.WRITER);

        MemoryWire wire = wire(alice, backup);
        wire.settles(wire::isInStep);
        alice.cuts(cy);
        backup.cuts(di);

        wire.settles(() -> wire.isInStep() && holdTheSameActs(alice, backup));
        for (TestNode node : List.of(alice, backup)) {
            assertTrue(node.replica().authority().grantOf(cy.self().node()).isEmpty());
            assertTrue(node.replica().authority().grantOf(di.self().node()).isEmpty());
        }
    }

    @Test
    void whoHoldsTheOtherBranchTakesOverTheOneThatItsAuthorChose() {
        TestNode cy = node("cy", 3);
        cy.joinThrough(alice, Level.READER);
        TestNode backup = copyOfBo("backup");
        bo.asserts(quad(3));
        alice.pullFrom(bo);
        backup.asserts(quad(13));
        backup.asserts(quad(14));
        cy.pullFrom(backup);
        MemoryWire wire = wire(alice, backup);
        wire.settles(() -> wire.isInStep() && alice.shows(quad(14)));

        backup.tellsWhereForkedLogsEnd();
        wire.settles(() -> wire.isInStep());
        MemoryWire other = wire(alice, cy);

        other.settles(() -> other.isInStep() && alice.digest().equals(cy.digest()));
        assertTrue(cy.shows(quad(3)));
        assertTrue(cy.shows(quad(14)));
    }

    @Test
    void whoGaveUpItsBranchAndWasCutOffHearsOfTheOtherByJournals() {
        TestNode cy = node("cy", 3);
        cy.joinThrough(alice, Level.READER);
        TestNode backup = copyOfBo("backup");
        LogId log = bo.replica().frontier(Plane.DATA).seqs().firstKey();
        MemoryWire first = eachHearsOfABranchWhileConnected(cy, backup);
        first.cut();
        hears(backup, alice, log);
        Map<LogId, Long> before = backup.replica().frontier(Plane.CONTROL).seqs();
        backup.tellsWhereForkedLogsEnd();
        backup.asserts(quad(14));
        LogId acts = grown(backup, before);

        hears(cy, backup, acts, before.getOrDefault(acts, 0L) + 1);
        assertEquals(0, cy.replica().held(log), "nobody was there to bring the other branch");
        MemoryWire again = first.again();
        again.start();

        again.settles(() -> again.isInStep() && cy.shows(quad(3)));
        assertEquals(alice.digest(), cy.digest());
    }

    /** Alice holds what bo said, cy what its copy said in the same place; then somebody joins, so that both look again. */
    private MemoryWire eachHearsOfABranchWhileConnected(TestNode cy, TestNode copyOfBo) {
        MemoryWire wire = wire(alice, cy);
        wire.settles(() -> wire.isInStep() && alice.digest().equals(cy.digest()));
        wire.quiet();
        Runnable release = wire.hold();
        bo.asserts(quad(3));
        alice.pullFrom(bo);
        copyOfBo.asserts(quad(13));
        cy.pullFrom(copyOfBo);
        release.run();
        wire.quiet();
        TestNode di = node("di", 4);
        di.joinThrough(alice, Level.READER);
        wire.settles(() -> cy.knows(di) && wire.isInStep());
        wire.quiet();
        return wire;
    }

    @Test
    void whatTheRightReachesNoMoreIsNotSaidAgain() {
        TestNode backup = copyOfBo("backup");
        bo.asserts(quad(3));
        alice.pullFrom(bo);
        backup.asserts(quad(13));
        backup.asserts(quad(14));
        Scope scope = new Scope(Set.of(), Set.of("urn:s14"), Set.of(), EnumSet.of(Scope.Deed.ASSERT));
        alice.cuts(bo);
        alice.replica()
                .act(new Act.Give(
                        bo.self().certificate(),
                        "less",
                        new Allowance(Level.WRITER, scope, Allowance.UNLIMITED),
                        Set.of()))
                .join();

        MemoryWire wire = wire(alice, backup);

        wire.settles(() -> wire.isInStep() && alice.shows(quad(14)));
        assertEquals(alice.digest(), backup.digest());
        assertTrue(backup.shows(quad(3)));
        assertFalse(backup.shows(quad(13)), "nobody else would count it");
    }

    @Test
    void theOtherCopyGoesOnInANewLogToo() {
        TestNode copy = copyOfBo("copy");
        bo.asserts(quad(3));
        alice.pullFrom(bo);
        copy.asserts(quad(13));
        MemoryWire wire = wire(alice, copy);
        wire.settles(() -> wire.isInStep() && alice.shows(quad(13)));
        bo.asserts(quad(4));
        copy.tellsWhereForkedLogsEnd();
        wire.settles(wire::isInStep);

        MemoryWire again = wire(alice, bo);

        // What the original said after its log had been let end.
        again.settles(() -> alice.shows(quad(4)));
        again.settles(() -> again.isInStep() && alice.digest().equals(bo.digest()));
        assertTrue(bo.shows(quad(13)));
    }

    @Test
    void peersThatHoldABranchEachDoNotHaveItAllSaidAgainAndAgain() {
        TestNode cy = node("cy", 3);
        cy.joinThrough(alice, Level.READER);
        TestNode backup = copyOfBo("backup");
        bo.asserts(quad(3));
        alice.pullFrom(bo);
        backup.asserts(quad(13));
        cy.pullFrom(backup);
        LogId log = bo.replica().frontier(Plane.DATA).seqs().firstKey();
        hears(backup, alice, log);
        int logs = backup.replica().store().logs().size();

        Receipt known = hears(backup, cy, log);
        close(backup);
        backup = node("backup", 2);
        Receipt afterAStart = hears(backup, cy, log);

        assertEquals(new Receipt.Forked(3), known);
        assertEquals(new Receipt.Forked(3), afterAStart);
        assertEquals(logs, backup.replica().store().logs().size());
        assertTrue(backup.shows(quad(3)));
        assertTrue(backup.shows(quad(13)));
    }

    private static Receipt hears(TestNode node, TestNode from, LogId log) {
        return hears(node, from, log, 1);
    }

    private static Receipt hears(TestNode node, TestNode from, LogId log, long seq) {
        LogRoot root = from.replica().store().log(log).orElseThrow().root();
        LogHead before = seq == 1
                ? LogHead.start(log)
                : LogHead.of(from.replica()
                        .store()
                        .read(log, seq - 1, 1, Long.MAX_VALUE)
                        .getFirst());
        List<VerifiedDelta> run = DeltaCodec.verify(
                root,
                VerifyingKey.of(root.author()).orElseThrow(),
                before,
                from.replica().run(log, seq).orElseThrow());
        return node.replica().receive(run, from.self().node()).join();
    }

    /** The home of bo as it is now, opened as a daemon of its own. */
    private static boolean holdTheSameActs(TestNode one, TestNode other) {
        return one.replica()
                .frontier(Plane.CONTROL)
                .root()
                .equals(other.replica().frontier(Plane.CONTROL).root());
    }

    private TestNode copyOfBo(String name) {
        close(bo);
        copy("bo", name);
        bo = node("bo", 2);
        return node(name, 2);
    }

    private TestNode copyOfAlice(String name) {
        close(alice);
        copy("alice", name);
        alice = node("alice", 1);
        return node(name, 1);
    }

    private void close(TestNode node) {
        node.close();
        open.remove(node);
    }

    private void copy(String name, String other) {
        Path from = folder.resolve(name);
        Path to = folder.resolve(other);
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file)));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private MemoryWire wire(TestNode one, TestNode other) {
        MemoryWire wire = new MemoryWire(one, other);
        open.add(wire::cut);
        wire.start();
        return wire;
    }

    private static Quad quad(int number) {
        return Quad.create(
                Quad.defaultGraphIRI,
                NodeFactory.createURI("urn:s" + number),
                NodeFactory.createURI("urn:p"),
                NodeFactory.createLiteralString("o" + number));
    }
}
