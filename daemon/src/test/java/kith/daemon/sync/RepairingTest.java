package kith.daemon.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import kith.ontology.bytes.Bytes;
import kith.ontology.delta.DeltaCodec;
import kith.ontology.delta.GrantId;
import kith.ontology.delta.LogId;
import kith.ontology.delta.LogRoot;
import kith.ontology.delta.Plane;
import kith.ontology.delta.SpaceId;
import kith.ontology.delta.VerifiedDelta;
import kith.ontology.identity.KeyId;
import kith.ontology.identity.SigningKey;
import kith.ontology.testkit.Gen;
import kith.ontology.testkit.SomeDeltas;
import org.junit.jupiter.api.Test;

/** Whom a node asks for what it lacks, and whom it lets send it, where three peers that are played by hand hold the same. */
final class RepairingTest {
    private static final SigningKey AUTHOR = SomeDeltas.key("author");
    private static final KeyId SELF = SomeDeltas.key("self").id();
    /** Where nothing was measured yet. */
    private static final long WAIT = 2 * RoundTrip.USUAL_MILLIS;

    private final Gen gen = new Gen(1);
    private final SpaceId space = new SpaceId(gen.bytes(SpaceId.BYTES));
    private final List<Runnable> lane = new ArrayList<>();
    private final KeepingShelf river = new KeepingShelf(space, lane::add, this::changed);
    /** As its author and the peers hold it. */
    private final KeepingShelf theirs = new KeepingShelf(space, Runnable::run, heads -> {});

    private final LogRoot log = root(Plane.DATA);
    private final LogRoot acts = root(Plane.CONTROL);
    private final Map<LogRoot, Integer> indexes = Map.of(log, 0, acts, 1);
    private final Peer ada = new Peer("ada");
    private final Peer bea = new Peer("bea");
    private final Peer cleo = new Peer("cleo");

    /** A peer that holds what we do. */
    private final class Peer {
        private final Said said = new Said();
        private final Session session;

        Peer(String name) {
            KeyId node = SomeDeltas.key(name).id();
            Bytes nonce = gen.bytes(MessageCodec.NONCE_BYTES);
            session = new Session(SELF, node, gen.bytes(MessageCodec.NONCE_BYTES), said);
            session.start(List.of(river), false, List.of(), 0);
            says(0, new Message.Hello(nonce, 0, "", List.of()));
            says(1, new Message.Open(Tags.ofSpace(space, nonce, node, SELF), Optional.empty()));
            Bytes root = said.of(Message.Resume.class).getFirst().root();
            says(1, new Message.Resume(1, Optional.empty(), root, indexes.size()));
            List<Message.Logs.Named> names = new ArrayList<>();
            indexes.forEach((named, index) -> names.add(new Message.Logs.Named(index, named)));
            says(1, new Message.Logs(names));
        }

        void says(int channel, Message message) {
            session.receive(channel, MessageCodec.type(message), MessageCodec.encode(message));
        }

        void sends(LogRoot of, long from) {
            says(
                    1,
                    new Message.Deltas(
                            indexes.get(of), true, theirs.read(of.id(), from).orElseThrow()));
        }

        void notes(LogRoot of) {
            says(1, new Message.Note(List.of(new Message.Mark(indexes.get(of), theirs.held(of.id())))));
        }

        List<Message.Want> wants() {
            return said.of(Message.Want.class);
        }

        List<Message.Prune> prunes() {
            return said.of(Message.Prune.class);
        }
    }

    @Test
    void whoBringsASecondCopyIsPruned() {
        saidByItsAuthor(log);
        ada.sends(log, 1);
        bea.sends(log, 1);
        lands();

        assertEquals(List.of(), ada.prunes());
        assertEquals(List.of(new Message.Prune(List.of(0))), bea.prunes());
        assertEquals(
                new Message.Ack(List.of(new Message.Mark(0, 1))),
                bea.said.of(Message.Ack.class).getLast());
    }

