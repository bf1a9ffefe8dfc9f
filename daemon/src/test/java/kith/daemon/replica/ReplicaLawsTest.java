package kith.daemon.replica;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import kith.daemon.store.LogState;
import kith.daemon.store.Snapshot;
import kith.ontology.delta.LogId;
import kith.ontology.delta.Plane;
import kith.ontology.delta.VerifiedDelta;
import kith.ontology.testkit.Gen;
import kith.ontology.testkit.Seeds;
import org.apache.jena.graph.Node;
import org.apache.jena.sparql.core.Quad;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** Whole replicas, stores and all, against the plain reference: what is shown follows from what was said alone. */
final class ReplicaLawsTest {
    @TempDir
    static Path folder;

    private static final List<Keeper> KEEPERS = new ArrayList<>();

    @BeforeAll
    static void open() {
        for (int i = 0; i < 3; i++) {
            KEEPERS.add(new Keeper(folder.resolve("keeper-" + i)));
        }
    }

    @AfterAll
    static void close() {
        KEEPERS.forEach(Keeper::close);
        KEEPERS.clear();
    }

    @Seeds(value = 60, shrink = false)
    void replicasThatHeardTheSameShowTheSame(Gen gen) {
        PaperSpace paper = new PaperSpace("same", gen);

        List<Replica> replicas =
                KEEPERS.stream().map(keeper -> heard(keeper, paper, gen)).toList();

        Set<Quad> shown = paper.shown();
        for (Replica replica : replicas) {
            assertEquals(shown, Keeper.shown(replica));
            assertEquals(Keeper.digest(replicas.getFirst()), Keeper.digest(replica));
            assertEquals(paper.valid(), counted(replica));
            assertEquals(
                    replicas.getFirst().frontier(Plane.DATA).root(),
                    replica.frontier(Plane.DATA).root());
        }
    }

    @Seeds(value = 12, shrink = false)
    void everyIndexTellsTheSame(Gen gen) {
        PaperSpace paper = new PaperSpace("index", gen);
        Replica replica = heard(KEEPERS.getFirst(), paper, gen);

        Set<Quad> shown = paper.shown();

        try (Snapshot snapshot = replica.snapshot()) {
            assertEquals(shown.size(), snapshot.size());
            for (Quad quad : paper.history().quads()) {
                assertEquals(shown.contains(quad), snapshot.contains(quad));
                for (int bound = 0; bound < 16; bound++) {
                    assertEquals(matching(shown, quad, bound), found(snapshot, quad, bound));
                }
            }
        }
    }

    @Seeds(value = 5, shrink = false)
    void aRestartInBetweenChangesNothing(Gen gen) {
        PaperSpace paper = new PaperSpace("restart", gen);
        Keeper keeper = KEEPERS.getFirst();
        List<List<VerifiedDelta>> parcels = paper.parcels(gen);
        int at = gen.from(0, parcels.size());
        Replica before = keeper.make(paper.space());
        keeper.take(before, parcels.subList(0, at));
        String digest = Keeper.digest(before);

        keeper.restart();

        Replica after = keeper.replica(paper.space());
        assertEquals(digest, Keeper.digest(after));
        keeper.take(after, parcels.subList(at, parcels.size()));
        assertEquals(paper.shown(), Keeper.shown(after));
    }

    @Seeds(value = 10, shrink = false)
    void aRunThatSkipsAPartIsAGapAndChangesNothing(Gen gen) {
        PaperSpace paper = new PaperSpace("gap", gen);
        Replica replica = KEEPERS.getFirst().make(paper.space());
        List<List<VerifiedDelta>> later = paper.valid().keySet().stream()
                .map(paper::chain)
                .filter(chain -> chain.size() > 1)
                .map(chain -> paper.verified(chain.subList(1, chain.size())))
                .toList();

        List<Receipt> receipts = KEEPERS.getFirst().take(replica, later);

        receipts.forEach(receipt -> assertInstanceOf(Receipt.Gap.class, receipt));
        assertEquals(0, replica.store().counts().deltas());
    }

    private static Replica heard(Keeper keeper, PaperSpace paper, Gen gen) {
        Replica replica = keeper.make(paper.space());
        keeper.take(replica, paper.parcels(gen))
                .forEach(receipt ->
                        assertTrue(receipt instanceof Receipt.Accepted || receipt instanceof Receipt.AlreadyKnown));
        return replica;
    }

    private static Map<LogId, Long> counted(Replica replica) {
        return replica.store().logs().stream()
                .filter(log -> log.root().plane() == Plane.DATA && log.applied() > 0)
                .collect(Collectors.toMap(log -> log.root().id(), LogState::applied));
    }

    /** The bits of {@code bound}: graph, subject, predicate, object. */
    private static Set<Quad> matching(Set<Quad> shown, Quad like, int bound) {
        Set<Quad> matching = new HashSet<>(shown);
        matching.removeIf(quad -> ((bound & 1) != 0 && !quad.getGraph().equals(like.getGraph()))
                || ((bound & 2) != 0 && !quad.getSubject().equals(like.getSubject()))
                || ((bound & 4) != 0 && !quad.getPredicate().equals(like.getPredicate()))
                || ((bound & 8) != 0 && !quad.getObject().equals(like.getObject())));
        return matching;
    }

    private static Set<Quad> found(Snapshot snapshot, Quad like, int bound) {
        Iterator<Quad> quads = snapshot.find(
                (bound & 1) != 0 ? like.getGraph() : Node.ANY,
                (bound & 2) != 0 ? like.getSubject() : Node.ANY,
                (bound & 4) != 0 ? like.getPredicate() : Node.ANY,
                (bound & 8) != 0 ? like.getObject() : Node.ANY);
        Set<Quad> found = new HashSet<>();
        quads.forEachRemaining(found::add);
        return found;
    }
}
