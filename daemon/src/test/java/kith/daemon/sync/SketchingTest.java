package kith.daemon.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Consumer;
import kith.ontology.bytes.Bytes;
import kith.ontology.delta.GrantId;
import kith.ontology.delta.LogId;
import kith.ontology.delta.LogRoot;
import kith.ontology.delta.Plane;
import kith.ontology.delta.SpaceId;
import kith.ontology.identity.KeyId;
import kith.ontology.testkit.Gen;
import kith.ontology.testkit.SomeDeltas;
import org.junit.jupiter.api.Test;

/** Two sessions that find out by a sketch in what they differ, and what a sketch must not be. */
final class SketchingTest {
    private static final int MANY = 400;

    private final Gen gen = new Gen(3);
    private final SpaceId space = new SpaceId(gen.bytes(SpaceId.BYTES));
    private final Side lesser;
    private final Side greater;
    private final List<LogRoot> logs = new ArrayList<>();

    SketchingTest() {
        TreeSet<KeyId> ids = new TreeSet<>(
                List.of(SomeDeltas.key("one").id(), SomeDeltas.key("other").id()));
        lesser = new Side(ids.first(), ids.last());
        greater = new Side(ids.last(), ids.first());
        lesser.other = greater;
        greater.other = lesser;
        for (int i = 0; i < MANY; i++) {
            LogRoot log = root();
            logs.add(log);
            lesser.shelf.holds(log, 3);
            greater.shelf.holds(log, 3);
        }
    }

    @Test
    void onlyWhatDiffersIsTold() {
        LogRoot news = root();
        lesser.shelf.holds(news, 2);
        greater.shelf.holds(logs.get(0), 5);
        lesser.shelf.holds(logs.get(1), 4);

        meet();

        assertEquals(3, lesser.placesTold(), "news, and two that stand differently");
        assertEquals(2, greater.placesTold());
        assertEquals(0, lesser.said.of(Message.More.class).size());
        assertEquals(Map.of(logs.get(0).id(), 4L), lesser.wanted(greater));
        assertEquals(Map.of(news.id(), 1L, logs.get(1).id(), 4L), greater.wanted(lesser));
        assertTrue(lesser.said.bytes() + greater.said.bytes() < 2_000);
    }

    @Test
    void ofWhatIsAlikeTheNextDeltaIsFollowed() {
        lesser.shelf.holds(root(), 2);
        meet();
        int noted = lesser.said.of(Message.Note.class).size();

        lesser.shelf.holds(logs.get(7), 4);
        lesser.session.changed(space, Map.of(logs.get(7).id(), 4L), false);

        assertEquals(noted, lesser.said.of(Message.Note.class).size(), "it is sent, not told of");
        assertEquals(2 + 1, lesser.session.standings().getFirst().ahead(), "two of another log, and this");
    }

    @Test
    void moreSymbolsAreAskedForUntilTheyCanBeRead() {
        for (int i = 0; i < 60; i++) {
            greater.shelf.holds(logs.get(i), 5);
        }

        meet();

        assertEquals(60, lesser.placesTold());
        assertEquals(60, greater.placesTold());
        assertTrue(greater.said.of(Message.More.class).size() >= 3);
    }

    @Test
    void anotherBranchDiffersToo() {
        greater.shelf.branches(logs.get(9));

        meet();

        assertEquals(1, lesser.placesTold());
        assertEquals(Map.of(logs.get(9).id(), 3L), lesser.shelf.branched);
        assertEquals(Map.of(logs.get(9).id(), 3L), greater.shelf.branched);
    }

    @Test
    void whereTooMuchDiffersAllIsTold() {
        for (int i = 0; i < MANY; i++) {
            greater.shelf.holds(logs.get(i), 5);
        }

        meet();

        assertEquals(MANY, lesser.placesTold());
        assertEquals(MANY, greater.placesTold());
        assertEquals(List.of(), greater.said.of(Message.Differ.class));
    }

    @Test
    void whatMovesWhileSymbolsAreReadIsNewsThen() {
        lesser.shelf.holds(root(), 2);
        lesser.start();
        greater.start();
        LogRoot meanwhile = logs.get(5);
        greater.before = message -> {
            if (message instanceof Message.Sketch) {
                greater.shelf.holds(meanwhile, 4);
                greater.session.changed(space, Map.of(meanwhile.id(), 4L), false);
            }
        };
        deliver();

        assertEquals(0, greater.placesTold());
        assertEquals(4L, lesser.wanted(greater).get(meanwhile.id()));
    }

    @Test
    void aSketchIsSaidWhereBothHoldManyLogsAndAboutAsMany() {
        assertFalse(Sketching.isWorthIt(256, 300));
        assertTrue(Sketching.isWorthIt(257, 385));
        assertFalse(Sketching.isWorthIt(257, 386));
        assertFalse(Sketching.isWorthIt(100_000, 0));
    }

    @Test
    void aSketchHasNoMoreSymbolsThanWouldBeWorthIt() {
        assertEquals(300, Sketching.budget(300, 301));
        assertEquals(MessageCodec.MAX_SYMBOLS, Sketching.budget(1L << 31, 1L << 31));
    }

    @Test
    void symbolsThatWereNotAskedForAreAViolation() {
        alone(greater);
        List<Message.Sketch.Symbol> some = Collections.nCopies(32, new Message.Sketch.Symbol(1, 2, 3, 4));

        assertViolates(greater, new Message.Sketch(1, some));
        assertViolates(greater, new Message.Sketch(0, Collections.nCopies(33, some.getFirst())));
        assertViolates(lesser, new Message.Sketch(0, some));
    }

