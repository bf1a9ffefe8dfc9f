package kith.daemon.replica;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionException;
import kith.daemon.store.LogState;
import kith.daemon.store.Snapshot;
import kith.ontology.access.Act;
import kith.ontology.access.Allowance;
import kith.ontology.access.Cutoff;
import kith.ontology.access.Level;
import kith.ontology.access.Scope;
import kith.ontology.delta.Dot;
import kith.ontology.delta.GrantId;
import kith.ontology.delta.LogId;
import kith.ontology.fault.Code;
import kith.ontology.fault.KithException;
import kith.ontology.identity.KeyId;
import org.apache.jena.sparql.core.Quad;
import org.apache.jena.sparql.sse.SSE;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an end made void comes back as the word of an admin, once, and as far as that admin may speak. */
final class AdoptingTest {
    @TempDir
    Path folder;

    private TestNode alice;
    private TestNode bo;
    private TestNode cy;
    private GrantId right;

    @BeforeEach
    void open() {
        alice = TestNode.open(folder.resolve("alice"), 1);
        bo = TestNode.open(folder.resolve("bo"), 2);
        cy = TestNode.open(folder.resolve("cy"), 3);
        alice.found("river");
        bo.joinThrough(alice);
        cy.joinThrough(alice);
        right = alice.replica()
                .authority()
                .grantOf(bo.self().node())
                .orElseThrow()
                .id();
    }

    @AfterEach
    void close() {
        alice.close();
        bo.close();
        cy.close();
    }

    private static Quad quad(int number) {
        return SSE.parseQuad("(_ <urn:ada> <urn:p" + number + "> " + number + ")");
    }

    /** Lets bo write facts 1 to {@code count}, one a delta, and ends its right after the first {@code kept}. */
    private void writesAndEnds(int count, int kept) {
        for (int i = 1; i <= count; i++) {
            bo.asserts(quad(i));
        }
        alice.pullFrom(bo);
        alice.cuts(bo, log -> Math.min(kept, log.applied()));
    }

    private static Pending.Adopted adopts(TestNode node, GrantId right) {
        return node.replica().adopt(Set.of(right)).join();
    }

    private static Set<KeyId> authors(TestNode at, Quad quad) {
        Set<KeyId> authors = new HashSet<>();
        try (Snapshot snapshot = at.replica().snapshot()) {
            for (Dot dot : snapshot.history(quad).live(each -> true)) {
                authors.add(
                        at.replica().store().log(dot.log()).orElseThrow().root().author());
            }
        }
        return authors;
    }

    private static Code refused(Runnable act) {
        return ((KithException)
                        assertThrows(CompletionException.class, act::run).getCause())
                .code();
    }

    @Test
    void whatAnEndMadeVoidIsShownEverywhereAsTheWordOfTheAdmin() {
        writesAndEnds(5, 2);
        assertFalse(alice.shows(quad(3)));

        Pending.Adopted.Share share = adopts(alice, right).shares().get(right);
        cy.pullFrom(alice);
        bo.pullFrom(alice);

        assertEquals(List.of(3, 0, 3L), List.of(share.deltas(), share.silent(), share.asserts()));
        for (TestNode node : List.of(alice, bo, cy)) {
            assertTrue(node.shows(quad(3)) && node.shows(quad(4)) && node.shows(quad(5)));
            assertEquals(Set.of(alice.self().node()), authors(node, quad(5)));
            assertEquals(Set.of(bo.self().node()), authors(node, quad(2)), "what was kept is its author's still");
            assertEquals(alice.digest(), node.digest());
        }
    }

    @Test
    void aForesightTellsAsMuchAndSaysNothing() {
        writesAndEnds(5, 2);
        String digest = alice.digest();

        Pending.Adopted foreseen = alice.replica().foreseeAdopted(Set.of(right)).join();

        assertEquals(digest, alice.digest());
        assertEquals("", foreseen.delta());
        assertEquals(foreseen.shares(), adopts(alice, right).shares());
    }

    @Test
    void whatWasAdoptedIsNotAdoptedAgainAndWhatComesLaterIs() {
        writesAndEnds(4, 2);
        adopts(alice, right);
        String digest = alice.digest();

        assertTrue(adopts(alice, right).shares().isEmpty());
        alice.close();
        alice = TestNode.open(folder.resolve("alice"), 1);
        assertTrue(adopts(alice, right).shares().isEmpty(), "nor after a restart");
        assertEquals(digest, alice.digest());
        bo.asserts(quad(9));
        alice.pullFrom(bo);
        Pending.Adopted later = adopts(alice, right);

        assertEquals(1, later.shares().get(right).deltas());
        assertTrue(alice.shows(quad(9)));
    }

