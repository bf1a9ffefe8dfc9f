package kith.daemon.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import kith.ontology.bytes.Bytes;
import kith.ontology.delta.DeltaCodec;
import kith.ontology.delta.GrantId;
import kith.ontology.delta.LogId;
import kith.ontology.delta.LogRoot;
import kith.ontology.delta.Plane;
import kith.ontology.delta.SpaceId;
import kith.ontology.identity.KeyId;
import kith.ontology.identity.SigningKey;
import kith.ontology.testkit.Gen;
import kith.ontology.testkit.SomeDeltas;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a peer, which is played by hand, is told of instead of being sent it. */
final class TellingTest {
    private static final SigningKey AUTHOR = SomeDeltas.key("author");
    private static final KeyId SELF = SomeDeltas.key("self").id();
    private static final KeyId PEER = SomeDeltas.key("peer").id();

    private final Gen gen = new Gen(1);
    private final Bytes theirNonce = gen.bytes(MessageCodec.NONCE_BYTES);
    private final Said said = new Said();
    private final KeepingShelf river =
            new KeepingShelf(new SpaceId(gen.bytes(SpaceId.BYTES)), Runnable::run, this::changed);
    private final Session session = new Session(SELF, PEER, gen.bytes(MessageCodec.NONCE_BYTES), said);
    private final LogRoot log = root(Plane.DATA);
    private final LogRoot other = root(Plane.DATA);
    private final LogRoot acts = root(Plane.CONTROL);

    @BeforeEach
    void bothHoldTheSame() {
        keep(log);
        keep(other);
        keep(acts);
        session.start(List.of(river), false, List.of(), 0);
        hears(0, new Message.Hello(theirNonce, 0, "", List.of()));
        hears(1, new Message.Open(Tags.ofSpace(river.space(), theirNonce, PEER, SELF), Optional.empty()));
    }

    @Test
    void aLogThatWasPrunedIsToldOfAndNoMoreSent() {
        follows();
        says(log);
        assertEquals(1, sent());

        hears(1, new Message.Prune(List.of(0)));
        says(log);
        said.passes(Spreading.GATHER_MILLIS - 1);
        assertEquals(List.of(), said.of(Message.Note.class), "not yet");
        said.passes(1);

        assertEquals(1, sent());
        assertEquals(List.of(note(0, 3)), said.of(Message.Note.class));
    }

    @Test
    void newsOfManyLogsAreToldAsOne() {
        follows();
        says(log);
        says(other);
        hears(1, new Message.Prune(List.of(0, 1)));

        says(log);
        says(other);
        says(log);
        said.passes(Spreading.GATHER_MILLIS);

        assertEquals(
                List.of(new Message.Note(List.of(new Message.Mark(0, 4), new Message.Mark(1, 3)))),
                said.of(Message.Note.class));
    }

    @Test
    void aLogIsToldOfAtOnceTheFirstTime() {
        follows();

        says(root(Plane.DATA));

        assertEquals(List.of(note(0, 1)), said.of(Message.Note.class));
    }

    @Test
    void whatThePeerHearsFromOthersMeanwhileIsNotTold() {
        follows();
        says(log);
        hears(1, new Message.Prune(List.of(0)));
        says(log);
        hears(1, new Message.Logs(List.of(new Message.Logs.Named(0, log))));

        hears(1, note(0, 3));
        said.passes(Spreading.GATHER_MILLIS);

        assertEquals(List.of(), said.of(Message.Note.class));
        assertEquals(0, session.standings().getFirst().ahead());
    }

    @Test
    void whoAsksForALogThatItPrunedIsSentItAgain() {
        follows();
        says(log);
        hears(1, new Message.Prune(List.of(0)));
        says(log);

        hears(1, want(0, 3));
        assertEquals(2, sent());
        says(log);

        assertEquals(3, sent());
    }

    @Test
    void actsAreSentToWhoPrunesThem() {
        follows();
        says(acts);

        hears(1, new Message.Prune(List.of(0)));
        says(acts);

        assertEquals(2, sent());
    }

    @Test
    void aPruneOfAnIndexThatWasNotGivenIsAViolation() {
        follows();

        assertThrows(Violation.class, () -> hears(1, new Message.Prune(List.of(0))));
    }

    @Test
    void aPruneBeforeBothSaidWhereTheyStandIsAViolation() {
        assertThrows(Violation.class, () -> hears(1, new Message.Prune(List.of())));
    }

    @Test
    void whatWaitsToBeToldIsToldBeforeAPingIsAnswered() {
        follows();
        says(log);
        hears(1, new Message.Prune(List.of(0)));
        says(log);

        hears(0, new Message.Ping(7));

        List<Message> last = said.messages.subList(said.messages.size() - 2, said.messages.size());
        assertEquals(List.of(note(0, 3), new Message.Pong(7)), last);
    }

