package kith.cli.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import kith.cli.journey.Node;

/**
 * How often a change comes to each of twenty nodes that hold the same and are all connected with each other, and how often
 * a node syncs its disk for it.
 */
final class Copies {
    private static final int NODES = 20;
    private static final int FIRST_EDITS = 5;
    private static final int EDITS = 100;
    /** So that one is everywhere, and told of, before the next. */
    private static final int PACE_MILLIS = 500;

    private static final int HISTORY = 5_000;
    private static final long PATIENCE_SECONDS = 300;
    private static final String SPACE = "mesh";
    private static final Pattern CAME = Pattern.compile("\"deltas\":\\s*(\\d+)");

    private final Ledger ledger;
    private final Path folder;
    private final List<Node> nodes = new ArrayList<>();

    Copies(Ledger ledger, Path folder) {
        this.ledger = ledger;
        this.folder = folder;
    }

    void measure() throws IOException, InterruptedException {
        try {
            gather();
            connect();
            copies("one edit each half second, the first five", 0, FIRST_EDITS);
            copies("one edit each half second, later", FIRST_EDITS, EDITS);
            syncs();
        } finally {
            nodes.forEach(Node::end);
        }
    }

    /** All join through the first, and hold something that it said. */
    private void gather() throws InterruptedException {
        for (int i = 0; i < NODES; i++) {
            nodes.add(Node.started(folder.resolve("node" + i), "node" + i));
        }
        Node first = nodes.getFirst();
        first.kith("space", "create", SPACE);
        for (Node node : nodes.subList(1, NODES)) {
            node.kith("join", ticket());
        }
        says(-1);
        untilAllShow(-1);
    }

    private String ticket() {
        return nodes.getFirst()
                .kith("invite", "--can", "write", "--expires", "1h", "--space", SPACE)
                .line();
    }

    /** Now that all hold the same, so that each follows everything of each. */
    private void connect() throws InterruptedException {
        for (int i = 1; i < NODES; i++) {
            for (int j = i + 1; j < NODES; j++) {
                Node other = nodes.get(j);
                nodes.get(i)
                        .post(
                                "/v1/peers",
                                "{\"node\":\"" + other.did() + "\",\"address\":\"" + other.address() + "\"}");
            }
        }
        for (Node node : nodes) {
            waitFor(node, () -> matches(node, "\"connected\"") == NODES - 1, "is not connected with all");
        }
        Thread.sleep(5_000);
    }

    private void copies(String title, int from, int count) throws InterruptedException {
        long before = came();
        for (int edit = from; edit < from + count; edit++) {
            says(edit);
            Thread.sleep(PACE_MILLIS);
        }
        untilAllShow(from + count - 1);
        ledger.add("copies, " + title, (double) (came() - before) / ((NODES - 1) * count), "a node");
    }

    private void syncs() throws IOException, InterruptedException {
        Node last = nodes.getLast();
        int from = FIRST_EDITS + EDITS;
        OptionalLong live = Processes.syncs(last.pid(), () -> {
            for (int edit = from; edit < from + EDITS; edit++) {
                says(edit);
                Thread.sleep(PACE_MILLIS);
            }
        });
        if (live.isPresent()) {
            ledger.add("syncs of the disk, live", (double) live.getAsLong() / EDITS, "a delta");
        }
        // To say much is to be quick, and twenty processors are not here.
        nodes.subList(1, NODES).forEach(Node::end);
        for (int delta = 0; delta < HISTORY; delta++) {
            nodes.getFirst().update(SPACE, People.insert(delta, 10));
        }
        Node newcomer = Node.started(folder.resolve("newcomer"), "newcomer");
        nodes.add(newcomer);
        String ticket = ticket();
        OptionalLong history = Processes.syncs(newcomer.pid(), () -> {
            newcomer.kith("join", ticket);
            waitFor(
                    newcomer,
                    () -> newcomer.ask(SPACE, "ASK { ?s a <http://xmlns.com/foaf/0.1/Person> }"),
                    "is behind");
            waitFor(newcomer, () -> !newcomer.get("/v1/peers").contains("\"inStep\":false"), "is behind");
        });
        if (history.isPresent()) {
            ledger.add("syncs of the disk, catch-up", history.getAsLong() * 1_000.0 / HISTORY, "in 1,000 deltas");
        }
    }

    private void says(int edit) {
        nodes.getFirst().update(SPACE, "INSERT DATA " + fact(edit));
    }

    private static String fact(int edit) {
        return "{ <urn:bench:mesh> <urn:bench:says> " + edit + " }";
    }

    private void untilAllShow(int edit) throws InterruptedException {
        for (Node node : nodes) {
            waitFor(node, () -> node.ask(SPACE, "ASK " + fact(edit)), "lacks an edit");
        }
    }

    private interface Question {
        boolean isSo();
    }

    private static void waitFor(Node node, Question question, String what) throws InterruptedException {
        long start = System.nanoTime();
        while (!question.isSo()) {
            if ((System.nanoTime() - start) / 1e9 > PATIENCE_SECONDS) {
                throw new AssertionError("a node " + what + ": " + node.get("/v1/peers"));
            }
            Thread.sleep(20);
        }
    }

    /** Deltas that came to all nodes, over all of their connections. */
    private long came() {
        long came = 0;
        for (Node node : nodes) {
            Matcher found = CAME.matcher(node.get("/v1/peers"));
            while (found.find()) {
                came += Long.parseLong(found.group(1));
            }
        }
        return came;
    }

    private static long matches(Node node, String what) {
        return Pattern.compile(what, Pattern.LITERAL)
                .matcher(node.get("/v1/peers"))
                .results()
                .count();
    }
}
