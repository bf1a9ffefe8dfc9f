package kith.daemon.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import kith.daemon.replay.CommitGraph;
import kith.daemon.replay.Delivery;
import kith.daemon.replay.RealSpace;
import kith.daemon.replica.Keeper;
import kith.daemon.replica.Receipt;
import kith.daemon.replica.Replica;
import kith.ontology.bytes.ByteReader;
import kith.ontology.bytes.ByteWriter;
import kith.ontology.bytes.Bytes;
import kith.ontology.delta.DeltaCodec;
import kith.ontology.delta.DeltaRun;
import kith.ontology.delta.LogHead;
import kith.ontology.delta.VerifiedDelta;
import kith.ontology.identity.VerifyingKey;
import kith.ontology.testkit.Gen;
import org.apache.jena.sparql.core.Quad;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A real history of thousands of commits, replayed by its own authors into real replicas that hear of it in several
 * random orders. Run by the profile {@code bench} with {@code -Dbench.dag=FILE}.
 */
final class ReplayBench {
    private static final String DAG = "bench.dag";

    @TempDir
    Path folder;

    private CommitGraph graph;
    private RealSpace real;
    private final List<String> digests = new ArrayList<>();

    @Test
    void aRealHistoryEndsInOneStateWhateverTheOrder() throws IOException {
        String dag = System.getProperty(DAG, "");
        if (dag.isBlank()) {
            say("REPLAY SKIPPED: no commit graph; name one with -D%s=FILE", DAG);
        }
        assumeTrue(!dag.isBlank(), "no commit graph named with -D" + DAG + "=FILE");
        try (BufferedReader lines = Files.newBufferedReader(Path.of(dag))) {
            graph = CommitGraph.read(lines);
        }
        long start = System.nanoTime();
        real = new RealSpace(graph);
        say(
                "%d commits, %d authors let in, %d deltas that say something, %d operations; signed in %.1f s",
                graph.commits().size(), real.authors(), deltas(), real.operations(), seconds(start));

        for (int seed = 1; seed <= 3; seed++) {
            mixed(seed);
        }
        controlFirst(4);
        Set<Quad> shown = caughtUp(5);

        assertEquals(1, Set.copyOf(digests).size(), "replicas differ");
        assertEquals(graph.shown(), shown);
        compare(shown);
    }

    /** Data and control in any order: what came before its author's grant waits. */
    private void mixed(int seed) throws IOException {
        List<List<VerifiedDelta>> chains = new ArrayList<>(real.data());
        chains.add(real.control());
        try (Keeper keeper = new Keeper(folder.resolve("mixed-" + seed))) {
            Replica replica = keeper.make(real.space());
            long start = System.nanoTime();
            Delivery delivery = new Delivery(keeper, replica);
            delivery.deliver(chains, new Gen(seed));
            double took = seconds(start);
            say(
                    "seed %d, data and control mixed: %d deltas in %.1f s, %.0f deltas/s; sent again %d times",
                    seed,
                    deltas() + real.control().size(),
                    took,
                    (deltas() + real.control().size()) / took,
                    delivery.refused());
            digests.add(Keeper.digest(replica));
        }
    }

    private void controlFirst(int seed) throws IOException {
        Path home = folder.resolve("first");
        try (Keeper keeper = new Keeper(home)) {
            Replica replica = keeper.make(real.space());
            long start = System.nanoTime();
            takeControl(keeper, replica);
            say(
                    "control plane, %d deltas: %.2f s, its proofs included",
                    real.control().size(), seconds(start));
            long data = System.nanoTime();
            new Delivery(keeper, replica).deliver(real.data(), new Gen(seed));
            rate("delta by delta, 64 a sync", seconds(data));
            digests.add(Keeper.digest(replica));
            keeper.restart();
            double bytes = size(home);
            say("on disk: %.0f bytes, %.0f a changed fact", bytes, bytes / graph.changes());
        }
    }

    private static void take(Keeper keeper, Replica replica, List<List<VerifiedDelta>> runs) {
        keeper.take(replica, runs).forEach(receipt -> assertInstanceOf(Receipt.Accepted.class, receipt));
    }

    private void takeControl(Keeper keeper, Replica replica) {
        List<List<VerifiedDelta>> runs = new ArrayList<>();
        List<VerifiedDelta> chain = real.control();
        for (int from = 0; from < chain.size(); from += DeltaCodec.MAX_RUN_ENTRIES) {
            runs.add(chain.subList(from, Math.min(chain.size(), from + DeltaCodec.MAX_RUN_ENTRIES)));
        }
        take(keeper, replica, runs);
    }

