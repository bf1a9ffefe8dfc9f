package kith.cli.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import kith.cli.testkit.FakeDaemon;
import kith.cli.testkit.Shell;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is shown of backups, verifications and compactions. */
@Timeout(60)
class UpkeepCommandsTest {
    private static final String FAULT = "{\"fault\":{\"part\":\"delta\",\"space\":\"river\",\"log\":\""
            + "3f2a91cc".repeat(8) + "\",\"first\":17,\"last\":143,\"says\":\"in the damaged file 000012.sst\"}}\n";

    @TempDir
    Path home;

    private FakeDaemon daemon;
    private Shell shell;

    @BeforeEach
    void open() throws IOException {
        daemon = FakeDaemon.at(home);
        shell = new Shell(home);
    }

    @AfterEach
    void close() throws IOException {
        daemon.close();
    }

    private void verifies(String lines) {
        daemon.on("POST /v1/verify", said -> lines);
    }

    @Test
    void faultsAreNamedAndTheExitCodeSaysSo() {
        verifies(FAULT + "{\"result\":{\"faults\":1,\"spaces\":2}}\n");

        Shell.Printed printed = shell.run("verify");

        assertEquals(1, printed.status());
        assertEquals(
                "delta  river  log 3f2a91cc  17 to 143  in the damaged file 000012.sst\n"
                        + "verified 2 spaces: 1 fault\n",
                printed.out());
        assertTrue(printed.err().contains("kith restore"), printed.err());
    }

    @Test
    void whereAllIsWellNothingElseIsSaid() {
        verifies("{\"progress\":{\"part\":\"logs\",\"done\":1,\"of\":2}}\n{\"result\":{\"faults\":0,\"spaces\":1}}\n");

        Shell.Printed printed = shell.run("verify");

        assertEquals(0, printed.status());
        assertEquals("verified 1 space: all is well\n", printed.out());
        assertEquals("", printed.err());
    }

    @Test
    void asJsonItIsOneDocument() {
        verifies(FAULT + "{\"result\":{\"faults\":1,\"spaces\":2}}\n");

        Shell.Printed printed = shell.run("verify", "--json");

        assertEquals(1, printed.status());
        assertTrue(printed.out().startsWith("{"), printed.out());
        assertTrue(printed.out().contains("\"count\": 1"), printed.out());
        assertTrue(printed.out().contains("\"first\": 17"), printed.out());
    }

    @Test
    void anAnswerWithoutItsResultIsNotWhole() {
        verifies("{\"progress\":{\"part\":\"logs\",\"done\":1,\"of\":2}}\n");

        Shell.Printed printed = shell.run("verify");

        assertEquals(6, printed.status());
        assertTrue(printed.err().contains("before it was done"), printed.err());
    }

    @Test
    void aBackupIsAskedForByItsWholePath() {
        daemon.on("POST /v1/backup", said -> "{\"result\":{\"file\":\"/mnt/a\",\"bytes\":12345}}\n");

        Shell.Printed printed = shell.run("backup", "/mnt/./a");

        assertEquals(0, printed.status());
        assertEquals("backup of 12,345 bytes in /mnt/a\n", printed.out());
        assertEquals("/mnt/a", FakeDaemon.parameters(daemon.last().target()).get("file"));
    }

    @Test
    void allSpacesAreCompactedUnlessOneIsNamed() {
        daemon.on(
                "POST /v1/spaces/river/compact",
                said -> "{\"space\":\"river\",\"before\":200,\"after\":100,\"whole\":true}");

        Shell.Printed all = shell.run("compact", "--csv");
        Shell.Printed one = shell.run("compact", "river", "--json");

        assertEquals(0, all.status(), all.err());
        assertTrue(all.out().contains("river,200,100,true"), all.out());
        assertTrue(one.out().contains("\"after\": 100"), one.out());
    }
}
