package kith.daemon.replica;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;
import kith.daemon.store.LogState;
import kith.ontology.access.Act;
import kith.ontology.access.Allowance;
import kith.ontology.access.Level;
import kith.ontology.access.Scope;
import kith.ontology.bytes.Bytes;
import kith.ontology.delta.Dot;
import kith.ontology.delta.GrantId;
import kith.ontology.delta.LogId;
import kith.ontology.delta.LogRoot;
import kith.ontology.delta.Plane;
import org.apache.jena.sparql.core.Quad;
import org.apache.jena.sparql.sse.SSE;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an end of a right does to what whole replicas show, whenever they hear of it. */
final class EndOfRightsTest {
    private static final Quad BEFORE = quad("<urn:ada> <urn:name> 'before'");
    private static final Quad AFTER = quad("<urn:ada> <urn:name> 'after'");

    @TempDir
    Path folder;

    private TestNode alice;
    private TestNode bo;
    private TestNode cy;

    @BeforeEach
    void open() {
        alice = TestNode.open(folder.resolve("alice"), 1);
        bo = TestNode.open(folder.resolve("bo"), 2);
        cy = TestNode.open(folder.resolve("cy"), 3);
        alice.found("river");
        bo.joinThrough(alice);
        cy.joinThrough(alice);
    }

    @AfterEach
    void close() {
        alice.close();
        bo.close();
        cy.close();
    }

    @Test
    void whatAnEndedWriterSaidBeforeStandsAndWhatCameAfterDoesNotShow() {
        bo.asserts(BEFORE);
        alice.pullFrom(bo);
        bo.asserts(AFTER);
        cy.pullFrom(bo);

        alice.cuts(bo);
        cy.pullFrom(alice);

        assertTrue(cy.shows(BEFORE));
        assertFalse(cy.shows(AFTER), "taken back where it had been shown");
        assertEquals(alice.digest(), cy.digest());
        assertEquals(
                alice.replica().frontier(Plane.DATA).root(),
                cy.replica().frontier(Plane.DATA).root());
    }

    @Test
    void deltasTooLargeToBeReadAtOnceAreTakenBackAllTheSame() {
        for (int i = 0; i < 12; i++) {
            bo.asserts(quad("<urn:ada> <urn:p" + i + "> '"
                    + alice.machine().random(490_000).toHex() + "'"));
        }
        bo.asserts(AFTER);
        alice.pullFrom(bo);

        alice.cuts(bo, log -> Math.min(2, log.applied()));

        assertEquals(2, alice.replica().store().counts().quads());
        assertFalse(alice.shows(AFTER));
    }

    @Test
    void whatAnEndedWriterTookBackComesBack() {
        alice.asserts(BEFORE);
        bo.pullFrom(alice);
        bo.retracts(BEFORE);
        alice.pullFrom(bo);
        assertFalse(alice.shows(BEFORE));

        alice.cuts(bo, log -> 0);

        assertTrue(alice.shows(BEFORE));
    }

    @Test
    void whatComesLateFromAnEndedWriterIsKeptUnseen() {
        bo.asserts(BEFORE);
        alice.pullFrom(bo);
        alice.cuts(bo);

        bo.asserts(AFTER);
        alice.pullFrom(bo);

        assertTrue(alice.shows(BEFORE));
        assertFalse(alice.shows(AFTER));
    }

    @Test
    void aReplicaThatHearsOfTheEndFirstShowsWhatItLetsStand() {
        bo.asserts(BEFORE);
        bo.asserts(AFTER);
        alice.pullFrom(bo);
        alice.cuts(bo, log -> Math.min(1, log.applied()));
        cy.pullPlane(alice, Plane.CONTROL);

        cy.pullFrom(bo);

        assertTrue(cy.shows(BEFORE));
        assertFalse(cy.shows(AFTER));
        assertEquals(alice.digest(), cy.digest());
    }

    @Test
    void anEndedWriterMayNotWriteAndIsToldSo() {
        alice.cuts(bo);
        bo.pullPlane(alice, Plane.CONTROL);

        Exception refused = assertThrows(CompletionException.class, () -> bo.asserts(AFTER));

        assertTrue(refused.getMessage().contains("do nothing any more"));
        assertFalse(bo.knowsItsRight());
    }

