package kith.daemon.replica;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import kith.ontology.access.Level;
import kith.ontology.bytes.Bytes;
import kith.ontology.delta.DeltaCodec;
import kith.ontology.delta.Entry;
import kith.ontology.delta.GrantId;
import kith.ontology.delta.HybridClock;
import kith.ontology.delta.LogHead;
import kith.ontology.delta.LogRoot;
import kith.ontology.delta.Plane;
import kith.ontology.delta.VerifiedDelta;
import kith.ontology.identity.KeyId;
import kith.ontology.testkit.Gen;
import kith.ontology.testkit.SomeDeltas;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What nobody can judge yet is kept, within limits that cost only whoever brought it. */
final class WaitingTest {
    private static final KeyId PEER = peer(0);

    @TempDir
    Path folder;

    private final Gen gen = new Gen(7);
    private TestNode alice;

    @BeforeEach
    void open() {
        alice = TestNode.open(folder.resolve("alice"), 1);
        alice.found("river");
    }

    @AfterEach
    void close() {
        alice.close();
    }

    @Test
    void onePeerBringsSoManyDeltasAndNotOneMore() {
        List<VerifiedDelta> run = unjudged(Plane.DATA, Waiting.MAX_PEER_DELTAS + 1, 1);

        Receipt full = take(run.subList(0, Waiting.MAX_PEER_DELTAS), PEER);
        Receipt over = take(run.subList(Waiting.MAX_PEER_DELTAS, run.size()), PEER);

        assertInstanceOf(Receipt.Accepted.class, full);
        assertInstanceOf(Receipt.NoRoom.class, over);
    }

    @Test
    void onePeerBringsSoManyBytesAndNotOneMore() {
        int each = 1_000_000;
        List<VerifiedDelta> run = unjudged(Plane.DATA, 5, each);

        for (int i = 0; i < Waiting.MAX_PEER_BYTES / each; i++) {
            assertInstanceOf(Receipt.Accepted.class, take(run.subList(i, i + 1), PEER));
        }

        assertInstanceOf(Receipt.NoRoom.class, take(run.subList(4, 5), PEER));
    }

    @Test
    void anotherPeerHasItsOwnShare() {
        take(unjudged(Plane.DATA, Waiting.MAX_PEER_DELTAS, 1), PEER);

        assertInstanceOf(Receipt.Accepted.class, take(unjudged(Plane.DATA, 1, 1), peer(1)));
    }

    @Test
    void actsOfNobodyTakeNoPlaceFromThoseThatCount() {
        int peers = ControlPlane.MAX_WAITING_DELTAS / Waiting.MAX_PEER_DELTAS;
        for (int peer = 0; peer < peers; peer++) {
            List<VerifiedDelta> junk = unjudged(Plane.CONTROL, Waiting.MAX_PEER_DELTAS, 1);
            assertInstanceOf(Receipt.Accepted.class, take(junk, peer(peer)));
        }
        assertInstanceOf(Receipt.NoRoom.class, take(unjudged(Plane.CONTROL, 1, 1), peer(peers)));

        TestNode bo = TestNode.open(folder.resolve("bo"), 2);
        bo.joinThrough(alice, Level.WRITER);

        assertTrue(alice.knows(bo));
        bo.close();
    }

    @Test
    void junkThatIsTakenInGivesNobodyANewShare() {
        take(unjudged(Plane.DATA, Waiting.MAX_PEER_DELTAS, 1), PEER);
        take(unjudged(Plane.CONTROL, 1, 1), peer(1));

        assertInstanceOf(Receipt.NoRoom.class, take(unjudged(Plane.DATA, 1, 1), PEER));
    }

    @Test
    void theFounderGoesOnInTheLogThatFoundedTheSpace() {
        TestNode bo = TestNode.open(folder.resolve("bo"), 2);

        bo.joinThrough(alice, Level.WRITER);

        assertEquals(1, alice.replica().frontier(Plane.CONTROL).size());
        bo.close();
    }

    private Receipt take(List<VerifiedDelta> run, KeyId from) {
        return alice.replica().receive(run, from).join();
    }

    /** Deltas of a log whose grant nobody has heard of. */
    private List<VerifiedDelta> unjudged(Plane plane, int count, int payloadBytes) {
        LogRoot root = new LogRoot(
                alice.replica().id(),
                SomeDeltas.key("nobody").id(),
                gen.bytes(LogRoot.INCARNATION_BYTES),
                plane,
                new GrantId(gen.bytes(GrantId.BYTES)));
        Bytes payload = Bytes.owned(new byte[payloadBytes]);
        LogHead head = LogHead.start(root.id());
        List<VerifiedDelta> deltas = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            long clock = HybridClock.next(head.clock(), 1);
            Entry entry =
                    new Entry(plane == Plane.CONTROL, clock, List.of(), gen.bytes(DeltaCodec.SALT_BYTES), payload);
            VerifiedDelta delta = DeltaCodec.sign(root, head, entry, SomeDeltas.key("nobody"));
            head = LogHead.of(delta.delta());
            deltas.add(delta);
        }
        return deltas;
    }

    private static KeyId peer(int number) {
        return SomeDeltas.key("peer " + number).id();
    }
}
