package kith.cli.journey;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was erased on one node is in no file of either. Blocks of sorted files are looked into by PurgeTest. */
final class ErasureIT {
    private static final String CANARY = "zqcanary7";
    private static final long PATIENCE_MILLIS = 60_000;

    @TempDir
    Path folder;

    private Node ada;
    private Node ben;

    @AfterEach
    void stop() {
        ada.stop();
        ben.stop();
    }

    @Test
    void nothingOfWhatWasErasedIsLeftInTheFilesOfTwoNodes() throws IOException, InterruptedException {
        ada = Node.started(folder.resolve("ada"), "ada-laptop");
        ben = Node.started(folder.resolve("ben"), "ben-phone");
        ada.kith("space", "create", "river");
        ben.kith("join", ada.kith("invite").line());
        ada.kith("person", "add", "bo", "--name", "Bo who stays");
        ada.kith(
                "update",
                "--note",
                CANARY + " in a note",
                "INSERT DATA { <urn:x:" + CANARY + "> <urn:p:" + CANARY + "> \"a " + CANARY + "\" ." + " GRAPH <urn:g:"
                        + CANARY + "> { <urn:x:" + CANARY + "> <urn:p> \"" + CANARY + "\"@en } }");
        inStep();
        ben.kith("update", "DELETE DATA { <urn:x:" + CANARY + "> <urn:p:" + CANARY + "> \"a " + CANARY + "\" }");
        inStep();
        assertTrue(ben.ask("river", "ASK { GRAPH ?g { <urn:x:" + CANARY + "> ?p ?o } }"));

        assertEquals(
                2,
                Program.kith(folder.resolve("ada"), "erase", "--thing", "urn:x:" + CANARY)
                        .exit());
        ada.kith("erase", "--thing", "urn:x:" + CANARY, "--yes");
        inStep();
        until(() -> ada.get("/v1/spaces/river/erase").replaceAll("\\s", "").split("\"confirmed\"").length == 3);

        for (Node each : List.of(ada, ben)) {
            assertFalse(each.ask("river", "ASK { GRAPH ?g { <urn:x:" + CANARY + "> ?p ?o } }"));
            assertTrue(each.kith("person", "list").out().contains("Bo who stays"));
            assertTrue(each.kith("log", "--csv").out().contains("erased by "));
        }
        assertEquals(ada.digest("river"), ben.digest("river"));
        assertEquals(List.of(), filesWith(CANARY));
        String export = ada.kith("export", "-o", "nq").out();
        ada.stop();
        ben.stop();
        assertFalse(export.contains(CANARY));
        assertEquals(List.of(), filesWith(CANARY));
    }

    private void inStep() {
        ada.kith("sync", "--wait");
        ben.kith("sync", "--wait");
    }

    private interface Done {
        boolean isDone();
    }

    private static void until(Done done) throws InterruptedException {
        long end = System.currentTimeMillis() + PATIENCE_MILLIS;
        while (!done.isDone()) {
            assertTrue(System.currentTimeMillis() < end, "still waiting");
            Thread.sleep(200);
        }
    }

    /** Every file of both homes that has the text somewhere in its bytes. */
    private List<String> filesWith(String text) throws IOException {
        List<String> found = new ArrayList<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                try {
                    if (new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains(text)) {
                        found.add(folder.relativize(file).toString());
                    }
                } catch (NoSuchFileException gone) {
                    // The store lets files go while it runs.
                    continue;
                }
            }
        }
        return found;
    }
}
