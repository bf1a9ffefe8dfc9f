package kith.daemon.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import kith.daemon.replica.Keeper;
import kith.daemon.replica.Replica;
import kith.ontology.delta.VerifiedDelta;
import kith.ontology.testkit.Gen;
import kith.ontology.testkit.Seeds;
import org.apache.jena.sparql.core.Quad;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A piece of a real history with real concurrent edits; the whole of it is replayed by {@code ReplayBench}. */
final class ReplayTest {
    private static CommitGraph graph;
    private static RealSpace real;

    @TempDir
    Path folder;

    @BeforeAll
    static void read() throws IOException {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                Objects.requireNonNull(ReplayTest.class.getResourceAsStream("cut.ndjson")), StandardCharsets.UTF_8))) {
            graph = CommitGraph.read(lines);
        }
        real = new RealSpace(graph);
    }

    @Test
    void theHistoryIsOneOfManyWhoWorkAtOnce() {
        long merges = graph.commits().stream()
                .filter(commit -> commit.parents().size() > 1)
                .count();

        assertEquals(371, graph.commits().size());
        assertEquals(66, merges);
        assertEquals(74, real.authors());
        assertEquals(1 + 2 * 74, real.control().size());
        assertEquals(graph.changes(), real.operations());
    }

    @Seeds(value = 3, shrink = false)
    void whateverTheOrderOfArrivalARealHistoryEndsInOneState(Gen order) {
        List<List<VerifiedDelta>> chains = new ArrayList<>(real.data());
        chains.add(real.control());

        try (Keeper keeper = new Keeper(folder)) {
            Replica replica = keeper.make(real.space());
            new Delivery(keeper, replica).deliver(chains, order);

            Set<Quad> shown = Keeper.shown(replica);
            assertEquals(graph.shown(), shown);
            assertTrue(shown.size() > 500);
        }
    }
}