    @Test
    void whoLeavesKeepsWhatWasSaid() {
        bo.asserts(BEFORE);
        alice.pullFrom(bo);

        bo.cuts(bo);
        alice.pullFrom(bo);

        assertTrue(alice.shows(BEFORE));
        assertFalse(alice.knows(bo));
        assertEquals(alice.digest(), bo.digest());
    }

    @Test
    void aRightThatWasLeftIsNotLeftOnceMore() {
        GrantId first = alice.replica()
                .authority()
                .grantOf(bo.self().node())
                .orElseThrow()
                .id();
        alice.replica()
                .act(new Act.Give(bo.self().certificate(), "again", Allowance.of(Level.WRITER), Set.of()))
                .join();
        bo.pullFrom(alice);
        Act.Cut leaving = new Act.Cut(first, true, List.of(), "left");
        bo.replica().act(leaving).join();

        Exception refused = assertThrows(
                CompletionException.class, () -> bo.replica().act(leaving).join());
        alice.pullFrom(bo);

        assertTrue(refused.getMessage().contains("ended already"), refused.getMessage());
        assertEquals(
                bo.replica().frontier(Plane.CONTROL).root(),
                alice.replica().frontier(Plane.CONTROL).root(),
                "two such ends would make each other void where both are known, and there alone");
    }

    @Test
    void aRestartAfterAnEndChangesNothing() {
        bo.asserts(BEFORE);
        bo.asserts(AFTER);
        alice.pullFrom(bo);
        alice.cuts(bo, log -> Math.min(1, log.applied()));
        String digest = alice.digest();

        alice.close();
        alice = TestNode.open(folder.resolve("alice"), 1);

        assertEquals(digest, alice.digest());
        assertTrue(alice.shows(BEFORE));
        assertFalse(alice.shows(AFTER));
    }

    @Test
    void aDeltaOutsideItsScopeIsVoidAsAWholeAndTheLogGoesOn() {
        Quad inside = quad("<http://example.org/bo/a> <urn:p> 1");
        Quad outside = quad("<http://example.org/ada> <urn:p> 1");
        Scope scope = new Scope(Set.of(), Set.of("http://example.org/bo/*"), Set.of(), EnumSet.of(Scope.Deed.ASSERT));
        give(cy, new Allowance(Level.WRITER, scope, Allowance.UNLIMITED));

        assertThrows(CompletionException.class, () -> cy.asserts(inside, outside));
        cy.asserts(inside);
        alice.pullFrom(cy);

        assertTrue(alice.shows(inside));
        assertFalse(alice.shows(outside));
    }

    @Test
    void whatCameToCountLaterIsNamedByTheNextDelta() {
        try (TestNode di = TestNode.open(folder.resolve("di"), 4)) {
            di.joinThrough(alice);
            di.asserts(BEFORE);
            bo.pullPlane(di, Plane.DATA);
            assertFalse(bo.shows(BEFORE), "its grant is not known yet");
            bo.pullPlane(alice, Plane.CONTROL);
            assertTrue(bo.shows(BEFORE));

            bo.asserts(AFTER);
            bo.asserts(quad("<urn:ada> <urn:name> 'last'"));

            LogId log = di.replica().frontier(Plane.DATA).seqs().firstKey();
            assertEquals(List.of(List.of(new Dot(log, 1)), List.of()), named(bo));
        }
    }

    /** What each delta of a node names that came before it. */
    private static List<List<Dot>> named(TestNode node) {
        LogRoot own = node.replica().store().logs().stream()
                .map(LogState::root)
                .filter(log -> log.plane() == Plane.DATA
                        && log.author().equals(node.self().node()))
                .findFirst()
                .orElseThrow();
        return node.replica().store().read(own.id(), 1, 10, Long.MAX_VALUE).stream()
                .map(delta -> delta.entry().deps())
                .toList();
    }

