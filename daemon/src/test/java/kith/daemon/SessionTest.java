package kith.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import kith.daemon.replica.TestNode;
import kith.daemon.sync.Message;
import kith.daemon.sync.MessageCodec;
import kith.ontology.access.Level;
import kith.ontology.delta.DeltaRun;
import kith.ontology.delta.GrantId;
import kith.ontology.delta.LogHead;
import kith.ontology.delta.LogRoot;
import kith.ontology.delta.Plane;
import kith.ontology.testkit.Gen;
import kith.ontology.testkit.SomeDeltas;
import org.apache.jena.graph.NodeFactory;
import org.apache.jena.sparql.core.Quad;
import org.apache.jena.sparql.sse.SSE;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real sessions over real replicas, with a wire of memory between them. */
final class SessionTest {
    private static final int PROOF = 0x24;

    @TempDir
    Path folder;

    private final List<AutoCloseable> open = new ArrayList<>();
    private TestNode alice;
    private TestNode bo;
    private TestNode cy;

    @BeforeEach
    void start() {
        alice = node(1);
        bo = node(2);
        cy = node(3);
        alice.found("river");
    }

    private TestNode node(int number) {
        TestNode node = TestNode.open(folder.resolve("n" + number), number);
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
    void aTicketLetsAStrangerInAndBringsEverything() {
        alice.asserts(quad(1), quad(2));
        bo.holdsTicketOf(alice, Level.WRITER);

        MemoryWire wire = wire(alice, bo);

        wire.settles(() -> bo.replicas().all().size() == 1 && alice.digest().equals(bo.digest()));
    }

    @Test
    void newsGoBothWays() {
        bo.holdsTicketOf(alice, Level.WRITER);
        MemoryWire wire = wire(alice, bo);
        wire.settles(() -> bo.mayWrite());

        bo.asserts(quad(1));
        alice.asserts(quad(2));

        wire.settles(() -> alice.shows(quad(1)) && bo.shows(quad(2)));
        assertEquals(alice.digest(), bo.digest());
    }

    @Test
    void whoWasHereBeforeHearsOnlyOfWhatMoved() {
        MemoryWire first = threeInStep();
        first.settles(() -> remembers(first));
        first.quiet();
        first.cut();
        alice.asserts(quad(1));
        bo.asserts(quad(2));

        MemoryWire again = first.again();
        again.start();
        again.settles(() -> alice.shows(quad(2)) && bo.shows(quad(1)) && again.isInStep());

        assertEquals(alice.digest(), bo.digest());
        assertEquals(1, again.placesToldBy(alice), "one of five logs");
        assertEquals(1, again.placesToldBy(bo));
    }

    @Test
    void aLogThatIsNewIsAskedForByName() {
        MemoryWire first = threeInStep();
        first.settles(() -> remembers(first));
        first.quiet();
        first.cut();
        TestNode dan = node(4);
        dan.joinThrough(alice, Level.WRITER);
        dan.asserts(quad(4));
        alice.pullFrom(dan);

        MemoryWire again = first.again();
        again.start();
        again.settles(() -> bo.shows(quad(4)) && again.isInStep());

        assertEquals(alice.digest(), bo.digest());
        assertEquals(2, again.placesToldBy(alice), "what let it in, and its own");
        assertEquals(0, again.placesToldBy(bo));
    }

    @Test
    void whoHoldsByOthersWhatMovedSaysSo() {
        MemoryWire first = threeInStep();
        first.settles(() -> remembers(first));
        first.quiet();
        first.cut();
        cy.asserts(quad(3), quad(4));
        alice.asserts(quad(1));
        alice.pullFrom(cy);
        bo.pullFrom(cy);

        MemoryWire again = first.again();
        again.start();
        again.settles(() -> bo.shows(quad(1)) && again.isInStep());
        cy.asserts(quad(5));
        alice.pullFrom(cy);
        again.settles(() -> bo.shows(quad(5)) && again.isInStep());

        assertEquals(alice.digest(), bo.digest());
    }

    @Test
    void whatOnceMetAgainIsNewsFromThenOn() {
        MemoryWire first = threeInStep();
        first.settles(() -> remembers(first));
        first.quiet();
        first.cut();
        alice.asserts(quad(1));
        MemoryWire again = first.again();
        again.start();
        again.settles(() -> bo.shows(quad(1)) && again.isInStep());

        cy.asserts(quad(3));
        bo.pullFrom(cy);
        bo.asserts(quad(2));
        again.settles(() -> alice.shows(quad(2)) && alice.shows(quad(3)) && again.isInStep());

        MemoryWire third = again.again();
        third.start();
        third.settles(third::isInStep);
        assertEquals(0, third.placesToldBy(alice) + third.placesToldBy(bo), "equal roots");
        assertTrue(third.bytes() <= 350, third.bytes() + " bytes to find that nothing is new");
    }

    /** Alice, bo and cy have said something each and hold all; alice and bo are connected. */
    private MemoryWire threeInStep() {
        bo.joinThrough(alice, Level.WRITER);
        cy.joinThrough(alice, Level.WRITER);
        alice.asserts(quad(11));
        bo.asserts(quad(12));
        cy.asserts(quad(13));
        alice.pullFrom(cy);
        MemoryWire wire = wire(alice, bo);
        wire.settles(() -> wire.isInStep() && alice.digest().equals(bo.digest()));
        wire.quiet();
        return wire;
    }

    private boolean remembers(MemoryWire wire) {
        return wire.remembersAt(alice, bo) && wire.remembersAt(bo, alice);
    }

    @Test
    void whoseRightEndsHearsOfItAndNothingMore() {
        bo.holdsTicketOf(alice, Level.WRITER);
        MemoryWire wire = wire(alice, bo);
        wire.settles(() -> bo.mayWrite());

        alice.cuts(bo);
        wire.settles(() -> !bo.knowsItsRight());
        alice.asserts(quad(3));

        MemoryWire again = wire(alice, bo);
        again.settles(() -> again.refusalAt(bo).isPresent());
        again.quiet();
        assertTrue(again.refusalAt(bo).orElseThrow().contains("gone"));
        assertFalse(bo.shows(quad(3)));
    }

    @Test
    void whoWasAwayWhenARightEndedComesInStepAgain() {
        bo.holdsTicketOf(alice, Level.WRITER);
        cy.holdsTicketOf(alice, Level.WRITER);
        MemoryWire first = wire(alice, bo);
        MemoryWire second = wire(alice, cy);
        first.settles(() -> bo.mayWrite());
        second.settles(() -> cy.mayWrite());
        first.cut();
        second.cut();
        bo.asserts(quad(1), quad(2));
        cy.pullFrom(bo);

        alice.cuts(bo);
        MemoryWire again = wire(alice, cy);

        again.settles(() -> again.isInStep() && alice.digest().equals(cy.digest()));
        assertFalse(cy.shows(quad(1)));
    }

    @Test
    void whoHeardItTellsOthers() {
        bo.holdsTicketOf(alice, Level.WRITER);
        cy.holdsTicketOf(alice, Level.READER);
        MemoryWire first = wire(alice, bo);
        MemoryWire second = wire(alice, cy);
        second.settles(() -> cy.knowsItsRight() && bo.mayWrite() && bo.knows(cy));

        second.cut();
        MemoryWire third = wire(bo, cy);
        alice.asserts(quad(1));

        third.settles(() -> cy.shows(quad(1)));
        assertEquals(alice.digest(), cy.digest());
        first.cut();
    }

    @Test
    void twoThatWroteApartAgreeWhenTheyMeetAgain() {
        bo.holdsTicketOf(alice, Level.WRITER);
        MemoryWire wire = wire(alice, bo);
        wire.settles(() -> bo.mayWrite());
        wire.cut();
        alice.asserts(quad(1));
        bo.asserts(quad(2));

        MemoryWire again = wire(alice, bo);

        again.settles(() -> alice.shows(quad(2)) && bo.shows(quad(1)));
        assertEquals(alice.digest(), bo.digest());
    }

    @Test
    void aStrangerWithoutTicketSeesNothing() {
        alice.asserts(quad(1));
        bo.guesses(alice.replica().id());

        MemoryWire wire = wire(alice, bo);

        wire.quiet();
        assertEquals(0, bo.replica().held(alice.firstLog()));
        assertEquals(2, wire.framesTo(bo), "HELLO and one OPEN, and not a word of the space");
    }

    @Test
    void aProofThatProvesNothingLeavesNothing() {
        bo.guesses(alice.replica().id());
        MemoryWire wire = wire(alice, bo);
        wire.quiet();
        Gen gen = new Gen(1);
        LogRoot junk = new LogRoot(
                alice.replica().id(),
                bo.self().node(),
                gen.bytes(LogRoot.INCARNATION_BYTES),
                Plane.CONTROL,
                new GrantId(gen.bytes(GrantId.BYTES)));
        LogHead start = LogHead.start(junk.id());
        DeltaRun run = SomeDeltas.run(
                start, SomeDeltas.chain(gen, junk, start, bo.self().device()));

        wire.inject(alice, 1, PROOF, MessageCodec.encode(new Message.Proof(junk, run)));

        wire.quiet();
        assertEquals("", wire.faultAt(alice));
        assertTrue(alice.replica().store().log(junk.id()).isEmpty());
        assertEquals(1, alice.replica().store().logs().size());
    }

    @Test
    void aStrangerHearsHelloAndNotHowManySpacesThereAre() {
        alice.found("lake");

        MemoryWire wire = wire(alice, bo);

        wire.quiet();
        assertEquals(1, wire.framesTo(bo));
    }

    @Test
    void aTicketServesOnce() {
        var ticket = bo.holdsTicketOf(alice, Level.WRITER);
        cy.holds(ticket);
        MemoryWire first = wire(alice, bo);
        first.settles(() -> bo.mayWrite());

        MemoryWire second = wire(alice, cy);

        second.settles(() -> second.refusalAt(cy).isPresent());
        assertFalse(cy.knowsItsRight());
    }

    @Test
    void aMemberProvesItsRightToOneWhoHasNotHeardOfIt() {
        bo.holdsTicketOf(alice, Level.WRITER);
        MemoryWire first = wire(alice, bo);
        first.settles(() -> bo.mayWrite());
        first.cut();
        cy.holdsTicketOf(alice, Level.WRITER);
        MemoryWire second = wire(alice, cy);
        second.settles(() -> cy.mayWrite());
        second.cut();
        cy.asserts(quad(3));

        MemoryWire third = wire(bo, cy);

        third.settles(() -> bo.shows(quad(3)));
        assertTrue(bo.knows(cy));
    }

    @Test
    void aLongHistoryArrivesWhole() {
        for (int i = 0; i < 700; i++) {
            alice.asserts(quad(i));
        }
        bo.holdsTicketOf(alice, Level.READER);

        MemoryWire wire = wire(alice, bo);

        wire.settles(() -> alice.digest().equals(bo.digest()));
        wire.settles(() -> wire.isInStep());
    }

    @Test
    void theLargestDeltaFollowsSmallOnes() {
        bo.holdsTicketOf(alice, Level.WRITER);
        MemoryWire wire = wire(alice, bo);
        wire.settles(() -> bo.mayWrite() && wire.isInStep());
        alice.asserts(quad(1), noise(1, 40_000));
        wire.settles(() -> bo.shows(quad(1)));

        alice.asserts(noise(2, 580_000), noise(3, 580_000));

        wire.settles(() -> bo.shows(noise(3, 580_000)));
        assertEquals(alice.digest(), bo.digest());
    }

    /** A text that does not compress. */
    private static Quad noise(long seed, int length) {
        StringBuilder text = new StringBuilder(length);
        new Random(seed).ints(length, 0, 128).forEach(c -> text.append((char) c));
        return Quad.create(
                Quad.defaultGraphIRI,
                NodeFactory.createURI("urn:noise:" + seed),
                NodeFactory.createURI("urn:text"),
                NodeFactory.createLiteralString(text.toString()));
    }

    private MemoryWire wire(TestNode one, TestNode other) {
        MemoryWire wire = new MemoryWire(one, other);
        open.add(wire::cut);
        wire.start();
        return wire;
    }

    private static Quad quad(int i) {
        return Quad.create(
                Quad.defaultGraphIRI, SSE.parseTriple("(<urn:thing:" + i + "> <urn:name> 'the name of " + i + "')"));
    }
}
