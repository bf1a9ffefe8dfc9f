package kith.cli.journey;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two homes that are never online together, and a stick that goes to and fro. */
final class BundleIT {
    private static final int QUADS = 200_000;
    private static final int FAILED = 1;
    private static final int NOT_ALLOWED = 5;
    private static final int PARTLY = 9;

    @TempDir
    Path folder;

    private final Deque<Node> open = new ArrayDeque<>();

    @AfterEach
    void stop() {
        open.forEach(Node::end);
    }

    private Node node(String name) {
        Node node = Node.initialised(folder.resolve(name), name);
        open.push(node);
        return node;
    }

    private static void awake(Node node) {
        node.startOn("none");
    }

    private Path stick(String name) {
        return folder.resolve(name + ".kith");
    }

    private static void say(Node node, String thing) {
        node.update("river", "INSERT DATA { <urn:" + thing + "> <urn:p> 1 }");
    }

    private static boolean says(Node node, String thing) {
        return node.ask("river", "ASK { <urn:" + thing + "> <urn:p> 1 }");
    }

    /** Bo asks to be let in, by a bundle; then sleeps. */
    private void joins(Node bo, String ticket, Path request) {
        awake(bo);
        Program.Run join = bo.tried("join", ticket, "--timeout", "1s");
        assertEquals(6, join.exit(), join.err());
        bo.kith("bundle", "export", request);
        bo.stop();
    }

    @Test
    void twoHomesThatNeverMeetEndEqual() throws IOException {
        Node ada = node("ada");
        Node bo = node("bo");
        ada.start();
        ada.kith("space", "create", "river", "--no-paper");
        say(ada, "first");
        String ticket = ada.kith("invite").line();
        ada.stop();
        joins(bo, ticket, stick("request"));

        awake(ada);
        String admitted = ada.kith("bundle", "import", stick("request")).out();
        ada.kith("bundle", "export", stick("all"));
        say(ada, "of-ada");
        ada.stop();
        awake(bo);
        Program.Run cut = bo.tried("bundle", "import", cut(stick("all")));
        bo.kith("bundle", "import", stick("all"));
        String level = bo.level("river");
        say(bo, "of-bo");
        bo.kith("bundle", "export", stick("back"));
        bo.stop();

        awake(ada);
        ada.kith("bundle", "import", stick("back"));
        ada.kith("bundle", "export", "--for", "bo", stick("for-bo"));
        String digest = ada.digest("river");
        ada.stop();
        awake(bo);
        String received = bo.kith("bundle", "import", stick("for-bo"), "--json").out();
        String again = bo.kith("bundle", "import", stick("for-bo"), "--json").out();

        assertTrue(admitted.contains("its maker was let in"), admitted);
        assertEquals(FAILED, cut.exit(), cut.err());
        assertTrue(cut.err().contains("cut short"), cut.err());
        assertEquals("writer", level);
        assertEquals(digest, bo.digest("river"));
        assertTrue(says(bo, "first") && says(bo, "of-ada") && says(bo, "of-bo"));
        assertEquals("1", Node.field(received, "deltas"), "only what bo was not known to hold");
        assertEquals("0", Node.field(received, "known"));
        assertEquals("0", Node.field(again, "deltas"));
        assertTrue(Files.size(stick("for-bo")) < Files.size(stick("all")));
        Program.Run stranger =
                bo.tried("bundle", "export", "--for", "did:key:z6MkpTHR8VNsBxYAAWHut2Geadd9jSwuBV8xRoAnwWsdvktH");
        assertEquals(NOT_ALLOWED, stranger.exit(), stranger.err());
        bo.mustBeHealthy();
    }

    @Test
    void bundlesComeInAnyOrderAndAGapIsNamed() throws IOException {
        Node ada = node("ada");
        Node bo = node("bo");
        ada.start();
        ada.kith("space", "create", "river", "--no-paper");
        String ticket = ada.kith("invite").line();
        ada.stop();
        joins(bo, ticket, stick("request"));
        awake(ada);
        ada.kith("bundle", "import", stick("request"));
        say(ada, "first");
        ada.kith("bundle", "export", stick("1"));
        say(ada, "second");
        ada.kith("bundle", "export", "--since", stick("1"), stick("2"));
        say(ada, "third");
        ada.kith("bundle", "export", "--since", stick("2"), stick("3"));
        String digest = ada.digest("river");
        ada.stop();

        awake(bo);
        bo.kith("bundle", "import", stick("1"));
        Program.Run gap = bo.tried("bundle", "import", stick("3"));
        boolean early = says(bo, "third");
        bo.kith("bundle", "import", stick("3"), stick("2"));

        assertEquals(PARTLY, gap.exit(), gap.err());
        assertTrue(gap.err().contains("2 to 2"), gap.err());
        assertFalse(early);
        assertEquals(digest, bo.digest("river"));
    }

    @Test
    void afterAKillInTheMiddleTheSameBundleIsTakenInToItsEnd() throws Exception {
        Node ada = node("ada");
        Node bo = node("bo");
        ada.start();
        ada.kith("space", "create", "river", "--no-paper");
        String ticket = ada.kith("invite").line();
        ada.stop();
        joins(bo, ticket, stick("request"));
        awake(ada);
        ada.kith("bundle", "import", stick("request"));
        ada.kith("import", document());
        ada.kith("bundle", "export", stick("all"));
        String digest = ada.digest("river");
        ada.stop();
        awake(bo);

        Process importing = Program.start(
                List.of(
                        Program.INSTALLED.resolve("bin/kith").toString(),
                        "bundle",
                        "import",
                        stick("all").toString()),
                Map.of("KITH_HOME", folder.resolve("bo").toString()));
        Program.until(() -> !importing.isAlive() || quads(bo) > 0);
        bo.kill();
        importing.waitFor();
        awake(bo);
        int middle = quads(bo);
        bo.kith("bundle", "import", stick("all"));

        assertTrue(middle > 0 && middle < QUADS, middle + " quads were there when it died");
        assertEquals(QUADS, quads(bo));
        assertEquals(digest, bo.digest("river"));
        bo.mustBeHealthy();
    }

    private static int quads(Node node) {
        return Integer.parseInt(Node.field(node.get("/v1/spaces"), "quads"));
    }

    private Path document() throws IOException {
        Path file = folder.resolve("many.nt");
        // What cannot be deflated takes many runs.
        Random random = new Random(20_261_123);
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            for (int i = 0; i < QUADS; i++) {
                String noise = Long.toHexString(random.nextLong()) + Long.toHexString(random.nextLong());
                out.write("<urn:thing:" + i + "> <urn:p> \"" + noise + "\" .\n");
            }
        }
        return file;
    }

    /** A copy that lacks its last bytes. */
    private Path cut(Path bundle) throws IOException {
        Path copy = Files.copy(bundle, stick("cut"));
        try (RandomAccessFile file = new RandomAccessFile(copy.toFile(), "rw")) {
            file.setLength(file.length() - 40);
        }
        return copy;
    }
}
