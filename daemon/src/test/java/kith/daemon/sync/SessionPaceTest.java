package kith.daemon.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import kith.ontology.bytes.Bytes;
import kith.ontology.delta.DeltaRun;
import kith.ontology.delta.GrantId;
import kith.ontology.delta.LogHead;
import kith.ontology.delta.LogRoot;
import kith.ontology.delta.Plane;
import kith.ontology.delta.SpaceId;
import kith.ontology.delta.VerifiedDelta;
import kith.ontology.identity.KeyId;
import kith.ontology.identity.SigningKey;
import kith.ontology.testkit.Gen;
import kith.ontology.testkit.SomeDeltas;
import org.junit.jupiter.api.Test;

/** What a session says where not all may go at once, and when it takes its peer for gone. */
final class SessionPaceTest {
    private static final SigningKey AUTHOR = SomeDeltas.key("author");
    private static final KeyId SELF = SomeDeltas.key("self").id();
    private static final KeyId PEER = SomeDeltas.key("peer").id();

    private final Gen gen = new Gen(1);
    private final Bytes theirNonce = gen.bytes(MessageCodec.NONCE_BYTES);
    private final PaperShelf river = new PaperShelf(new SpaceId(gen.bytes(SpaceId.BYTES)));
    private final Narrow out = new Narrow();
    private final Session session = new Session(SELF, PEER, gen.bytes(MessageCodec.NONCE_BYTES), out);

    /** A way out that lets so many runs of history go, and allows so much of it. */
    private static final class Narrow implements Outbox {
        private final List<Message> messages = new ArrayList<>();
        private int runs;
        private boolean slow;
        private long allowance = Long.MAX_VALUE;
        private String gaveUp = "";

        @Override
        public void send(int channel, Message message) {
            messages.add(message);
            runs -= message instanceof Message.Deltas deltas && !deltas.live() ? 1 : 0;
        }

        @Override
        public boolean isFull() {
            return false;
        }

        @Override
        public boolean hasRoomForHistory() {
            return runs > 0;
        }

        @Override
        public boolean isSlow() {
            return slow;
        }

        @Override
        public long allowHistory(long wanted) {
            long allowed = Math.min(wanted, allowance);
            allowance -= allowed;
            return allowed;
        }

        @Override
        public long signsOfLife() {
            return 0;
        }

        @Override
        public void giveUp(String why) {
            gaveUp = why;
        }

        @Override
        public void later(Runnable act) {
            act.run();
        }

        @Override
        public void after(long millis, Runnable act) {
            // Nothing here waits so little.
        }

        @Override
        public long elapsedMillis() {
            return 0;
        }

        <M extends Message> List<M> of(Class<M> kind) {
            return messages.stream().filter(kind::isInstance).map(kind::cast).toList();
        }

        /** How much history the peer was allowed to send, each time. */
        List<Long> allowed() {
            return of(Message.Credit.class).stream()
                    .filter(credit -> !credit.live())
                    .map(Message.Credit::bytes)
                    .toList();
        }
    }

    @Test
    void newsGoWhereHistoryHasToWait() {
        LogRoot old = log(Plane.DATA, false);
        LogRoot fresh = log(Plane.DATA, true);
        streams(old, fresh);

        assertEquals(
                List.of(true),
                out.of(Message.Deltas.class).stream().map(Message.Deltas::live).toList());
    }

    @Test
    void whatWaitedGoesWhenThereIsRoom() {
        streams(log(Plane.DATA, false));
        assertEquals(0, out.of(Message.Deltas.class).size());

        out.runs = 1;
        session.writable();

        assertEquals(1, out.of(Message.Deltas.class).size());
    }

    @Test
    void logsTakeTurns() {
        LogRoot one = log(Plane.DATA, false);
        LogRoot other = log(Plane.DATA, false);
        streams(one, other);
        out.runs = 1;
        session.writable();
        DeltaRun first = out.of(Message.Deltas.class).getFirst().run();
        goesOn(first.equals(river.runs.get(one.id())) ? one : other);

        out.runs = 1;
        session.writable();

        List<Integer> indexes =
                out.of(Message.Deltas.class).stream().map(Message.Deltas::index).toList();
        assertEquals(2, indexes.size());
        assertEquals(2, indexes.stream().distinct().count(), "the same log twice");
    }

    @Test
    void actsNeverHaveToWait() {
        streams(log(Plane.CONTROL, false));

        assertEquals(1, out.of(Message.Deltas.class).size());
    }