    @Test
    void moreThanWasSaidLastIsNotAskedFor() {
        alone(lesser);

        assertViolates(lesser, new Message.More(31));
        assertViolates(lesser, new Message.More(33));
        lesser.hears(new Message.More(32));
        assertViolates(lesser, new Message.More(32));
        for (int said = 48; said < MANY; said = Math.min(MANY, said + said / 2)) {
            lesser.hears(new Message.More(said));
        }
        assertViolates(lesser, new Message.More(MANY));
        assertEquals(
                MANY,
                lesser.said.of(Message.Sketch.class).stream()
                        .mapToInt(sketch -> sketch.symbols().size())
                        .sum());
    }

    @Test
    void anAnswerNamesLogsOfTheSendersAndEachOnce() {
        alone(lesser);
        Bytes tag = Tags.ofLog(logs.get(0).id(), lesser.nonce);

        lesser.hears(new Message.Differ(false, List.of(tag)));

        assertViolates(lesser, new Message.Differ(true, List.of(tag)));
        assertViolates(lesser, new Message.Differ(true, List.of(Bytes.owned(new byte[8]))));
    }

    @Test
    void whoSentNoSketchIsNotAnsweredOrAsked() {
        alone(greater);

        assertViolates(greater, new Message.Differ(true, List.of()));
        assertViolates(greater, new Message.More(32));
        assertViolates(greater, new Message.Vector(Plane.CONTROL, true, List.of()));
    }

    @Test
    void aSketchWhereNoneWasDueIsAViolation() {
        lesser.start();
        lesser.hearsOf(new Message.Hello(greater.nonce, 0, "", List.of()), 0);
        lesser.hears(new Message.Open(Tags.ofSpace(space, greater.nonce, greater.self, lesser.self), Optional.empty()));
        lesser.hears(new Message.Resume(1, Optional.empty(), Bytes.owned(new byte[16]), 256));

        assertViolates(lesser, new Message.More(32));
    }

    private void alone(Side side) {
        side.start();
        side.hearsOf(new Message.Hello(side.other.nonce, 0, "", List.of()), 0);
        side.hears(
                new Message.Open(Tags.ofSpace(space, side.other.nonce, side.other.self, side.self), Optional.empty()));
        side.hears(new Message.Resume(1, Optional.empty(), Bytes.owned(new byte[16]), MANY));
    }

    private static void assertViolates(Side side, Message message) {
        assertThrows(Violation.class, () -> side.hears(message));
    }

    private void meet() {
        lesser.start();
        greater.start();
        deliver();
    }

    private void deliver() {
        while (lesser.hasHeard() || greater.hasHeard()) {
            lesser.takeOne();
            greater.takeOne();
        }
    }

    private LogRoot root() {
        return new LogRoot(
                space,
                SomeDeltas.key("author").id(),
                gen.bytes(LogRoot.INCARNATION_BYTES),
                Plane.DATA,
                new GrantId(gen.bytes(GrantId.BYTES)));
    }

    /** One of the two; what is said waits until the other takes it. */
    private final class Side {
        private final KeyId self;
        private final Bytes nonce = gen.bytes(MessageCodec.NONCE_BYTES);
        private final PaperShelf shelf = new PaperShelf(space, gen.bytes(Journal.CHANCE_BYTES));
        private final Said said = new Said();
        private final Session session;
        private Consumer<Message> before = message -> {};
        private Side other;
        private int heard;

        @SuppressWarnings("NullAway.Init")
        Side(KeyId self, KeyId peer) {
            this.self = self;
            this.session = new Session(self, peer, nonce, said);
        }

        void start() {
            session.start(List.of(shelf), true, List.of(), 0);
        }

        boolean hasHeard() {
            return heard < other.said.messages.size();
        }

        void takeOne() {
            if (hasHeard()) {
                Message message = other.said.messages.get(heard);
                before.accept(message);
                hearsOf(message, other.said.channelOf(heard++));
            }
        }

        void hears(Message message) {
            hearsOf(message, 1);
        }

        void hearsOf(Message message, int channel) {
            session.receive(channel, MessageCodec.type(message), MessageCodec.encode(message));
        }

        int placesTold() {
            return said.of(Message.Vector.class).stream()
                    .mapToInt(vector -> vector.places().size())
                    .sum();
        }

        /** What this side asked the other for. */
        Map<LogId, Long> wanted(Side from) {
            Map<LogId, Long> wanted = new HashMap<>();
            said.of(Message.Want.class)
                    .forEach(want -> want.from().forEach(mark -> wanted.put(from.named(mark.index()), mark.seq())));
            return wanted;
        }

        private LogId named(int index) {
            for (Message.Logs named : said.of(Message.Logs.class)) {
                for (Message.Logs.Named log : named.logs()) {
                    if (log.index() == index) {
                        return log.root().id();
                    }
                }
            }
            Bytes tag = said.of(Message.Vector.class).stream()
                    .flatMap(vector -> vector.places().stream())
                    .filter(place -> place.index() == index)
                    .findFirst()
                    .orElseThrow()
                    .tag();
            return logs.stream()
                    .map(LogRoot::id)
                    .filter(log -> Tags.ofLog(log, nonce).equals(tag))
                    .findFirst()
                    .orElseThrow();
        }
    }
}