    @Test
    void whatOnlyWritesMayNotAdoptNorMayWhoWasEnded() {
        writesAndEnds(3, 1);
        cy.pullFrom(alice);
        bo.pullFrom(alice);

        assertEquals(Code.NOT_ALLOWED, refused(() -> adopts(cy, right)));
        assertEquals(Code.NOT_ALLOWED, refused(() -> adopts(bo, right)));
        assertEquals(
                Code.NOT_ALLOWED,
                refused(() -> cy.replica().foreseeAdopted(Set.of(right)).join()));
        assertFalse(alice.shows(quad(2)));
    }

    @Test
    void aRightThatStandsLeavesNothingToAdopt() {
        bo.asserts(quad(1));
        alice.pullFrom(bo);

        assertTrue(adopts(alice, right).shares().isEmpty());
        assertEquals(Set.of(bo.self().node()), authors(alice, quad(1)));
    }

    @Test
    void whatWasTakenBackIsTakenBackOfTheNewWordsToo() {
        bo.asserts(quad(1));
        bo.asserts(quad(2));
        bo.retracts(quad(2));
        bo.retracts(quad(1));
        alice.pullFrom(bo);
        alice.cuts(bo, log -> Math.min(1, log.applied()));
        assertTrue(alice.shows(quad(1)));

        adopts(alice, right);

        assertFalse(alice.shows(quad(2)), "said and taken back after the end");
        assertFalse(alice.shows(quad(1)), "said before it, and taken back after");
    }

    @Test
    void whatIsTakenBackInALaterAdoptionIsTakenBackOfTheEarlierWords() {
        writesAndEnds(2, 1);
        adopts(alice, right);
        assertTrue(alice.shows(quad(2)));

        bo.retracts(quad(2));
        alice.pullFrom(bo);
        adopts(alice, right);

        assertFalse(alice.shows(quad(2)));
    }

    @Test
    void aLogThatTheEndDoesNotNameIsAdoptedWhole() {
        writesAndEnds(3, 0);
        assertFalse(alice.shows(quad(1)));

        assertEquals(3, adopts(alice, right).shares().get(right).deltas());

        assertTrue(alice.shows(quad(1)));
    }

    @Test
    void whatIsErasedSaysNothing() {
        writesAndEnds(3, 1);
        LogState log = alice.replica().store().logs().stream()
                .filter(each -> each.isWaiting() && each.root().grant().equals(right))
                .findFirst()
                .orElseThrow();
        LogId id = log.root().id();
        Cutoff third = new Cutoff(new Dot(id, 3), alice.replica().store().link(id, 3));
        alice.replica().act(new Act.Erase(List.of(third), Map.of())).join();

        Pending.Adopted.Share share = adopts(alice, right).shares().get(right);

        assertEquals(List.of(1, 1), List.of(share.deltas(), share.silent()));
        assertTrue(alice.shows(quad(2)));
        assertFalse(alice.shows(quad(3)));
    }

    @Test
    void anAdminOfAPartAdoptsThatPart() {
        Scope part = new Scope(Set.of(), Set.of(), Set.of("urn:p2"), EnumSet.allOf(Scope.Deed.class));
        admin(cy, new Allowance(Level.ADMIN, part, Allowance.UNLIMITED));
        writesAndEnds(3, 1);
        cy.pullFrom(alice);
        cy.pullFrom(bo);

        Pending.Adopted.Share share = adopts(cy, right).shares().get(right);
        alice.pullFrom(cy);

        assertEquals(List.of(1, 1), List.of(share.deltas(), share.silent()));
        assertTrue(alice.shows(quad(2)));
        assertFalse(alice.shows(quad(3)));
    }

    @Test
    void whatTheQuotaHasNoRoomForIsLeftAndTold() {
        admin(cy, new Allowance(Level.ADMIN, Scope.ALL, 100));
        writesAndEnds(9, 1);
        cy.pullFrom(alice);
        cy.pullFrom(bo);

        Pending.Adopted adopted = adopts(cy, right);
        alice.pullFrom(cy);

        int said = adopted.shares().get(right).deltas();
        assertTrue(said > 0 && adopted.left() > 0);
        assertEquals(8, said + adopted.left());
        assertTrue(alice.shows(quad(1 + said)));
        assertFalse(alice.shows(quad(2 + said)));
    }

    @Test
    void moreThanALimitAtOnceIsRefused() {
        Pending last = null;
        for (int i = 0; i <= Adopting.MAX_DELTAS; i++) {
            last = bo.replica().write(new Change(List.of(quad(i)), List.of(), Optional.empty(), false));
        }
        last.durable().join();
        alice.cuts(bo);
        admin(bo, Allowance.of(Level.ADMIN));

        assertEquals(Code.CONFLICT, refused(() -> adopts(bo, right)));
    }

    /** Takes whatever right a node has away and makes it an admin. */
    private void admin(TestNode node, Allowance allowance) {
        if (alice.knows(node)) {
            alice.cuts(node);
        }
        alice.replica()
                .act(new Act.Give(node.self().certificate(), "admin", allowance, Set.of()))
                .join();
        node.pullFrom(alice);
    }
}
