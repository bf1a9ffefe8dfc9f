package kith.cli.journey;

import static kith.cli.journey.Program.kith;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A disk that takes no more: files of the daemon may not grow. */
final class FullDiskIT {
    private static final int QUADS = 5_000;
    /** Of a document that is put aside on the disk before it is read. */
    private static final int MANY = 20_000;

    @TempDir
    Path folder;

    private Path home;

    @BeforeEach
    void start() throws IOException {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/prlimit")), "needs prlimit of util-linux");
        home = Program.daemon(folder.resolve("home"), "here");
        kith(home, "space", "create", "river").ok();
        kith(home, "import", document(QUADS)).ok();
    }

    @AfterEach
    void stop() {
        Program.stop(home);
    }

    @Test
    void whatFindsNoRoomSaysSoAndWhatWasAcknowledgedIsThereAfterwards() throws IOException {
        filesMayHave(sizeOfLog());

        Program.Run compacting = kith(home, "compact");
        Program.Run changing = kith(home, "update", "INSERT DATA { <urn:late> <urn:p> 1 }");
        Program.until(() -> kith(home, "daemon", "status").exit() != 0);
        kith(home, "daemon", "start").ok();

        assertTrue(compacting.err().contains("the store failed to "), compacting.err());
        assertTrue(changing.err().contains("the store failed to commit: "), changing.err());
        assertEquals(QUADS, quads());
        kith(home, "verify").ok();
    }

    @Test
    void aStoreIsNotCalledDamagedWhereTheDiskTakesNoMore() throws IOException {
        filesMayHave(4096);

        Program.Run importing = kith(home, "import", document(MANY));
        Program.Run verifying = kith(home, "verify");

        assertTrue(importing.err().contains("aside in " + home.resolve("run/spool") + ": "), importing.err());
        assertNotEquals(0, verifying.exit());
        assertFalse((verifying.out() + verifying.err()).contains("set the store folder aside"), verifying.err());
        Program.kill(home);
        kith(home, "daemon", "start").ok();
        assertEquals(QUADS, quads());
        kith(home, "verify").ok();
    }

    private Path document(int quads) throws IOException {
        return Files.writeString(
                folder.resolve(quads + ".nt"),
                IntStream.range(0, quads)
                        .mapToObj(i -> "<urn:thing:" + i + "> <urn:p> \"number " + i + "\" .\n")
                        .collect(Collectors.joining()));
    }

    private void filesMayHave(long bytes) {
        String limit = "--fsize=" + bytes + ":";
        Program.run(List.of("/usr/bin/prlimit", limit, "--pid", "" + Program.pid(home)), Map.of())
                .ok();
    }

    private long sizeOfLog() throws IOException {
        try (Stream<Path> files = Files.list(home.resolve("store"))) {
            return files.filter(file -> file.toString().endsWith(".log"))
                    .mapToLong(file -> file.toFile().length())
                    .max()
                    .orElseThrow();
        }
    }

    private int quads() {
        String counted = kith(home, "query", "SELECT (COUNT(*) AS ?n) { ?s <urn:p> ?o }", "--csv")
                .ok()
                .out();
        return Integer.parseInt(
                counted.lines().skip(1).findFirst().orElseThrow().strip());
    }
}
