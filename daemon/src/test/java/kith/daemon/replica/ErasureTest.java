package kith.daemon.replica;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletionException;
import kith.ontology.access.Act;
import kith.ontology.access.Cutoff;
import kith.ontology.access.Level;
import kith.ontology.access.Scope;
import kith.ontology.delta.LogId;
import kith.ontology.delta.Plane;
import kith.ontology.delta.SignedDelta;
import kith.ontology.fault.KithException;
import kith.ontology.vocab.Policy;
import org.apache.jena.graph.NodeFactory;
import org.apache.jena.sparql.core.Quad;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of deltas that an act of erasure names, whatever comes first. */
final class ErasureTest {
    private static final Quad ADA = quad("ada");
    private static final Quad BO = quad("bo");

    @TempDir
    Path folder;

    private TestNode ada;
    private TestNode bo;

    private static Quad quad(String name) {
        return Quad.create(
                Quad.defaultGraphIRI,
                NodeFactory.createURI("http://e.org/" + name),
                NodeFactory.createURI("http://e.org/nick"),
                NodeFactory.createLiteralString("the nickname of " + name));
    }

    @BeforeEach
    void begin() {
        ada = TestNode.open(folder.resolve("ada"), 1);
        bo = TestNode.open(folder.resolve("bo"), 2);
        ada.found("river");
        bo.joinThrough(ada);
        ada.pullFrom(bo);
    }

    @AfterEach
    void end() {
        ada.close();
        bo.close();
    }

    @Test
    void whatIsErasedShowsNowhere() {
        ada.asserts(ADA);
        bo.pullFrom(ada);

        ada.replica().act(erasing(newest(ada))).join();
        bo.pullFrom(ada);

        assertFalse(ada.shows(ADA));
        assertFalse(bo.shows(ADA));
        assertTrue(newest(ada).entry().isWithdrawn());
        assertTrue(newest(bo, ada).entry().isWithdrawn());
        assertEquals(newest(ada).link(), newest(bo, ada).link());
        assertEquals(ada.digest(), bo.digest());
    }

    @Test
    void anErasureThatComesFirstKeepsThePayloadOut() {
        bo.asserts(ADA);
        SignedDelta said = newest(bo);
        ada.replica().act(erasing(said)).join();

        List<Receipt> receipts = ada.pullPlane(bo, Plane.DATA);

        receipts.forEach(receipt -> assertInstanceOf(Receipt.Accepted.class, receipt));
        assertFalse(ada.shows(ADA));
        assertEquals(said.withdrawn(), newest(ada, bo));
    }

    @Test
    void aLogGoesOnBehindAnErasedDelta() {
        ada.asserts(ADA);
        ada.replica().act(erasing(newest(ada))).join();
        ada.asserts(BO);

        bo.pullFrom(ada);

        assertFalse(bo.shows(ADA));
        assertTrue(bo.shows(BO));
        assertEquals(ada.replica().frontier(Plane.DATA), bo.replica().frontier(Plane.DATA));
    }

    @Test
    void anErasureMayComeWithTheEndOfItsAuthorsRight() {
        Act latest = new Act.Rule(ADA.getPredicate().getURI(), Optional.empty(), Policy.LATEST, Set.of());
        ada.replica().act(latest).join();
        ada.asserts(value(0));
        try (TestNode cy = TestNode.open(folder.resolve("cy"), 3);
                TestNode di = TestNode.open(folder.resolve("di"), 4)) {
            di.joinThrough(ada);
            bo.asserts(value(1));
            di.asserts(value(2));
            List<SignedDelta> erased = List.of(newest(bo), newest(di));
            bo.asserts(value(3));
            di.asserts(value(4));
            ada.pullFrom(bo);
            ada.pullFrom(di);
            cy.joinThrough(ada);
            erased.forEach(said -> ada.replica().act(erasing(said)).join());
            ada.cuts(bo, log -> 0L);
            ada.cuts(di, log -> 0L);

            cy.pullFrom(ada);

            assertTrue(cy.shows(value(0)));
            assertEquals(ada.digest(), cy.digest());
            assertEquals(1, cy.replica().store().counts().quads());
        }
    }

    /** One of the values of a field. */
    private static Quad value(int number) {
        return Quad.create(
                ADA.getGraph(),
                ADA.getSubject(),
                ADA.getPredicate(),
                NodeFactory.createLiteralString("value " + number));
    }