    @Test
    void whatWaitsToBeToldIsToldBeforeAllThatMovedIsSaidToBe() {
        follows();
        says(log);
        hears(1, new Message.Prune(List.of(0)));
        river.journal.moved(Set.of(log.id()));
        river.journal.settled();
        says(log);

        session.tick(1_000);

        List<Message> last = said.messages.subList(said.messages.size() - 2, said.messages.size());
        assertEquals(List.of(note(0, 3), new Message.Moved(1)), last);
    }

    @Test
    void whoLosesItsRightHearsNothingOfWhatWaited() {
        follows();
        says(log);
        hears(1, new Message.Prune(List.of(0)));
        says(log);

        river.mayRead = false;
        session.changed(river.space(), Map.of(), true);
        said.passes(Spreading.GATHER_MILLIS);

        assertEquals(List.of(), said.of(Message.Note.class));
    }

    @Test
    void whoChangesItsMindTenTimesIsFollowed() {
        follows();
        says(log);

        changesItsMind(Spreading.MAX_FLIPS);
        says(log);

        assertEquals(2, sent());
    }

    @Test
    void whoChangesItsMindMoreOftenIsSentWhatItAsksForOnlyForAMinute() {
        follows();
        says(log);
        changesItsMind(Spreading.MAX_FLIPS);
        hears(1, new Message.Prune(List.of(0)));

        says(log);
        hears(1, want(0, 3));
        assertEquals(2, sent(), "what it asks for");
        says(log);
        assertEquals(2, sent(), "and nothing more");
        said.passes(Spreading.REST_MILLIS - 1);
        hears(1, want(0, 4));
        says(log);
        assertEquals(3, sent());

        said.passes(1);
        hears(1, want(0, 5));
        says(log);
        assertEquals(5, sent());
    }

    @Test
    void whoChangesItsMindSlowlyMayDoSoForEver() {
        follows();
        says(log);

        for (int i = 0; i < 5; i++) {
            changesItsMind(Spreading.MAX_FLIPS);
            said.passes(Spreading.FLIPS_MILLIS + 1);
        }
        says(log);

        assertEquals(2, sent());
    }

    @Test
    void whoTakesNothingForTwoSecondsIsToldUntilItTakesAgain() {
        hears(1, new Message.Resume(1, Optional.empty(), root(), 1));
        says(log);
        session.tick(0);
        assertEquals(List.of(), said.of(Message.Note.class));

        said.passes(Spreading.STUCK_MILLIS - 1);
        session.tick(1_999);
        assertEquals(List.of(), said.of(Message.Note.class), "it may still take it");
        said.passes(1);
        session.tick(2_000);
        assertEquals(List.of(note(0, 2)), said.of(Message.Note.class));

        hears(1, new Message.Credit(true, Credits.LIVE_WINDOW));
        assertEquals(0, sent(), "it is to ask, for it may have it from others");
        hears(1, want(0, 2));
        says(log);
        assertEquals(2, sent());
    }

    @Test
    void newsOfOtherLogsAreToldTooWhileOneTakesNothing() {
        hears(1, new Message.Resume(1, Optional.empty(), root(), 1));
        says(log);
        said.passes(Spreading.STUCK_MILLIS);
        session.tick(2_000);

        says(other);
        said.passes(Spreading.GATHER_MILLIS);

        assertEquals(List.of(note(0, 2), note(1, 2)), said.of(Message.Note.class));
        assertTrue(said.of(Message.Deltas.class).isEmpty());
    }

    /** The peer holds what we do, and takes what it is sent. */
    private void follows() {
        hears(1, new Message.Resume(1, Optional.empty(), root(), 1));
        hears(1, new Message.Credit(true, Credits.LIVE_WINDOW));
        hears(1, new Message.Credit(false, Credits.HISTORY_WINDOW));
    }

    private Bytes root() {
        return said.of(Message.Resume.class).getFirst().root();
    }

    private void changesItsMind(int times) {
        IntStream.range(0, times)
                .forEach(i -> hears(1, i % 2 == 0 ? new Message.Prune(List.of(0)) : want(0, river.held(log.id()) + 1)));
    }

    private LogRoot root(Plane plane) {
        return new LogRoot(
                river.space(),
                AUTHOR.id(),
                gen.bytes(LogRoot.INCARNATION_BYTES),
                plane,
                new GrantId(gen.bytes(GrantId.BYTES)));
    }

    private void keep(LogRoot of) {
        river.keep(river.next(of, AUTHOR, gen.bytes(DeltaCodec.SALT_BYTES)));
    }

    private void says(LogRoot of) {
        keep(of);
        changed(Map.of(of.id(), river.held(of.id())));
    }

    private void changed(Map<LogId, Long> heads) {
        session.changed(river.space(), heads, false);
    }

    private int sent() {
        return said.of(Message.Deltas.class).size();
    }

    private static Message.Note note(int index, long seq) {
        return new Message.Note(List.of(new Message.Mark(index, seq)));
    }

    private static Message.Want want(int index, long from) {
        return new Message.Want(List.of(new Message.Mark(index, from)));
    }

    private void hears(int channel, Message message) {
        session.receive(channel, MessageCodec.type(message), MessageCodec.encode(message));
    }
}
