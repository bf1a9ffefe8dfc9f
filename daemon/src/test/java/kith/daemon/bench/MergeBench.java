package kith.daemon.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import kith.daemon.replica.Change;
import kith.daemon.replica.Receipt;
import kith.daemon.replica.TestNode;
import kith.ontology.access.Act;
import kith.ontology.access.Cutoff;
import kith.ontology.access.Grant;
import kith.ontology.access.Level;
import kith.ontology.bytes.Bytes;
import kith.ontology.delta.DeltaCodec;
import kith.ontology.delta.Dot;
import kith.ontology.delta.Edit;
import kith.ontology.delta.EditCodec;
import kith.ontology.delta.Entry;
import kith.ontology.delta.HybridClock;
import kith.ontology.delta.LogHead;
import kith.ontology.delta.LogId;
import kith.ontology.delta.LogRoot;
import kith.ontology.delta.Plane;
import kith.ontology.delta.Retraction;
import kith.ontology.delta.VerifiedDelta;
import kith.ontology.merge.Operation;
import kith.ontology.merge.QuadHistory;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.NodeFactory;
import org.apache.jena.sparql.core.Quad;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What merging costs: in memory, in a store of a million quads, and when a right ends late. Run by the profile {@code bench}. */
final class MergeBench {
    private static final int HELD = 1_000_000;
    private static final int OPERATIONS = 200_000;
    private static final int OF_A_DELTA = 2_000;
    private static final int CUT = 10_000;
    private static final int OF_A_CUT_DELTA = 4;
    private static final Node NAME = NodeFactory.createURI("http://example.org/says");

    @TempDir
    Path folder;

    @Test
    void inMemory() {
        LogId one = new LogId(Bytes.sha256(new byte[] {1}));
        LogId other = new LogId(Bytes.sha256(new byte[] {2}));
        for (int warm = 0; warm < 3; warm++) {
            inMemory(one, other, warm == 2);
        }
    }

