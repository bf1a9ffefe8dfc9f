package kith.daemon.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import kith.ontology.bytes.Bytes;
import kith.ontology.delta.GrantId;
import kith.ontology.delta.LogId;
import kith.ontology.delta.LogRoot;
import kith.ontology.delta.Plane;
import kith.ontology.delta.SpaceId;
import kith.ontology.identity.KeyId;
import kith.ontology.testkit.Gen;
import kith.ontology.testkit.SomeDeltas;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How two nodes find out in what they differ, with a peer that is played by hand. */
final class ComparingTest {
    private static final KeyId SELF = SomeDeltas.key("self").id();
    private static final KeyId PEER = SomeDeltas.key("peer").id();
    private static final long THEIRS = 77;

    private final Gen gen = new Gen(1);
    private final Bytes theirNonce = gen.bytes(MessageCodec.NONCE_BYTES);
    private final PaperShelf river = new PaperShelf(new SpaceId(gen.bytes(SpaceId.BYTES)));
    private final LogRoot still = holds(3);
    private final LogRoot moving = holds(5);
    private Said said = new Said();
    private Session session = new Session(SELF, PEER, gen.bytes(MessageCodec.NONCE_BYTES), said);

    @BeforeEach
    void bothWereHereBefore() {
        river.journal.moved(Set.of(still.id()));
        river.journal.settled();
        river.journal.holds(PEER, new Journal.Place(THEIRS, 9), 0);
        river.journal.moved(Set.of(moving.id()));
        river.journal.settled();
        session.start(List.of(river), false, List.of(), 0);
        hears(0, new Message.Hello(theirNonce, 0, "", List.of()));
        hears(1, new Message.Open(Tags.ofSpace(river.space(), theirNonce, PEER, SELF), Optional.empty()));
    }

    @Test
    void whereWeStoodInTheJournalOfThePeerIsSaid() {
        Message.Resume resume = said.of(Message.Resume.class).getFirst();

        assertEquals(river.journal.id(), resume.journal());
        assertEquals(Optional.of(new Journal.Place(THEIRS, 9)), resume.held());
    }

    @Test
    void onlyWhatMovedIsToldWhereBothKnowTheJournalOfTheOther() {
        resumes(THEIRS, Optional.of(new Journal.Place(river.journal.id(), 1)));

        assertEquals(List.of(5L), told());
    }

    @Test
    void allIsToldToOneWhoseJournalIsAnother() {
        resumes(THEIRS + 1, Optional.of(new Journal.Place(river.journal.id(), 1)));

        assertEquals(Set.of(3L, 5L), Set.copyOf(told()));
    }

    @Test
    void allIsToldToOneWhoKnowsAnotherJournalOfOurs() {
        resumes(THEIRS, Optional.of(new Journal.Place(river.journal.id() + 1, 1)));

        assertEquals(Set.of(3L, 5L), Set.copyOf(told()));
    }

    @Test
    void aPlaceThatWeNeverToldOfIsAViolation() {
        Optional<Journal.Place> beyond = Optional.of(new Journal.Place(river.journal.id(), 3));

        assertThrows(Violation.class, () -> resumes(THEIRS, beyond));
    }

    @Test
    void aJournalThatGoesBackwardsIsAViolation() {
        resumes(THEIRS, Optional.empty());
        hears(1, new Message.Moved(7));

        assertThrows(Violation.class, () -> hears(1, new Message.Moved(6)));
    }

    @Test
    void whoAsksWhatAnIndexMeansThatWeNeverGaveViolatesARule() {
        resumes(THEIRS, Optional.empty());

        hears(1, new Message.Which(List.of(1)));
        assertThrows(Violation.class, () -> hears(1, new Message.Which(List.of(2))));
    }

    @Test
    void aPlaceInAJournalIsKeptOnceAllUpToThereIsHeld() {
        resumes(THEIRS, Optional.of(new Journal.Place(river.journal.id(), 1)));
        LogRoot news = root();
        vectors(List.of(new Message.Vector.Place(
                0, Tags.ofLog(news.id(), theirNonce), 2, Bytes.owned(new byte[MessageCodec.LINK_BYTES]))));
        assertEquals(List.of(new Message.Which(List.of(0))), said.of(Message.Which.class));
        hears(1, new Message.Logs(List.of(new Message.Logs.Named(0, news))));
        hears(1, new Message.Moved(12));
        assertEquals(Optional.of(new Journal.Place(THEIRS, 9)), river.journal.heldOf(PEER, 0), "we lack two deltas");

        river.holds(news, 2);
        session.changed(river.space(), Map.of(news.id(), 2L), false);

        assertEquals(Optional.of(new Journal.Place(THEIRS, 12)), river.journal.heldOf(PEER, 0));
    }

    @Test
    void whoGaveSomethingUpMeanwhilePromisesNothingWhereItHearsOnlyWhatMoved() {
        resumes(THEIRS, Optional.of(new Journal.Place(river.journal.id(), 1)));
        vectors(List.of());
        river.givenUp = 1;

        hears(1, new Message.Moved(12));

        assertEquals(Optional.of(new Journal.Place(THEIRS, 9)), river.journal.heldOf(PEER, 0));
        assertEquals(Optional.empty(), river.journal.heldOf(PEER, 1), "so all is told the next time");
    }

    @Test
    void whoHearsAllPromisesThatItHoldsAllThoughItGaveSomethingUpBefore() {
        resumes(THEIRS + 1, Optional.empty());
        vectors(List.of());
        river.givenUp = 1;

        hears(1, new Message.Moved(12));

        assertEquals(Optional.of(new Journal.Place(THEIRS + 1, 12)), river.journal.heldOf(PEER, 1));
    }

    @Test
    void whatMovedIsCountedAsToldOnceItWas() {
        resumes(THEIRS, Optional.of(new Journal.Place(river.journal.id(), 1)));
        vectors(List.of());
        session.tick(1_000);
        assertEquals(List.of(new Message.Moved(2)), said.of(Message.Moved.class));

        LogId log = moving.id();
        river.holds(moving, 6);
        river.journal.moved(Set.of(log));
        river.journal.settled();
        session.tick(2_000);
        assertEquals(1, said.of(Message.Moved.class).size(), "the session has not heard of it yet");

        session.changed(river.space(), Map.of(log, 6L), false);
        session.tick(3_000);
        assertEquals(new Message.Moved(3), said.of(Message.Moved.class).getLast());
    }

    private List<Long> told() {
        return said.of(Message.Vector.class).stream()
                .flatMap(vector -> vector.places().stream())
                .map(Message.Vector.Place::seq)
                .toList();
    }

    private void resumes(long journal, Optional<Journal.Place> held) {
        hears(1, new Message.Resume(journal, held, gen.bytes(MessageCodec.ROOT_BYTES), 1));
    }

    private void vectors(List<Message.Vector.Place> places) {
        hears(1, new Message.Vector(Plane.CONTROL, true, List.of()));
        hears(1, new Message.Vector(Plane.DATA, true, places));
    }

    private LogRoot holds(long seq) {
        LogRoot root = root();
        river.holds(root, seq);
        return root;
    }

    private LogRoot root() {
        return new LogRoot(
                river.space(),
                SomeDeltas.key("author").id(),
                gen.bytes(LogRoot.INCARNATION_BYTES),
                Plane.DATA,
                new GrantId(gen.bytes(GrantId.BYTES)));
    }

    private void hears(int channel, Message message) {
        session.receive(channel, MessageCodec.type(message), MessageCodec.encode(message));
    }
}
