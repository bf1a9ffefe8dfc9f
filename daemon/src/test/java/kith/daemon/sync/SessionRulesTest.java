package kith.daemon.sync;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import kith.ontology.bytes.Bytes;
import kith.ontology.delta.DeltaRun;
import kith.ontology.delta.GrantId;
import kith.ontology.delta.LogHead;
import kith.ontology.delta.LogId;
import kith.ontology.delta.LogRoot;
import kith.ontology.delta.Plane;
import kith.ontology.delta.SpaceId;
import kith.ontology.identity.KeyId;
import kith.ontology.identity.SigningKey;
import kith.ontology.testkit.Gen;
import kith.ontology.testkit.SomeDeltas;
import org.junit.jupiter.api.Test;

/** What a session says to a peer that is played by hand, and how much it bears. */
final class SessionRulesTest {
    private static final SigningKey AUTHOR = SomeDeltas.key("author");
    private static final KeyId SELF = SomeDeltas.key("self").id();
    private static final KeyId PEER = SomeDeltas.key("peer").id();

    private static final Bytes NO_LINK = Bytes.owned(new byte[MessageCodec.LINK_BYTES]);

    private final Gen gen = new Gen(1);
    private final Bytes theirNonce = gen.bytes(MessageCodec.NONCE_BYTES);
    private final PaperShelf river = new PaperShelf(new SpaceId(gen.bytes(SpaceId.BYTES)));
    private final Said said = new Said();
    private final Session session = new Session(SELF, PEER, gen.bytes(MessageCodec.NONCE_BYTES), said);

    @Test
    void aClockIsComparedOnceWhenHelloIsSaid() {
        session.start(List.of(), false, List.of("192.0.2.7:1"), 1_000);
        assertEquals(Optional.empty(), session.clockOffset());
        hears(0, new Message.Hello(theirNonce, 5_000, "other", List.of()));

        session.tick(900_000);
        hears(0, new Message.Ping(1));

        assertEquals(Optional.of(4_000L), session.clockOffset());
    }

    @Test
    void aPingIsAnsweredByItsOwnNumberOnlyAndOnce() {
        List<String> heard = new ArrayList<>();
        session.start(List.of(), false, List.of(), 0);
        hears(0, new Message.Hello(theirNonce, 0, "other", List.of()));

        hears(0, new Message.Pong(7));
        session.ping(7, () -> heard.add("7"));
        session.ping(8, () -> heard.add("8"));
        hears(0, new Message.Pong(9));
        assertEquals(List.of(), heard);

        hears(0, new Message.Pong(8));
        hears(0, new Message.Pong(8));
        hears(0, new Message.Pong(7));
        assertEquals(List.of("8", "7"), heard);
        assertEquals(List.of(new Message.Ping(7), new Message.Ping(8)), said.of(Message.Ping.class));
    }

    @Test
    void sixteenMayWaitForAPongAtATime() {
        List<Long> heard = new ArrayList<>();
        session.start(List.of(), false, List.of(), 0);
        hears(0, new Message.Hello(theirNonce, 0, "other", List.of()));
        for (long number = 0; number <= Session.MAX_ASKED; number++) {
            long asked = number;
            session.ping(number, () -> heard.add(asked));
        }

        hears(0, new Message.Pong(0));
        hears(0, new Message.Pong(1));

        assertEquals(List.of(1L), heard, "the first is told no more");
    }

    @Test
    void aSilentPeerIsAskedTwiceAndGivenUp() {
        session.start(List.of(), false, List.of(), 0);
        ticks(0, 49);
        assertEquals(2, said.of(Message.Ping.class).size());
        assertEquals("", said.gaveUp);

        ticks(50, 50);

        assertEquals("the peer has been silent for 50 s", said.gaveUp);
    }

    @Test
    void aPeerThatOwesAnAnswerIsGivenUpSooner() {
        session.start(List.of(river), true, List.of(), 0);
        hears(0, new Message.Hello(theirNonce, 0, "", List.of()));
        opens(1, river);
        assertEquals(1, said.of(Message.Resume.class).size(), "which is answered with one");

        ticks(0, 30);

        assertEquals("the peer has been silent for 30 s", said.gaveUp);
    }

