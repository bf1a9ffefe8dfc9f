package kith.cli.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import kith.cli.journey.Node;
import kith.cli.journey.Program;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The main job, timed from outside: two daemons as separate processes on loopback. Run by the profile {@code bench};
 * {@code -Dbench.data=FILE} takes another document than the example.
 */
@Tag("main")
final class MainJobBench {
    private static final int EDITS = 200;
    private static final int ROUND_TRIPS = 20;
    private static final long PATIENCE_MILLIS = 120_000;
    private static final String ALL = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }";

    @TempDir
    Path folder;

    private final Ledger ledger = new Ledger("main");

    @Test
    void theMainJob() throws IOException {
        Path data = Path.of(System.getProperty(
                "bench.data",
                Program.PROJECT.resolve("docs/examples/congress.ttl").toString()));
        Node one = Node.initialised(folder.resolve("one"), "one");
        long start = System.nanoTime();
        one.start();
        ledger.add("kith daemon start, from command to ready", millis(start), "ms");
        Node two = Node.started(folder.resolve("two"), "two");
        try {
            one.kith("space", "create", "river");
            long quads = imported(one, data);
            caughtUp(one, two, quads);
            edited(one, two);
            roundTrips(one);
            ledger.add("resident memory of the daemon that imported", Processes.residentMib(one.pid()), "MiB");
            ledger.add("resident memory of the daemon that caught up", Processes.residentMib(two.pid()), "MiB");
        } finally {
            one.stop();
            two.stop();
        }
        ledger.write();
    }

    private long imported(Node node, Path data) {
        long start = System.nanoTime();
        node.kith("import", data);
        double took = millis(start);
        long quads = Long.parseLong(node.kith("query", ALL, "--csv")
                .out()
                .lines()
                .skip(1)
                .findFirst()
                .orElseThrow()
                .strip());
        ledger.add("quads of the document", quads, "quads");
        ledger.add("import, durable, first after start", quads / took * 1000, "quads/s");
        long again = System.nanoTime();
        node.kith("space", "create", "second");
        node.kith("import", data, "--space", "second");
        ledger.add("import, durable, second", quads / millis(again) * 1000, "quads/s");
        return quads;
    }

    private void caughtUp(Node one, Node two, long quads) {
        String ticket = one.kith("invite", "--can", "write", "--expires", "1h", "--space", "river")
                .line();
        String wanted = one.digest("river");
        long start = System.nanoTime();
        two.kith("join", ticket);
        until(() -> Long.parseLong(Node.field(two.get("/v1/spaces"), "quads")) == quads);
        double took = millis(start);
        if (!two.digest("river").equals(wanted)) {
            throw new AssertionError("the replicas differ");
        }
        ledger.add("join and catch-up, from command to all visible", quads / took * 1000, "quads/s");
        long bytes = Long.parseLong(Node.field(two.get("/v1/peers"), "received"));
        ledger.add("wire bytes per quad, TLS and handshake included", (double) bytes / quads, "B");
    }

    private void edited(Node one, Node two) {
        double[] times = new double[EDITS];
        for (int i = 0; i < EDITS; i++) {
            String fact = "{ <urn:bench:" + i + "> <urn:bench:says> " + i + " }";
            long start = System.nanoTime();
            one.update("river", "INSERT DATA " + fact);
            until(() -> two.ask("river", "ASK " + fact));
            times[i] = millis(start);
        }
        Arrays.sort(times);
        ledger.add("live edit, from request to visible at the other, p50", times[EDITS / 2], "ms");
        ledger.add("live edit, from request to visible at the other, p99", times[EDITS * 99 / 100], "ms");
    }

    private void roundTrips(Node node) {
        double[] times = new double[ROUND_TRIPS];
        for (int i = 0; i < ROUND_TRIPS; i++) {
            long start = System.nanoTime();
            node.kith("query", "ASK { ?s ?p ?o }", "--space", "river");
            times[i] = millis(start);
        }
        Arrays.sort(times);
        ledger.add("kith query, whole process, median of " + ROUND_TRIPS, times[ROUND_TRIPS / 2], "ms");
    }

    private interface Condition {
        boolean holds();
    }

    private static void until(Condition done) {
        long end = System.currentTimeMillis() + PATIENCE_MILLIS;
        while (!done.holds()) {
            if (System.currentTimeMillis() > end) {
                throw new AssertionError("waited in vain");
            }
            try {
                Thread.sleep(1);
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
    }

    private static double millis(long startNanos) {
        return (System.nanoTime() - startNanos) / 1e6;
    }
}
