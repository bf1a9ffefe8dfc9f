package kith.daemon.replica;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import kith.daemon.store.Commit;
import kith.daemon.store.SpaceStore;
import kith.ontology.delta.Plane;
import kith.ontology.delta.VerifiedDelta;
import kith.ontology.testkit.Gen;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A daemon may die between any two commits. */
final class ReplicaCrashTest {
    @TempDir
    Path folder;

    @Test
    void heldDeltasCountWhereTheDaemonDiedBetweenTheirGrantAndThem() {
        PaperSpace paper = new PaperSpace("crash", new Gen(3));
        try (Keeper keeper = new Keeper(folder)) {
            keeper.make(paper.space());
            SpaceStore store = keeper.store().space(paper.space()).orElseThrow();
            for (List<VerifiedDelta> chain : paper.chains()) {
                commit(store, chain);
            }

            Replica reborn = keeper.replica(paper.space());

            assertFalse(paper.shown().isEmpty());
            assertEquals(paper.shown(), Keeper.shown(reborn));
            assertEquals(paper.valid(), reborn.frontier(Plane.DATA).seqs());
        }
    }

    /** As it was when the grants were known and nothing that waited for them was looked at again. */
    private static void commit(SpaceStore store, List<VerifiedDelta> chain) {
        boolean counts = chain.getFirst().root().plane() == Plane.CONTROL;
        try (Commit commit = store.begin(dot -> false)) {
            chain.forEach(delta -> commit.append(delta, Optional.empty(), counts));
            commit.write();
        }
    }
}
