package kith.cli.journey;

import static kith.cli.journey.Program.kith;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A home that is lost and comes back from a backup, and one whose disk lies. */
final class BackupIT {
    private static final int IMPORTED = 20_000;

    @TempDir
    Path folder;

    private final List<Node> nodes = new ArrayList<>();

    @AfterEach
    void end() {
        nodes.forEach(Node::end);
    }

    private Node node(String name) {
        Node node = Node.started(folder.resolve(name), name);
        nodes.add(node);
        return node;
    }

    @Test
    void aLostHomeComesBackWritesInNewLogsAndFindsItsPeer() throws Exception {
        Node ada = node("ada");
        ada.kith("space", "create", "river");
        ada.kith("import", document());
        Node bo = node("bo");
        bo.kith("join", ada.kith("invite").line());
        bo.kith("sync", "--wait");
        Path file = folder.resolve("ada.kith");

        AtomicBoolean enough = new AtomicBoolean();
        CompletableFuture<Integer> writing = Program.meanwhile(() -> {
            int written = 0;
            while (!enough.get()) {
                ada.update("river", "INSERT DATA { <urn:busy:" + written + "> <urn:a> 1 ; <urn:b> 1 }");
                written++;
            }
            return written;
        });
        String made = ada.kith("backup", file, "--json").out();
        Program.Run again = ada.tried("backup", file);
        enough.set(true);
        int written = writing.join();
        ada.update("river", "INSERT DATA { <urn:later> <urn:a> 1 }");
        bo.kith("sync", "--wait");

        assertTrue(made.contains("\"bytes\""), made);
        assertEquals(4, again.exit(), again.err());
        assertTrue(written > 0);
        assertTrue(bo.ask("river", "ASK { <urn:later> <urn:a> 1 }"));

        ada.kill();
        delete(folder.resolve("ada"));
        Path home = folder.resolve("again");
        kith(home, "restore", file).ok();
        assertEquals(4, kith(home, "restore", file).exit());
        Program.Run nowhere = kith(Path.of("/proc/none"), "restore", file);
        assertEquals(1, nowhere.exit(), nowhere.err());
        assertFalse(nowhere.err().contains("what was begun"), nowhere.err());
        assertEquals(2, kith(file, "restore", file).exit());
        Program.kithOn("127.0.0.1:0", home, "daemon", "start").ok();
        try {
            String verified = kith(home, "verify").ok().out();
            assertTrue(verified.contains("all is well"), verified);
            assertEquals(IMPORTED + "\n", count(home, "SELECT (COUNT(*) AS ?n) { ?s <urn:imported> ?o }"));
            assertEquals(
                    "0\n",
                    count(
                            home,
                            "SELECT (COUNT(*) AS ?n) { ?s ?p 1 . FILTER NOT EXISTS { ?s <urn:b> 1 } "
                                    + "FILTER (?s != <urn:later>) }"));
            kith(home, "update", "INSERT DATA { <urn:new> <urn:a> 1 }").ok();
            kith(home, "peer", "add", bo.did(), bo.address()).ok();
            kith(home, "sync", "--wait").ok();
            bo.kith("sync", "--wait");

            assertTrue(bo.ask("river", "ASK { <urn:new> <urn:a> 1 . <urn:later> <urn:a> 1 }"));
            assertEquals(
                    "true\n",
                    count(home, "ASK { <urn:later> <urn:a> 1 . <urn:busy:" + (written - 1) + "> <urn:b> 1 }"));
            assertEquals(
                    bo.digest("river"),
                    Node.field(
                            kith(home, "space", "show", "river", "--json").ok().out(), "digest"));
            assertTrue(kith(home, "verify").ok().out().contains("all is well"));
            assertTrue(kith(home, "status").ok().out().contains("no fault"));
            assertFalse(kith(home, "doctor").ok().out().contains("set back or copied;"));
        } finally {
            Program.kill(home);
        }
    }