    @Test
    void aQuotaEndsALogWhereItIsUsedUp() {
        give(cy, new Allowance(Level.WRITER, Scope.ALL, 150));

        cy.asserts(BEFORE);
        Exception refused = assertThrows(
                CompletionException.class,
                () -> cy.asserts(quad(
                        "<urn:ada> <urn:name> '" + Bytes.sha256(new byte[1]).toHex()
                                + Bytes.sha256(new byte[2]).toHex()
                                + Bytes.sha256(new byte[3]).toHex() + "'")));
        alice.pullFrom(cy);

        assertTrue(refused.getMessage().contains("bytes"), refused.getMessage());
        assertTrue(alice.shows(BEFORE));
    }

    @Test
    void whoseQuotaIsUsedUpWritesOnUnderAFurtherRight() {
        give(cy, new Allowance(Level.WRITER, Scope.ALL, 300));
        List<Quad> large = Stream.generate(() -> alice.machine().random(96).toHex())
                .limit(3)
                .map(text -> quad("<urn:ada> <urn:name> '" + text + "'"))
                .toList();
        assertThrows(CompletionException.class, () -> large.forEach(cy::asserts), "three are more than the quota");
        Quad refused =
                large.stream().filter(quad -> !cy.shows(quad)).findFirst().orElseThrow();

        more(cy, new Allowance(Level.WRITER, Scope.ALL, 290));
        cy.asserts(refused);
        alice.pullFrom(cy);

        assertEquals(300, quota(cy), "the right that is used up is the stronger one still");
        assertTrue(alice.shows(large.getFirst()) && alice.shows(refused));
    }

    @Test
    void whatOneRightDoesNotReachIsWrittenUnderAnother() {
        Scope part = new Scope(Set.of(), Set.of("urn:bo"), Set.of(), EnumSet.allOf(Scope.Deed.class));
        give(cy, new Allowance(Level.WRITER, part, Allowance.UNLIMITED));
        Scope other = new Scope(Set.of(), Set.of("urn:ada"), Set.of(), EnumSet.allOf(Scope.Deed.class));
        more(cy, new Allowance(Level.WRITER, other, Allowance.UNLIMITED));
        Quad ofBo = quad("<urn:bo> <urn:name> 'bo'");

        cy.asserts(ofBo);
        cy.asserts(BEFORE);
        Exception refused = assertThrows(CompletionException.class, () -> cy.asserts(quad("<urn:cy> <urn:name> 'cy'")));
        alice.pullFrom(cy);

        assertTrue(alice.shows(ofBo) && alice.shows(BEFORE));
        assertTrue(refused.getMessage().contains("does not reach urn:cy"), refused.getMessage());
    }

    @Test
    void ofTwoRightsTheOneWithoutAQuotaIsTheStrongerThenTheLarger() {
        give(cy, new Allowance(Level.WRITER, Scope.ALL, 300));
        for (long quota : new long[] {200, 400, 100}) {
            more(cy, new Allowance(Level.WRITER, Scope.ALL, quota));
        }
        assertEquals(400, quota(cy));

        more(cy, new Allowance(Level.WRITER, Scope.ALL, Allowance.UNLIMITED));
        more(cy, new Allowance(Level.WRITER, Scope.ALL, 500));

        assertEquals(Allowance.UNLIMITED, quota(cy));
        assertEquals(6, alice.replica().authority().grantsOf(cy.self().node()).size());
    }

    private long quota(TestNode node) {
        return alice.replica()
                .authority()
                .grantOf(node.self().node())
                .orElseThrow()
                .allowance()
                .quotaBytes();
    }

    /** Gives the writer a further right. */
    private void more(TestNode node, Allowance allowance) {
        alice.replica()
                .act(new Act.Give(node.self().certificate(), "more", allowance, Set.of()))
                .join();
        node.pullFrom(alice);
    }

    /** Takes the writer's right away and gives another. */
    private void give(TestNode node, Allowance allowance) {
        alice.cuts(node);
        alice.replica()
                .act(new Act.Give(node.self().certificate(), "again", allowance, Set.of()))
                .join();
        node.pullFrom(alice);
        bo.pullFrom(alice);
        assertEquals(
                List.of(allowance),
                List.of(alice.replica()
                        .authority()
                        .grantOf(node.self().node())
                        .orElseThrow()
                        .allowance()));
    }

    private static Quad quad(String words) {
        return SSE.parseQuad("(_ " + words + ")");
    }
}
