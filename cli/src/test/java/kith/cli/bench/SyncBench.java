package kith.cli.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import kith.cli.journey.Node;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What it costs to be in step: daemons as separate processes on loopback. {@code mvn -q -Pbench -pl cli -am verify
 * -Dbench=sync}; {@code -Dbench.quads=100000} takes less, {@code -Dbench.only=live} one part.
 */
@Tag("sync")
final class SyncBench {
    private static final long QUADS = Long.getLong("bench.quads", 1_000_000);
    private static final String ONLY = System.getProperty("bench.only", "");
    private static final int WRITERS = 8;
    private static final int EDITS = 1_000;
    /** Edits before those of daemons that have run for a while. */
    private static final int WARMING = 10_000;

    private static final long PATIENCE_SECONDS = 600;
    private static final String SPACE = "river";

    private final Ledger ledger = new Ledger("sync");

    @TempDir
    Path folder;

    @Test
    void inStep() throws IOException, InterruptedException {
        if (isAsked("catch-up-1000")) {
            catchUp(1_000);
        }
        if (isAsked("catch-up-10")) {
            catchUp(10);
        }
        if (isAsked("live")) {
            live();
        }
        if (isAsked("copies")) {
            new Copies(ledger, folder).measure();
        }
        ledger.write();
    }

    private static boolean isAsked(String part) {
        return ONLY.isEmpty() || List.of(ONLY.split(",")).contains(part);
    }

    /** A newcomer fetches all that was said in deltas of so many quads; then, with both daemons warm, once more. */
    private void catchUp(int quadsEach) throws IOException, InterruptedException {
        String title = "catch-up, deltas of " + quadsEach + " quads";
        Node one = Node.started(folder.resolve("full" + quadsEach), "full");
        Node two = Node.started(folder.resolve("empty" + quadsEach), "empty");
        try {
            for (String turn : List.of("cold", "warm")) {
                String space = SPACE + turn;
                one.kith("space", "create", space);
                long start = System.nanoTime();
                long quads = fill(one, space, quadsEach);
                if (turn.equals("cold")) {
                    ledger.add(title + ", written by " + WRITERS + " clients", quads / seconds(start), "quads/s");
                    // Whoever is asked has been asked before, as a rule; whoever asks is new.
                    one.stop();
                    one.start();
                }
                caughtUp(one, two, new Course(title + ", " + turn, space, quads));
            }
        } finally {
            one.end();
            two.end();
        }
    }

    /** One newcomer's way. */
    private record Course(String title, String space, long quads) {}

    private void caughtUp(Node one, Node two, Course course) throws IOException, InterruptedException {
        String ticket = one.kith("invite", "--can", "write", "--expires", "1h", "--space", course.space())
                .line();
        String wanted = one.digest(course.space());
        double cpuOne = Processes.cpuSeconds(one.pid());
        double cpuTwo = Processes.cpuSeconds(two.pid());
        long before = received(two);
        long start = System.nanoTime();
        two.kith("join", ticket);
        while (quads(two, course.space()) < course.quads()) {
            Thread.sleep(5);
            if (seconds(start) > PATIENCE_SECONDS) {
                throw new AssertionError("waited in vain: " + two.get("/v1/spaces"));
            }
        }
        double took = seconds(start);
        if (!two.digest(course.space()).equals(wanted)) {
            throw new AssertionError("the replicas differ");
        }
        ledger.add(course.title(), course.quads() / took, "quads/s");
        ledger.add(course.title() + ", CPU of who gives", Processes.cpuSeconds(one.pid()) - cpuOne, "s");
        ledger.add(course.title() + ", CPU of who receives", Processes.cpuSeconds(two.pid()) - cpuTwo, "s");
        long bytes = received(two) - before;
        ledger.add(course.title() + ", on the wire", (double) bytes / course.quads(), "B a quad");
        ledger.add(course.title() + ", peak memory of who receives", Processes.peakMib(two.pid()), "MiB");
    }