    @Test
    void aPayloadThatNobodyErasedIsNotLetGo() {
        ada.asserts(ADA);
        SignedDelta said = newest(ada);
        ada.replica().act(erasing(said)).join();

        List<Receipt> unheard = bo.pullPlane(ada, Plane.DATA);
        bo.pullPlane(ada, Plane.CONTROL);
        List<Receipt> heard = bo.pullPlane(ada, Plane.DATA);

        unheard.forEach(receipt -> assertInstanceOf(Receipt.NoRoom.class, receipt));
        assertEquals(List.of(new Receipt.Accepted(said.dot().seq())), heard);
    }

    @Test
    void whatAnErasedDeltaTookBackStaysTakenBack() {
        ada.asserts(ADA, BO);
        bo.pullFrom(ada);
        SignedDelta asserted = newest(ada);
        bo.retracts(ADA);
        ada.pullFrom(bo);
        int place = Applying.read(asserted, Scope.ALL).orElseThrow().asserts().indexOf(ADA);

        ada.replica()
                .act(new Act.Erase(
                        List.of(Cutoff.at(newest(bo))), Map.of(asserted.dot(), new TreeSet<>(List.of(place)))))
                .join();
        bo.pullFrom(ada);

        assertFalse(ada.shows(ADA));
        assertFalse(bo.shows(ADA));
        assertTrue(ada.shows(BO));
        assertEquals(ada.digest(), bo.digest());
    }

    @Test
    void whatAnErasedDeltaTookBackComesBackWhereNothingRestatesIt() {
        ada.asserts(ADA);
        bo.pullFrom(ada);
        bo.retracts(ADA);
        ada.pullFrom(bo);
        assertFalse(ada.shows(ADA));

        ada.replica().act(erasing(newest(bo))).join();

        assertTrue(ada.shows(ADA));
    }

    @Test
    void aReaderRestatesNothing() {
        TestNode cy = TestNode.open(folder.resolve("cy"), 3);
        cy.joinThrough(ada, Level.READER);
        ada.asserts(ADA);
        SignedDelta asserted = newest(ada);
        cy.pullFrom(ada);

        cy.replica()
                .act(new Act.Erase(List.of(), Map.of(asserted.dot(), new TreeSet<>(List.of(0)))))
                .join();
        ada.pullFrom(cy);

        assertTrue(cy.shows(ADA));
        assertTrue(ada.shows(ADA));
        cy.close();
    }

    @Test
    void oneWhoIsNoAdminErasesTheirOwnAndNothingElse() {
        ada.asserts(ADA);
        bo.pullFrom(ada);
        bo.asserts(BO);

        bo.replica().act(erasing(newest(ada))).join();
        bo.replica().act(erasing(newest(bo))).join();
        ada.pullFrom(bo);

        assertTrue(ada.shows(ADA));
        assertTrue(bo.shows(ADA));
        assertFalse(ada.shows(BO));
        assertFalse(bo.shows(BO));
    }

    @Test
    void oneWhoHasNoRightErasesNothing() {
        TestNode cy = TestNode.open(folder.resolve("cy"), 3);
        cy.guesses(ada.replica().id());
        ada.asserts(ADA);

        CompletionException refused = assertThrows(
                CompletionException.class,
                () -> cy.replica().act(erasing(newest(ada))).join());

        assertInstanceOf(KithException.class, refused.getCause());
        cy.close();
    }

    @Test
    void anErasureOutlastsARestart() {
        ada.asserts(ADA, BO);
        SignedDelta said = newest(ada);
        ada.replica().act(erasing(said)).join();
        ada.close();

        ada = TestNode.open(folder.resolve("ada"), 1);

        assertFalse(ada.shows(ADA));
        assertTrue(ada.replica().erasure(newest(ada)).isPresent());
    }

    private static Act.Erase erasing(SignedDelta... deltas) {
        return new Act.Erase(List.of(deltas).stream().map(Cutoff::at).toList(), Map.of());
    }

    private static SignedDelta newest(TestNode node) {
        return newest(node, node);
    }

    /** The last delta of the data log in which {@code author} writes, as {@code node} holds it. */
    private static SignedDelta newest(TestNode node, TestNode author) {
        LogId log = node.replica().store().logs().stream()
                .filter(state -> state.root().plane() == Plane.DATA)
                .filter(state -> state.root().author().equals(author.self().node()))
                .findFirst()
                .orElseThrow()
                .root()
                .id();
        long last = node.replica().held(log);
        return node.replica().store().read(log, last, 1, Long.MAX_VALUE).getFirst();
    }
}