    @Test
    void aMessageThatIsLongUnderWayIsNoSilenceAndItsSenderHearsOfUs() {
        session.start(List.of(), false, List.of(), 0);
        for (int second = 0; second < 300; second++) {
            said.signs++;
            ticks(second, second);
        }

        assertEquals("", said.gaveUp);
        int pings = said.of(Message.Ping.class).size();
        assertTrue(pings >= 28 && pings <= 30, "one in ten seconds, not " + pings);
    }

    @Test
    void aPeerThatIsDoubtedIsAskedOnceAndStaysIfItAnswers() {
        session.start(List.of(), false, List.of(), 0);
        hears(0, new Message.Hello(theirNonce, 0, "", List.of()));

        session.doubt();
        session.doubt();
        assertEquals(1, said.of(Message.Ping.class).size());
        hears(0, new Message.Pong(0));
        ticks(0, 20);
        assertEquals("", said.gaveUp);

        session.doubt();
        ticks(20, 25);
        assertEquals("the peer has been silent for 25 s", said.gaveUp);
    }

    private void ticks(int from, int to) {
        for (int second = from; second <= to; second++) {
            session.tick(second * 1_000L);
        }
    }

    @Test
    void aStrangerSeesHelloOnlyUntilItNamesASpace() {
        PaperShelf lake = new PaperShelf(new SpaceId(gen.bytes(SpaceId.BYTES)));
        river.mayRead = false;
        lake.mayRead = false;
        session.start(List.of(river, lake), false, List.of("192.0.2.7:1"), 0);
        hears(0, new Message.Hello(theirNonce, 0, "", List.of()));
        session.tick(10_000);
        assertEquals(1, said.messages.size(), "HELLO");
        assertEquals(List.of(), said.of(Message.Hello.class).getFirst().addresses(), "nor where we are");

        opens(1, lake);
        assertEquals(List.of(1), said.channelsOf(Message.Open.class), "which does not tell that there is another");

        river.mayRead = true;
        session.changed(river.space(), Map.of(), true);
        assertEquals(List.of(1, 2), said.channelsOf(Message.Open.class), "a right that came to be known");
    }

    @Test
    void whoWasCalledIsToldWhatWeMean() {
        river.mayRead = false;

        session.start(List.of(river), true, List.of("192.0.2.7:1"), 0);

        assertEquals(
                List.of("192.0.2.7:1"), said.of(Message.Hello.class).getFirst().addresses());
        assertEquals(1, said.of(Message.Open.class).size());
        assertEquals(0, said.of(Message.Resume.class).size());
    }

    @Test
    void ofUnknownSpacesTheFirstSixtyFourAreRemembered() {
        session.start(List.of(), false, List.of("192.0.2.7:1"), 0);
        hears(0, new Message.Hello(theirNonce, 0, "", List.of()));
        List<PaperShelf> spaces = new ArrayList<>();
        for (int channel = 1; channel <= Session.MAX_UNKNOWN_OPENS + 1; channel++) {
            PaperShelf space = new PaperShelf(new SpaceId(gen.bytes(SpaceId.BYTES)));
            spaces.add(space);
            opens(channel, space);
        }

        session.added(spaces.getLast());
        assertEquals(List.of(), said.of(Message.Resume.class), "forgotten");

        session.added(spaces.get(Session.MAX_UNKNOWN_OPENS - 1));
        assertEquals(1, said.of(Message.Resume.class).size());
    }

    @Test
    void aThousandFramesMayGoAstray() {
        session.start(List.of(), false, List.of("192.0.2.7:1"), 0);
        hears(0, new Message.Hello(theirNonce, 0, "", List.of()));
        for (int i = 0; i < Session.MAX_STRAY_FRAMES; i++) {
            hears(7, new Message.Credit(true, 1));
        }

        assertThrows(Violation.class, () -> hears(7, new Message.Credit(true, 1)));
    }