    @Test
    void whoBringsWhatIsHeldIsPruned() {
        saidByItsAuthor(log);
        ada.sends(log, 1);
        lands();

        bea.sends(log, 1);
        lands();

        assertEquals(1, bea.prunes().size());
    }

    @Test
    void theLastThatBringsALogIsNeverPruned() {
        saidByItsAuthor(log);
        ada.sends(log, 1);
        lands();
        ada.session.ended();

        bea.sends(log, 1);
        lands();
        assertEquals(List.of(), bea.prunes());
        cleo.sends(log, 1);
        lands();

        assertEquals(1, cleo.prunes().size(), "now there is one");
    }

    @Test
    void nobodyNeedsToBringUsWhatWeWroteOurselves() {
        VerifiedDelta ours = theirs.next(log, AUTHOR, gen.bytes(DeltaCodec.SALT_BYTES));
        river.keep(ours);
        theirs.keep(ours);
        river.healed.add(log.id());

        ada.sends(log, 1);
        lands();

        assertEquals(1, ada.prunes().size());
    }

    @Test
    void actsArePrunedOfNobody() {
        saidByItsAuthor(acts);
        ada.sends(acts, 1);
        bea.sends(acts, 1);
        lands();

        assertEquals(List.of(), bea.prunes());
    }

    @Test
    void aLogThatNobodyBringsIsAskedForAtOnce() {
        saidByItsAuthor(log);

        ada.notes(log);

        assertEquals(List.of(want(1)), ada.wants());
    }

    @Test
    void actsAreAskedForAtOnceWhoeverBringsThem() {
        saidByItsAuthor(acts);
        ada.sends(acts, 1);
        lands();
        saidByItsAuthor(acts);

        bea.notes(acts);

        assertEquals(1, bea.wants().size());
    }

    @Test
    void whoBringsALogHasTimeBeforeAnotherIsAsked() {
        adaBrings();
        saidByItsAuthor(log);

        bea.notes(log);
        pass(WAIT - 1);
        assertEquals(List.of(), bea.wants());
        ada.sends(log, 2);
        lands();
        pass(WAIT);

        assertEquals(List.of(), bea.wants());
        assertEquals(
                new Message.Ack(List.of(new Message.Mark(0, 2))),
                bea.said.of(Message.Ack.class).getLast(),
                "who told of it hears that it is here");
    }

    @Test
    void whoIsSilentIsMadeUpForByWhoToldOfIt() {
        adaBrings();
        saidByItsAuthor(log);

        bea.notes(log);
        pass(WAIT);

        assertEquals(List.of(want(2)), bea.wants());
        saidByItsAuthor(log);
        cleo.notes(log);
        assertEquals(List.of(), cleo.wants(), "bea has been asked");
    }

    @Test
    void whoDoesNotAnswerIsMadeUpForByTheNextThatToldOfIt() {
        adaBrings();
        saidByItsAuthor(log);
        bea.notes(log);
        cleo.notes(log);
        pass(WAIT);
        assertEquals(1, bea.wants().size() + cleo.wants().size());

        pass(WAIT / 2);

        assertEquals(List.of(want(2)), bea.wants());
        assertEquals(List.of(want(2)), cleo.wants());
    }

    @Test
    void whatIsOnItsWayToTheDiskIsNotAskedFor() {
        saidByItsAuthor(log);
        ada.sends(log, 1);
        bea.notes(log);
        pass(10 * WAIT);

        assertEquals(List.of(), bea.wants());
    }

    @Test
    void aLongHistoryIsAskedForOfOneOnly() {
        for (int i = 0; i <= Repairing.FEW_DELTAS; i++) {
            saidByItsAuthor(log);
        }
        ada.notes(log);
        bea.notes(log);
        pass(Fetching.PATIENCE_MILLIS - 1_000);

        assertEquals(List.of(want(1)), ada.wants());
        assertEquals(List.of(), bea.wants());
    }