    @Test
    void aPeerIsAllowedAsMuchHistoryAsThereIsRoomForAndTheRestByAndBy() {
        out.allowance = 100_000;
        streams();
        assertEquals(List.of(100_000L), out.allowed());

        session.tick(1_000);
        assertEquals(List.of(100_000L), out.allowed(), "no CREDIT of nothing");
        out.allowance = 64_000;
        session.tick(2_000);
        out.allowance = Long.MAX_VALUE;
        session.tick(3_000);
        session.tick(4_000);

        assertEquals(List.of(100_000L, 64_000L, Credits.HISTORY_WINDOW - 164_000), out.allowed());
        assertEquals(
                List.of(Credits.LIVE_WINDOW),
                out.of(Message.Credit.class).stream()
                        .filter(Message.Credit::live)
                        .map(Message.Credit::bytes)
                        .toList(),
                "news are never held back");
    }

    @Test
    void whereWeMakeItSlowALogIsWaitedForLonger() {
        LogRoot log = new LogRoot(
                river.space(),
                AUTHOR.id(),
                gen.bytes(LogRoot.INCARNATION_BYTES),
                Plane.DATA,
                new GrantId(gen.bytes(GrantId.BYTES)));
        out.slow = true;
        streams();
        hears(1, new Message.Logs(List.of(new Message.Logs.Named(0, log))));
        hears(1, new Message.Note(List.of(new Message.Mark(0, 9))));
        assertEquals(1, out.of(Message.Want.class).size());

        session.tick(Fetching.SLOW_PATIENCE_MILLIS);
        assertFalse(river.supply().reserve(log.id(), this, Supply.NEVER), "one conversation fetches it");

        session.tick(Fetching.SLOW_PATIENCE_MILLIS + 1);
        assertTrue(river.supply().reserve(log.id(), this, Supply.NEVER));
    }

    /** A log of ours that the peer lacks: of one delta, or of more than one run. */
    private LogRoot log(Plane plane, boolean fresh) {
        LogRoot root = new LogRoot(
                river.space(),
                AUTHOR.id(),
                gen.bytes(LogRoot.INCARNATION_BYTES),
                plane,
                new GrantId(gen.bytes(GrantId.BYTES)));
        LogHead head = new LogHead(0, gen.bytes(32), 0);
        List<VerifiedDelta> chain = SomeDeltas.chain(gen, root, head, AUTHOR);
        List<VerifiedDelta> taken = fresh ? chain.subList(0, 1) : chain;
        river.holds(root, fresh ? 1 : chain.size() + 100);
        river.runs.put(root.id(), SomeDeltas.run(head, taken));
        return root;
    }

    /** The run after the one that was served. */
    private void goesOn(LogRoot root) {
        LogHead head = new LogHead(river.runs.get(root.id()).lastSeq(), gen.bytes(32), 0);
        river.runs.put(root.id(), SomeDeltas.run(head, SomeDeltas.chain(gen, root, head, AUTHOR)));
    }

    /** Both have compared; the peer holds nothing, asks for these, and takes as much as we like. */
    private void streams(LogRoot... wanted) {
        session.start(List.of(river), false, List.of("192.0.2.7:1"), 0);
        hears(0, new Message.Hello(theirNonce, 0, "", List.of()));
        hears(1, new Message.Open(Tags.ofSpace(river.space(), theirNonce, PEER, SELF), Optional.empty()));
        hears(1, new Message.Resume(1, Optional.empty(), gen.bytes(MessageCodec.ROOT_BYTES), 1));
        hears(1, new Message.Vector(Plane.CONTROL, true, List.of()));
        hears(1, new Message.Vector(Plane.DATA, true, List.of()));
        hears(1, new Message.Credit(false, 4_000_000));
        hears(1, new Message.Credit(true, 1_000_000));
        List<Message.Logs.Named> named = out.of(Message.Logs.class).stream()
                .flatMap(logs -> logs.logs().stream())
                .toList();
        List<Message.Mark> marks = named.stream()
                .filter(log -> List.of(wanted).contains(log.root()))
                .map(log -> new Message.Mark(log.index(), 1))
                .toList();
        if (!marks.isEmpty()) {
            hears(1, new Message.Want(marks));
        }
    }

    private void hears(int channel, Message message) {
        session.receive(channel, MessageCodec.type(message), MessageCodec.encode(message));
    }
}
