package kith.daemon.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import kith.ontology.bytes.Bytes;
import kith.ontology.delta.LogId;
import kith.ontology.identity.KeyId;
import kith.ontology.testkit.Gen;
import org.junit.jupiter.api.Test;

final class JournalTest {
    private final Gen gen = new Gen(1);
    private final Journal journal = journal();
    private final LogId one = log();
    private final LogId two = log();
    private final KeyId peer = new KeyId(gen.bytes(32));

    @Test
    void aLogIsWhereItMovedLast() {
        journal.moved(List.of(one));
        journal.moved(List.of(two));
        journal.moved(List.of(one));

        assertEquals(Set.of(one, two), journal.since(0));
        assertEquals(Set.of(one, two), journal.since(1));
        assertEquals(Set.of(one), journal.since(2));
        assertEquals(Set.of(), journal.since(3));
    }

    @Test
    void whatNobodyCanSeeYetIsNoEndAndIsToldAllTheSame() {
        journal.moved(List.of(one));
        assertEquals(0, journal.end());
        assertEquals(Set.of(one), journal.since(0));

        journal.settled();
        assertEquals(1, journal.end());
    }

    @Test
    void noJournalHasTheIdThatStandsForNone() {
        assertNotEquals(0, new Journal(Bytes.owned(new byte[Journal.CHANCE_BYTES])).id());
        assertTrue(journal().id() > 0);
    }

    @Test
    void aPeersJournalIsHeldWholeUpToItsEnd() {
        Journal theirs = journal();
        theirs.moved(List.of(one));
        theirs.settled();

        journal.holds(peer, new Journal.Place(theirs.id(), 1), 0);
        assertTrue(journal.isHeldWhole(peer, theirs));

        theirs.moved(List.of(two));
        theirs.settled();
        assertFalse(journal.isHeldWhole(peer, theirs));
    }

    @Test
    void onePeerTooManyHasThatForgottenWhichWasNotHeardOfForLongest() {
        journal.holds(peer, new Journal.Place(7, 7), 0);
        KeyId second = new KeyId(gen.bytes(32));
        journal.holds(second, new Journal.Place(8, 8), 0);
        for (int i = 2; i < Journal.MAX_PEERS; i++) {
            journal.holds(new KeyId(gen.bytes(32)), new Journal.Place(9, 9), 0);
        }
        assertEquals(Optional.of(new Journal.Place(7, 7)), journal.heldOf(peer, 0));

        journal.holds(new KeyId(gen.bytes(32)), new Journal.Place(9, 9), 0);

        assertEquals(Optional.empty(), journal.heldOf(second, 0));
        assertEquals(Optional.of(new Journal.Place(7, 7)), journal.heldOf(peer, 0));
    }

    @Test
    void whatWasGivenUpSinceIsPromisedNoMore() {
        journal.holds(peer, new Journal.Place(7, 7), 1);

        assertEquals(Optional.of(new Journal.Place(7, 7)), journal.heldOf(peer, 1));
        assertEquals(Optional.empty(), journal.heldOf(peer, 2));
    }

    private Journal journal() {
        return new Journal(gen.bytes(Journal.CHANCE_BYTES));
    }

    private LogId log() {
        return new LogId(gen.bytes(LogId.BYTES));
    }
}