    @Test
    void channelsEndAtTheirLimit() {
        session.start(List.of(), false, List.of("192.0.2.7:1"), 0);
        hears(0, new Message.Hello(theirNonce, 0, "", List.of()));

        assertDoesNotThrow(() -> opens(Session.MAX_CHANNEL, river));
        assertThrows(Violation.class, () -> opens(Session.MAX_CHANNEL + 1, river));
    }

    @Test
    void theFourthGapInARowIsAViolation() {
        LogRoot log = peerIsAheadInOneLog(9);
        river.outcome = new Shelf.Outcome.Gap(0);
        for (int i = 0; i < Fetching.MAX_GAPS; i++) {
            hears(1, deltas(log, 5));
        }
        assertEquals(1 + Fetching.MAX_GAPS, said.of(Message.Want.class).size());

        assertThrows(Violation.class, () -> hears(1, deltas(log, 5)));
    }

    @Test
    void whatIsStoredMakesUpForGaps() {
        LogRoot log = peerIsAheadInOneLog(9);
        for (int i = 0; i < 3 * Fetching.MAX_GAPS; i++) {
            river.outcome = i % 2 == 0 ? new Shelf.Outcome.Gap(0) : new Shelf.Outcome.Stored(1);
            hears(1, deltas(log, 5));
        }

        assertEquals(3 * Fetching.MAX_GAPS, river.offered.size());
    }

    @Test
    void whoWasWaitedForInVainIsAskedAgainAfterTheOthers() {
        LogRoot log = peerIsAheadInOneLog(9);
        session.tick(Fetching.PATIENCE_MILLIS);
        Object other = new Object();
        assertFalse(river.supply().reserve(log.id(), other, Supply.NEVER));

        long late = Fetching.PATIENCE_MILLIS + 1;
        session.tick(late);
        assertTrue(river.supply().reserve(log.id(), other, Supply.NEVER), "others may fetch it");

        river.supply().release(log.id(), other);
        session.tick(late + Fetching.OTHERS_FIRST_MILLIS - 1);
        assertEquals(1, said.of(Message.Want.class).size());
        session.tick(late + Fetching.OTHERS_FIRST_MILLIS);
        assertEquals(2, said.of(Message.Want.class).size());
    }

    @Test
    void aForkIsToldUntilAuthorityChanges() {
        LogRoot log = peerIsAheadInOneLog(9);
        river.outcome = new Shelf.Outcome.Forked();
        river.holds(log, 5);
        hears(1, deltas(log, 5));
        assertEquals(Set.of(log.id()), session.standings().getFirst().forked());
        session.tick(60_000);
        assertEquals(1, said.of(Message.Want.class).size(), "not asked for again");

        session.changed(river.space(), Map.of(), true);

        assertEquals(Set.of(), session.standings().getFirst().forked());
        assertEquals(2, said.of(Message.Want.class).size());
    }

    @Test
    void anotherLinkAtTheSameNumberIsABranch() {
        LogRoot same = root();
        LogRoot branch = root();
        river.holds(same, 7);
        river.holds(branch, 7);
        meets();
        hears(1, new Message.Resume(1, Optional.empty(), gen.bytes(MessageCodec.ROOT_BYTES), 1));
        hears(1, new Message.Vector(Plane.CONTROL, true, List.of()));
        hears(
                1,
                new Message.Vector(
                        Plane.DATA,
                        true,
                        List.of(
                                new Message.Vector.Place(
                                        0,
                                        Tags.ofLog(same.id(), theirNonce),
                                        7,
                                        PaperShelf.linkAt(same.id(), 7).slice(0, 8)),
                                new Message.Vector.Place(1, Tags.ofLog(branch.id(), theirNonce), 6, NO_LINK))));

        assertEquals(Map.of(branch.id(), 6L), river.branched);
        assertEquals(Set.of(branch.id()), session.standings().getFirst().forked());
        hears(1, new Message.Note(List.of(new Message.Mark(1, 9))));
        assertEquals(List.of(), said.of(Message.Want.class), "nothing of it would fit");
        assertFalse(session.standings().getFirst().isInStep());
    }