    /** As one who was away hears of it: log after log, in runs off the wire. */
    private Set<Quad> caughtUp(int seed) {
        List<List<VerifiedDelta>> chains = new Gen(seed).shuffled(real.data());
        long wire = 0;
        long live = 0;
        List<List<Bytes>> messages = new ArrayList<>();
        for (List<VerifiedDelta> chain : chains) {
            List<Bytes> encoded =
                    RealSpace.runs(chain).stream().map(ReplayBench::encoded).toList();
            messages.add(encoded);
            wire += encoded.stream().mapToLong(Bytes::length).sum();
            for (int i = 0; i < chain.size(); i++) {
                live += encoded(RealSpace.run(chain, i, i + 1)).length();
            }
        }
        long control = RealSpace.runs(real.control()).stream()
                .mapToLong(run -> encoded(run).length())
                .sum();
        say(
                "on the wire: %.1f bytes a changed fact in runs, %.1f delta by delta; control plane %d bytes, %d an author",
                (double) wire / graph.changes(), (double) live / graph.changes(), control, control / real.authors());
        try (Keeper keeper = new Keeper(folder.resolve("caught-up"))) {
            Replica replica = keeper.make(real.space());
            takeControl(keeper, replica);
            long reading = System.nanoTime();
            List<List<VerifiedDelta>> runs = new ArrayList<>();
            for (int i = 0; i < chains.size(); i++) {
                runs.addAll(verified(chains.get(i), messages.get(i)));
            }
            rate("read and verified in runs", seconds(reading));
            long applying = System.nanoTime();
            take(keeper, replica, runs);
            rate("applied in runs, one sync", seconds(applying));
            digests.add(Keeper.digest(replica));
            return Keeper.shown(replica);
        }
    }

    private static Bytes encoded(DeltaRun run) {
        ByteWriter out = new ByteWriter();
        DeltaCodec.write(run, out);
        return out.toBytes();
    }

    private static List<List<VerifiedDelta>> verified(List<VerifiedDelta> chain, List<Bytes> messages) {
        VerifyingKey key = VerifyingKey.of(chain.getFirst().root().author()).orElseThrow();
        LogHead head = LogHead.start(chain.getFirst().root().id());
        List<List<VerifiedDelta>> runs = new ArrayList<>();
        for (Bytes message : messages) {
            List<VerifiedDelta> run =
                    DeltaCodec.verify(chain.getFirst().root(), key, head, DeltaCodec.read(new ByteReader(message)));
            head = LogHead.of(run.getLast().delta());
            runs.add(run);
        }
        return runs;
    }

    /** With the newest state of the real history, in which merges settled some facts by hand. */
    private void compare(Set<Quad> shown) throws IOException {
        Set<Quad> newest = graph.inFileOrder();
        int settled = 0;
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                Objects.requireNonNull(CommitGraph.class.getResourceAsStream("settled.ndjson")),
                StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                JsonObject one = JsonParser.parseString(line).getAsJsonObject();
                Quad fact = CommitGraph.fact(one.getAsJsonArray("fact"));
                assertTrue(one.get("newest").getAsBoolean() ? newest.add(fact) : newest.remove(fact));
                settled++;
            }
        }
        Set<Quad> missing = new HashSet<>(newest);
        missing.removeAll(shown);
        Set<Quad> extra = new HashSet<>(shown);
        extra.removeAll(newest);
        say(
                "shown %d facts; the newest state has %d: %d missing, %d extra; its merges settled %d",
                shown.size(), newest.size(), missing.size(), extra.size(), settled);
        assertTrue(missing.size() + extra.size() <= settled);
    }

    private long deltas() {
        return real.data().stream().mapToLong(List::size).sum();
    }

    private void rate(String what, double seconds) {
        say(
                "%s: %.2f s, %.0f deltas/s, %.0f operations/s",
                what, seconds, deltas() / seconds, real.operations() / seconds);
    }

    private static double seconds(long start) {
        return (System.nanoTime() - start) / 1e9;
    }

    private static long size(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        }
    }

    private static void say(String form, Object... figures) {
        System.out.println(String.format(Locale.ROOT, form, figures));
    }
}