    @Test
    void whoseConnectionEndedIsNotWaitedFor() {
        adaBrings();
        saidByItsAuthor(log);
        ada.session.ended();

        bea.notes(log);

        assertEquals(List.of(want(2)), bea.wants());
    }

    @Test
    void whoSaysThatItTellsOnlyIsNotWaitedFor() {
        adaBrings();
        saidByItsAuthor(log);

        ada.notes(log);

        assertEquals(List.of(want(2)), ada.wants());
    }

    @Test
    void whoIsFarAwayIsWaitedForLonger() {
        adaBrings();
        saidByItsAuthor(log);
        bea.notes(log);
        long number = bea.said.of(Message.Ping.class).getLast().number();
        pass(90);
        bea.says(0, new Message.Pong(number));
        ada.sends(log, 2);
        lands();

        saidByItsAuthor(log);
        bea.notes(log);
        pass(179);
        assertEquals(List.of(), bea.wants());
        pass(1);

        assertEquals(List.of(want(3)), bea.wants());
        assertEquals(1, bea.said.of(Message.Ping.class).size(), "measured once");
    }

    @Test
    void nobodyIsWaitedForLongerThanTheLongestWay() {
        adaBrings();
        saidByItsAuthor(log);
        bea.notes(log);
        bea.said.passes(100_000);
        bea.says(0, new Message.Pong(bea.said.of(Message.Ping.class).getLast().number()));
        ada.sends(log, 2);
        lands();
        saidByItsAuthor(log);

        int before = bea.wants().size();
        bea.notes(log);
        bea.said.passes(2 * RoundTrip.MAX_MILLIS - 1);
        assertEquals(before, bea.wants().size());
        bea.said.passes(1);

        assertEquals(before + 1, bea.wants().size());
    }

    @Test
    void whereWeMakeItSlowWhoBringsALogHasMoreTime() {
        adaBrings();
        saidByItsAuthor(log);
        bea.said.slow = true;
        bea.notes(log);

        pass(Repairing.SLOW_WAIT_MILLIS - 1);
        assertEquals(List.of(), bea.wants());
        pass(1);

        assertEquals(List.of(want(2)), bea.wants());
    }

    @Test
    void oneThatBringsDeltasPastAGapIsAskedForTheRest() {
        saidByItsAuthor(log);
        saidByItsAuthor(log);

        ada.sends(log, 2);
        lands();

        assertEquals(List.of(want(1)), ada.wants());
    }

    @Test
    void whatIsUnderWayPastAGapMakesUpForNothing() {
        saidByItsAuthor(log);
        saidByItsAuthor(log);
        ada.sends(log, 2);
        saidByItsAuthor(log);
        ada.sends(log, 3);

        lane.removeFirst().run();

        assertEquals(List.of(want(1)), ada.wants());
    }

    /** Ada sends the log unasked. */
    private void adaBrings() {
        saidByItsAuthor(log);
        ada.sends(log, 1);
        lands();
    }

    private void saidByItsAuthor(LogRoot of) {
        theirs.keep(theirs.next(of, AUTHOR, gen.bytes(DeltaCodec.SALT_BYTES)));
    }

    /** What came lasts now. */
    private void lands() {
        while (!lane.isEmpty()) {
            lane.removeFirst().run();
        }
    }

    private void pass(long millis) {
        for (long i = 0; i < millis; i++) {
            List.of(ada, bea, cleo).forEach(peer -> peer.said.passes(1));
        }
    }

    private void changed(Map<LogId, Long> heads) {
        for (Peer peer : List.of(ada, bea, cleo)) {
            peer.session.changed(space, new HashMap<>(heads), false);
        }
    }

    private LogRoot root(Plane plane) {
        return new LogRoot(
                space, AUTHOR.id(), gen.bytes(LogRoot.INCARNATION_BYTES), plane, new GrantId(gen.bytes(GrantId.BYTES)));
    }

    private static Message.Want want(long from) {
        return new Message.Want(List.of(new Message.Mark(0, from)));
    }
}