    private static void inMemory(LogId one, LogId other, boolean tell) {
        System.gc();
        long before = heap();
        Map<Quad, QuadHistory> rows = new HashMap<>();
        List<Quad> quads = new ArrayList<>();
        for (int i = 0; i < HELD / 2; i++) {
            quads.add(quad("m", i));
        }
        System.gc();
        long terms = heap();
        long start = System.nanoTime();
        int shown = 0;
        for (int i = 0; i < quads.size(); i++) {
            Dot dot = new Dot(one, 1 + i / OF_A_DELTA);
            QuadHistory after =
                    rows.getOrDefault(quads.get(i), QuadHistory.EMPTY).with(new Operation.Assert(dot));
            rows.put(quads.get(i), after);
            shown += after.isAsserted(any -> true) ? 1 : 0;
        }
        for (int i = 0; i < quads.size(); i++) {
            Dot dot = new Dot(other, 1 + i / OF_A_DELTA);
            Dot seen = new Dot(one, 1 + i / OF_A_DELTA);
            QuadHistory after =
                    rows.getOrDefault(quads.get(i), QuadHistory.EMPTY).with(new Operation.Retract(dot, Set.of(seen)));
            rows.put(quads.get(i), after);
            shown -= after.isAsserted(any -> true) ? 0 : 1;
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        assertEquals(0, shown);
        System.gc();
        if (tell) {
            say(
                    "MERGE in memory: %d asserts and as many retracts, %.0f operations/s on one thread, %d B a million"
                            + " operations besides terms (%d B of terms)",
                    quads.size(),
                    2 * quads.size() / seconds,
                    (heap() - terms) * 1_000_000 / (2L * quads.size()),
                    terms - before);
        }
        assertEquals(quads.size(), rows.size());
    }

    private static long heap() {
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    @Test
    void inAStoreOfAMillionQuads() {
        try (TestNode alice = TestNode.open(folder.resolve("alice"), 1);
                TestNode bo = TestNode.open(folder.resolve("bo"), 2)) {
            alice.found("river");
            bo.joinThrough(alice, Level.WRITER);
            List<Quad> held = quads("h", HELD);
            alice.replica()
                    .write(new Change(held, List.of(), Optional.empty(), true))
                    .durable()
                    .join();
            Chain chain = new Chain(alice, bo);
            List<Quad> fresh = quads("f", OPERATIONS);
            for (int from = 0; from < OPERATIONS; from += OF_A_DELTA) {
                chain.say(new Edit(
                        fresh.subList(from, from + OF_A_DELTA), List.of(), Optional.empty(), Optional.empty()));
            }
            double asserting = timed(() -> chain.deliver(alice));
            for (int from = 0; from < OPERATIONS; from += OF_A_DELTA) {
                Dot seen = new Dot(chain.root.id(), 1 + from / OF_A_DELTA);
                chain.say(new Edit(
                        List.of(),
                        fresh.subList(from, from + OF_A_DELTA).stream()
                                .map(quad -> new Retraction(quad, List.of(seen)))
                                .toList(),
                        Optional.empty(),
                        Optional.empty()));
            }
            double retracting = timed(() -> chain.deliver(alice));
            say(
                    "MERGE in a store of %d quads: %.0f fresh asserts/s, %.0f concurrent retracts/s, signatures and"
                            + " disk included",
                    HELD, OPERATIONS / asserting, OPERATIONS / retracting);
            cut(alice, bo);
        }
    }

    private void cut(TestNode alice, TestNode bo) {
        Chain chain = new Chain(alice, bo);
        List<Quad> all = quads("c", CUT * OF_A_CUT_DELTA);
        for (int i = 0; i < CUT; i++) {
            chain.say(new Edit(
                    all.subList(i * OF_A_CUT_DELTA, (i + 1) * OF_A_CUT_DELTA),
                    List.of(),
                    Optional.empty(),
                    Optional.empty()));
        }
        chain.deliver(alice);
        long before = alice.replica().store().counts().quads();
        Grant grant = alice.replica().authority().grantOf(bo.self().node()).orElseThrow();
        // Of what the writer said before, in another log, nothing stands.
        double large = timed(() -> alice.replica()
                .act(new Act.Cut(grant.id(), true, chain.whole(), ""))
                .join());
        assertEquals(before, alice.replica().store().counts().quads());
        double late = timed(() -> alice.replica()
                .act(new Act.Cut(grant.id(), true, List.of(), ""))
                .join());
        assertEquals(
                before - (long) CUT * OF_A_CUT_DELTA,
                alice.replica().store().counts().quads());
        say(
                "LATE CUT in a store of %d quads: of %d deltas with %d operations %.2f s, of %d deltas with %d %.2f s",
                before, CUT, CUT * OF_A_CUT_DELTA, late, 2 * OPERATIONS / OF_A_DELTA, 2 * OPERATIONS, large);
    }

    /** A writer's log, signed ahead of time and delivered in runs. */
    private static final class Chain {
        private final TestNode author;
        private final LogRoot root;
        private final List<VerifiedDelta> waiting = new ArrayList<>();
        private LogHead head;

        Chain(TestNode granter, TestNode author) {
            this.author = author;
            Grant grant =
                    granter.replica().authority().grantOf(author.self().node()).orElseThrow();
            this.root = new LogRoot(
                    granter.replica().id(),
                    author.self().node(),
                    author.machine().random(LogRoot.INCARNATION_BYTES),
                    Plane.DATA,
                    grant.id());
            this.head = LogHead.start(root.id());
        }

        void say(Edit edit) {
            Entry entry = new Entry(
                    false,
                    HybridClock.next(head.clock(), System.currentTimeMillis()),
                    List.of(),
                    author.machine().random(DeltaCodec.SALT_BYTES),
                    EditCodec.encode(edit, root.id()));
            VerifiedDelta delta =
                    DeltaCodec.sign(root, head, entry, author.self().device());
            head = LogHead.of(delta.delta());
            waiting.add(delta);
        }

        Void deliver(TestNode to) {
            for (int from = 0; from < waiting.size(); from += DeltaCodec.MAX_RUN_ENTRIES) {
                List<VerifiedDelta> run =
                        waiting.subList(from, Math.min(waiting.size(), from + DeltaCodec.MAX_RUN_ENTRIES));
                assertInstanceOf(
                        Receipt.Accepted.class,
                        to.replica().receive(run, author.self().node()).join());
            }
            waiting.clear();
            return null;
        }

        List<Cutoff> whole() {
            return List.of(new Cutoff(new Dot(root.id(), head.seq()), head.link()));
        }
    }

    private static double timed(Supplier<?> act) {
        long start = System.nanoTime();
        act.get();
        return (System.nanoTime() - start) / 1e9;
    }

    private static List<Quad> quads(String of, int count) {
        List<Quad> quads = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            quads.add(quad(of, i));
        }
        return quads;
    }

    private static Quad quad(String of, int number) {
        return Quad.create(
                Quad.defaultGraphIRI,
                NodeFactory.createURI("http://example.org/" + of + number / 5),
                NAME,
                NodeFactory.createLiteralString(of + " says " + number));
    }

    @SuppressWarnings("SystemOut")
    private static void say(String format, Object... figures) {
        System.out.println(String.format(Locale.ROOT, format, figures));
    }
}