    @Test
    void aByteThatChangedOnTheDiskIsNamedByFileLogAndNumber() throws Exception {
        Node ada = node("ada");
        ada.kith("space", "create", "river");
        ada.kith("import", noise());
        assertTrue(ada.kith("verify").out().contains("all is well"));
        // So that hardly a file goes away by itself meanwhile.
        ada.kith("compact");
        int named = 0;
        Program.Run ofLogs = null;
        for (Path file : sorted(folder.resolve("ada").resolve("store"))) {
            if (!Files.exists(file)) {
                continue;
            }
            long middle = Files.size(file) / 2;
            flip(file, middle);
            Program.Run found = ada.tried("verify");
            flip(file, middle);
            if (found.exit() == 1) {
                assertTrue(found.out().contains(String.valueOf(file.getFileName())), found.out());
                named++;
                ofLogs = found.out().contains("column log") ? found : ofLogs;
            }
        }

        assertTrue(named >= 5, named + " files");
        assertTrue(
                ofLogs != null && ofLogs.out().matches("(?s).*delta  river  log [0-9a-f]{8}  \\d+.*"),
                String.valueOf(ofLogs));
        Path largest = sorted(folder.resolve("ada").resolve("store")).getLast();
        flip(largest, Files.size(largest) / 2);
        Program.Run json = ada.tried("verify", "--json");
        assertEquals(1, json.exit());
        assertTrue(json.out().contains(String.valueOf(largest.getFileName())), json.out());
        assertTrue(ada.kith("status").out().contains("kith verify"));
        assertTrue(ada.tried("doctor", "--json").out().contains("\"fail\""));
        flip(largest, Files.size(largest) / 2);
        assertTrue(ada.kith("verify").out().contains("all is well"));
        assertTrue(ada.kith("status").out().contains("no fault"));
    }

    @Test
    void aSpaceShowsWhatItTakesAndIsCompacted() throws Exception {
        Node ada = node("ada");
        ada.kith("space", "create", "river");
        ada.kith("import", document());
        String shown = ada.kith("space", "show", "--json").out();

        String compacted = ada.kith("compact", "--json").out();

        for (String kind : List.of("bytesOfLogs", "bytesOfIndex", "bytesOfDictionary", "logs", "members", "deltas")) {
            assertTrue(Long.parseLong(Node.field(shown, kind)) > 0, kind + " in " + shown);
        }
        assertEquals("river", Node.field(compacted, "space"));
        assertTrue(Long.parseLong(Node.field(compacted, "after")) > 0, compacted);
        assertTrue(ada.kith("verify").out().contains("all is well"));
    }

    private Path document() throws IOException {
        Path file = folder.resolve("people.nt");
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            for (int i = 0; i < IMPORTED; i++) {
                out.write("<urn:person:" + i + "> <urn:imported> \"person number " + i + "\" .\n");
            }
        }
        return file;
    }

    /** What no compression makes small. */
    private Path noise() throws IOException {
        Random chance = new Random(20_261_123);
        Path file = folder.resolve("noise.nt");
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            for (int i = 0; i < 2_000; i++) {
                byte[] bytes = new byte[400];
                chance.nextBytes(bytes);
                out.write("<urn:noise:" + i + "> <urn:p> \"" + HexFormat.of().formatHex(bytes) + "\" .\n");
            }
        }
        return file;
    }

    private static String count(Path home, String query) {
        String csv = kith(home, "query", query, "--csv").ok().out().replace("\r", "");
        return csv.startsWith("true") || csv.startsWith("false")
                ? csv.strip() + "\n"
                : csv.substring(csv.indexOf('\n') + 1);
    }

    /** The sorted files of a store, the largest last. */
    private static List<Path> sorted(Path store) throws IOException {
        try (Stream<Path> files = Files.list(store)) {
            return files.filter(file -> file.toString().endsWith(".sst"))
                    .sorted(Comparator.comparingLong(file -> file.toFile().length()))
                    .toList();
        }
    }

    private static void flip(Path file, long at) throws IOException {
        if (!Files.exists(file)) {
            // Folded into another meanwhile.
            return;
        }
        try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
            bytes.seek(at);
            int was = bytes.read();
            bytes.seek(at);
            bytes.write(was ^ 0x5a);
        }
    }

    private static void delete(Path home) throws IOException {
        try (Stream<Path> all = Files.walk(home)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        }
    }
}