    /** By the list of spaces: to ask for one has its digest worked out. */
    private static long quads(Node node, String space) {
        String spaces = node.get("/v1/spaces");
        int at = spaces.indexOf('"' + space + '"');
        return at < 0 ? 0 : Long.parseLong(Node.field(spaces.substring(at), "quads"));
    }

    /** What came over all links that there are. */
    private static long received(Node node) {
        String peers = node.get("/v1/peers");
        return peers.contains("\"received\"") ? Long.parseLong(Node.field(peers, "received")) : 0;
    }

    private static long fill(Node node, String space, int quadsEach) throws InterruptedException {
        AtomicInteger next = new AtomicInteger();
        int deltas = (int) (QUADS / quadsEach);
        AtomicReference<Throwable> fault = new AtomicReference<>();
        List<Thread> writers = new ArrayList<>();
        for (int i = 0; i < WRITERS; i++) {
            writers.add(Thread.ofPlatform().start(() -> {
                try {
                    for (int delta = next.getAndIncrement(); delta < deltas; delta = next.getAndIncrement()) {
                        node.update(space, People.insert(delta, quadsEach));
                    }
                } catch (RuntimeException | Error e) {
                    fault.set(e);
                }
            }));
        }
        for (Thread writer : writers) {
            writer.join();
        }
        if (fault.get() != null) {
            throw new AssertionError(fault.get());
        }
        return quads(node, space);
    }

    /** An edit at one end of a chain, seen at the next node and at the end: durable at each on its way. */
    private void live() {
        List<Node> chain = new ArrayList<>();
        try {
            for (String name : List.of("ada", "bea", "cleo", "dora")) {
                chain.add(Node.started(folder.resolve(name), name));
            }
            chain.getFirst().kith("space", "create", SPACE);
            invited(chain.get(1), chain.getFirst(), "admin");
            invited(chain.get(2), chain.get(1), "write");
            invited(chain.get(3), chain.get(1), "write");
            // Who let it in is an admin, and no neighbour of hers.
            chain.get(1).kith("peer", "block", chain.get(3).did());
            chain.get(3).meet(chain.get(2));
            edits(chain.getFirst(), chain.get(1), "live edit, one hop, daemons just started");
            // Java compiles for longer than one would think: a daemon that has run for a day is measured.
            for (int i = 0; i < WARMING; i++) {
                chain.getFirst().update(SPACE, "INSERT DATA { <urn:bench:warming> <urn:bench:says> " + i + " }");
            }
            edits(chain.getFirst(), chain.get(1), "live edit, one hop");
            edits(chain.getFirst(), chain.getLast(), "live edit, three hops");
        } finally {
            chain.forEach(Node::end);
        }
    }

    private static void invited(Node guest, Node host, String level) {
        guest.kith(
                "join",
                host.kith("invite", "--can", level, "--expires", "1h", "--space", SPACE)
                        .line());
    }

    /** From the request until it shows there, the asking included: a live query would gather what comes within 50 ms. */
    private void edits(Node from, Node to, String title) {
        double[] millis = new double[EDITS];
        for (int i = 0; i < EDITS; i++) {
            String fact = "{ <urn:bench:" + title.replace(' ', '-') + "> <urn:bench:says> " + i + " }";
            long start = System.nanoTime();
            from.update(SPACE, "INSERT DATA " + fact);
            while (!to.ask(SPACE, "ASK " + fact)) {
                if (seconds(start) > PATIENCE_SECONDS) {
                    throw new AssertionError("an edit did not arrive");
                }
            }
            millis[i] = seconds(start) * 1_000;
        }
        Arrays.sort(millis);
        ledger.add(title + ", p50", millis[EDITS / 2], "ms");
        ledger.add(title + ", p99", millis[EDITS * 99 / 100], "ms");
    }

    private static double seconds(long startNanos) {
        return (System.nanoTime() - startNanos) / 1e9;
    }
}
