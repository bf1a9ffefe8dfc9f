package kith.daemon.replica;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import kith.daemon.store.LogState;
import kith.ontology.bytes.Bytes;
import kith.ontology.delta.DeltaCodec;
import kith.ontology.delta.Dot;
import kith.ontology.delta.Plane;
import kith.ontology.delta.SignedDelta;
import kith.ontology.delta.VerifiedDelta;
import kith.ontology.testkit.Gen;
import kith.ontology.testkit.Seeds;
import org.apache.jena.sparql.core.Quad;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** Random histories with erasures, delivered in any order: what shows is the same, and so is every chain. */
final class ErasureLawsTest {
    @TempDir
    private static Path folder;

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
    void whateverComesFirstTheSameShows(Gen gen) {
        PaperSpace paper = new PaperSpace("erased", gen).erasing();

        List<Replica> replicas =
                KEEPERS.stream().map(keeper -> heard(keeper, paper, gen)).toList();

        Set<Quad> shown = paper.shown();
        for (Replica replica : replicas) {
            assertEquals(shown, Keeper.shown(replica));
            assertEquals(Keeper.digest(replicas.getFirst()), Keeper.digest(replica));
            assertEquals(
                    replicas.getFirst().frontier(Plane.DATA).root(),
                    replica.frontier(Plane.DATA).root());
            assertEquals(paper.erased(), withdrawn(replica));
        }
    }

    @Seeds(value = 20, shrink = false)
    void aReplicaThatGotAllFromOneWhoErasedShowsTheSame(Gen gen) {
        PaperSpace paper = new PaperSpace("second hand", gen).erasing();
        Replica first = heard(KEEPERS.get(0), paper, gen);
        Replica second = KEEPERS.get(1).make(paper.space());

        // The control plane first, as peers send it.
        for (Plane plane : Plane.values()) {
            KEEPERS.get(1).take(second, runs(first, paper, plane));
        }

        assertEquals(Keeper.shown(first), Keeper.shown(second));
        assertEquals(Keeper.digest(first), Keeper.digest(second));
        assertEquals(first.frontier(Plane.DATA), second.frontier(Plane.DATA));
    }

    @Seeds(value = 10, shrink = false)
    void aRestartInBetweenChangesNothing(Gen gen) {
        PaperSpace paper = new PaperSpace("erased restart", gen).erasing();
        Keeper keeper = KEEPERS.get(2);
        List<List<VerifiedDelta>> parcels = paper.parcels(gen);
        int at = gen.from(0, parcels.size());
        keeper.take(keeper.make(paper.space()), parcels.subList(0, at));

        keeper.restart();
        Replica after = keeper.replica(paper.space());
        keeper.take(after, parcels.subList(at, parcels.size()));

        assertEquals(paper.shown(), Keeper.shown(after));
        assertEquals(paper.erased(), withdrawn(after));
    }

    @Seeds(value = 10, shrink = false)
    void thePurgeChangesNothingThatShows(Gen gen) {
        PaperSpace paper = new PaperSpace("purged", gen).erasing();
        Keeper keeper = KEEPERS.getFirst();
        Replica replica = heard(keeper, paper, gen);
        Set<Quad> before = Keeper.shown(replica);

        if (replica.store().purge().isPending()) {
            replica.store().purge().bury();
            replica.store().purge().drop();
            assertTrue(replica.store().purge().compact());
            assertTrue(replica.store().purge().finish());
        }

        assertEquals(before, Keeper.shown(replica));
        keeper.restart();
        assertEquals(before, Keeper.shown(keeper.replica(paper.space())));
    }

    private static Replica heard(Keeper keeper, PaperSpace paper, Gen gen) {
        Replica replica = keeper.make(paper.space());
        keeper.take(replica, paper.parcels(gen));
        return replica;
    }

    /** All of a plane that counts, a delta a run, as this replica would send it. */
    private static List<List<VerifiedDelta>> runs(Replica from, PaperSpace paper, Plane plane) {
        List<List<VerifiedDelta>> runs = new ArrayList<>();
        for (LogState log : from.store().logs()) {
            if (log.root().plane() == plane) {
                for (SignedDelta delta : held(from, log)) {
                    if (delta.dot().seq() <= from.counted(log.root().id())) {
                        VerifiedDelta whole = paper.chain(log.root().id())
                                .get((int) delta.dot().seq() - 1);
                        runs.add(paper.verified(List.of(delta.entry().isWithdrawn() ? whole.withdrawn() : whole)));
                    }
                }
            }
        }
        return runs;
    }

    /** The deltas held without their payload; every link is that of what is held. */
    private static Set<Dot> withdrawn(Replica replica) {
        Set<Dot> withdrawn = new TreeSet<>();
        for (LogState log : replica.store().logs()) {
            Bytes link = log.root().id().value();
            for (SignedDelta delta : held(replica, log)) {
                link = DeltaCodec.link(link, delta.dot().seq(), delta.entry());
                assertEquals(link, delta.link());
                if (delta.entry().isWithdrawn()) {
                    withdrawn.add(delta.dot());
                }
            }
        }
        return withdrawn;
    }

    private static List<SignedDelta> held(Replica replica, LogState log) {
        return replica.store().read(log.root().id(), 1, Integer.MAX_VALUE, Long.MAX_VALUE);
    }
}