    @Test
    void moreThanAnybodyCanHaveWrittenIsAViolation() {
        peerIsAheadInOneLog(9);
        hears(1, new Message.Note(List.of(new Message.Mark(0, TheirIndex.MAX_AHEAD))));
        assertEquals(TheirIndex.MAX_AHEAD, session.standings().getFirst().behind());

        assertThrows(
                Violation.class,
                () -> hears(1, new Message.Note(List.of(new Message.Mark(0, TheirIndex.MAX_AHEAD + 1)))));
    }

    @Test
    void manyClaimsNeverSumUpToNothing() {
        List<Message.Vector.Place> places = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            places.add(new Message.Vector.Place(i, gen.bytes(MessageCodec.LOG_TAG_BYTES), 1L << 62, NO_LINK));
        }
        meets();
        hears(1, new Message.Resume(1, Optional.empty(), gen.bytes(MessageCodec.ROOT_BYTES), 1));

        assertThrows(Violation.class, () -> hears(1, new Message.Vector(Plane.CONTROL, true, places)));
        assertFalse(session.standings().getFirst().isInStep());
    }

    @Test
    void whatIsOffOurDiskIsToldOnceAndWhatIsOffTheirsIsNoted() {
        meets();
        hears(1, new Message.Resume(1, Optional.empty(), Bytes.owned(new byte[MessageCodec.ROOT_BYTES]), 1));
        LogId log = SomeDeltas.log(gen);
        session.tick(1_000);
        assertEquals(List.of(), said.of(Message.Erased.class));

        river.erased.put(log, 7L);
        session.tick(2_000);
        session.tick(3_000);
        hears(1, new Message.Erased(Map.of(log, 5L)));

        assertEquals(List.of(new Message.Erased(Map.of(log, 7L))), said.of(Message.Erased.class));
        assertEquals(Map.of(log, 5L), river.erasedByPeer);
    }

    @Test
    void whoLostItsRightIsToldNothingMore() {
        peerIsAheadInOneLog(9);
        river.mayRead = false;

        session.changed(river.space(), Map.of(), true);

        assertEquals("a right in a space was lost", said.gaveUp);
    }

    @Test
    void whoLostItsRightHearsOfALogThatItDoesNotFollow() {
        meets();
        hears(1, new Message.Resume(1, Optional.empty(), gen.bytes(MessageCodec.ROOT_BYTES), 1));
        hears(1, new Message.Vector(Plane.CONTROL, true, List.of()));
        hears(1, new Message.Vector(Plane.DATA, true, List.of()));
        hears(1, new Message.Credit(false, 1_000_000));
        hears(1, new Message.Credit(true, 1_000_000));
        LogRoot acts = root(Plane.CONTROL);
        LogHead head = new LogHead(0, gen.bytes(32), 0);
        river.holds(acts, 1);
        river.runs.put(acts.id(), SomeDeltas.run(head, SomeDeltas.chain(gen, acts, head, AUTHOR)));

        river.mayRead = false;
        session.changed(river.space(), Map.of(acts.id(), 1L), true);

        assertEquals(1, said.of(Message.Deltas.class).size());
    }

    @Test
    void whatAPeerTellsOfAndWeHoldIsConfirmed() {
        LogRoot log = peerIsAheadInOneLog(1);
        assertEquals(List.of(), said.of(Message.Ack.class), "not yet");

        river.holds(log, 1);
        session.changed(river.space(), Map.of(log.id(), 1L), false);
        assertEquals(List.of(new Message.Ack(List.of(new Message.Mark(0, 1)))), said.of(Message.Ack.class));

        river.holds(log, 2);
        hears(1, new Message.Note(List.of(new Message.Mark(0, 2))));
        session.tick(1_000);
        assertEquals(
                new Message.Ack(List.of(new Message.Mark(0, 2))),
                said.of(Message.Ack.class).getLast());
        assertEquals(2, said.of(Message.Ack.class).size(), "once");
    }

    @Test
    void anotherBranchOfWhatAPeerTellsOfIsNotConfirmed() {
        LogRoot log = root();
        river.holds(log, 3);
        meets();
        hears(1, new Message.Resume(1, Optional.empty(), gen.bytes(MessageCodec.ROOT_BYTES), 1));
        hears(1, new Message.Vector(Plane.CONTROL, true, List.of()));
        Message.Vector.Place place = new Message.Vector.Place(0, Tags.ofLog(log.id(), theirNonce), 3, NO_LINK);
        hears(1, new Message.Vector(Plane.DATA, true, List.of(place)));

        hears(1, new Message.Note(List.of(new Message.Mark(0, 3))));

        assertEquals(List.of(), said.of(Message.Ack.class));
    }

    @Test
    void logsPastTheLimitAreNotOffered() {
        for (int i = 0; i <= MessageCodec.MAX_INDEX + 1; i++) {
            river.holds(root(), 1);
        }
        meets();
        hears(1, new Message.Resume(1, Optional.empty(), gen.bytes(MessageCodec.ROOT_BYTES), 1));
        hears(1, new Message.Vector(Plane.CONTROL, true, List.of()));
        hears(1, new Message.Vector(Plane.DATA, true, List.of()));
        LogRoot news = root();
        river.holds(news, 1);
        session.changed(river.space(), Map.of(news.id(), 1L), false);

        said.messages.forEach(message -> assertEquals(
                Optional.of(message), MessageCodec.decode(MessageCodec.type(message), MessageCodec.encode(message))));
        assertEquals(
                MessageCodec.MAX_INDEX + 1,
                said.of(Message.Vector.class).stream()
                        .mapToInt(vector -> vector.places().size())
                        .sum());
        assertEquals(
                MessageCodec.MAX_INDEX + 1,
                said.of(Message.Logs.class).stream()
                        .mapToInt(logs -> logs.logs().size())
                        .sum());
        assertFalse(session.standings().getFirst().isInStep());
    }

    /** Both have named the space and may speak of it. */
    private void meets() {
        session.start(List.of(river), false, List.of("192.0.2.7:1"), 0);
        hears(0, new Message.Hello(theirNonce, 0, "", List.of()));
        opens(1, river);
    }

    /** The peer holds one log of data, so far; we hold nothing and have asked for it. */
    private LogRoot peerIsAheadInOneLog(long seq) {
        LogRoot log = root();
        meets();
        hears(1, new Message.Resume(1, Optional.empty(), gen.bytes(MessageCodec.ROOT_BYTES), 1));
        hears(1, new Message.Vector(Plane.CONTROL, true, List.of()));
        Message.Vector.Place place = new Message.Vector.Place(0, Tags.ofLog(log.id(), theirNonce), seq, NO_LINK);
        hears(1, new Message.Vector(Plane.DATA, true, List.of(place)));
        hears(1, new Message.Logs(List.of(new Message.Logs.Named(0, log))));
        assertEquals(List.of(new Message.Want(List.of(new Message.Mark(0, 1)))), said.of(Message.Want.class));
        return log;
    }

    private LogRoot root() {
        return root(Plane.DATA);
    }

    private LogRoot root(Plane plane) {
        return new LogRoot(
                river.space(),
                AUTHOR.id(),
                gen.bytes(LogRoot.INCARNATION_BYTES),
                plane,
                new GrantId(gen.bytes(GrantId.BYTES)));
    }

    private Message deltas(LogRoot log, long from) {
        LogHead head = new LogHead(from - 1, gen.bytes(32), 0);
        DeltaRun run = SomeDeltas.run(head, SomeDeltas.chain(gen, log, head, AUTHOR));
        return new Message.Deltas(0, false, run);
    }

    private void opens(int channel, PaperShelf space) {
        hears(channel, new Message.Open(Tags.ofSpace(space.space(), theirNonce, PEER, SELF), Optional.empty()));
    }

    private void hears(int channel, Message message) {
        session.receive(channel, MessageCodec.type(message), MessageCodec.encode(message));
    }
}
