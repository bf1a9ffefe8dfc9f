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

    private void refuses(String message, String... words) {
        Shell.Printed refused = shell.run(words);

        assertEquals(2, refused.status());
        assertEquals("", refused.out());
        assertEquals("kith: " + message + "\n", refused.err());
    }

    @Test
    void anEmptyNameIsNotTheFolderWhereOneStands() {
        refuses("the name of the file is empty; run: kith help backup", "backup", "");
        refuses("the name of the file is empty; run: kith help restore", "restore", "");
    }

    @Test
    void anEmptyNameOfASpaceIsRefused() {
        String message = "the name of the space is empty; run: kith ";

        refuses(message + "space list", "compact", "");
        refuses(message + "space list", "space", "show", "");
        refuses(message + "help compact", "compact", "--space", "");
        refuses(message + "help import", "import", "f.nt", "--space", "");
        refuses(message + "help sync", "sync", "--space=");
    }

    @Test
    void anEmptyIdOfAChangeIsRefused() {
        refuses("the id of the change is empty; run: kith log", "revert", "");
        refuses("the id of the change is empty; run: kith log", "show", "");
    }

    /** What the daemon would refuse is not sent: far longer, it would not even fit into the line of the request. */
    @Test
    void aNoteLongerThanTheDaemonTakesIsRefused() {
        String note = "x".repeat(70_000);
        String message = "--note takes at most 1000 characters, not 70000; run: kith help ";

        refuses(message + "import", "import", "f.nt", "--note", note);
        refuses(message + "update", "update", "INSERT DATA {}", "--note", note);
        refuses(message + "revert", "revert", "3f2a91cc", "--note", note);
        refuses(message + "conflicts resolve", "conflicts", "resolve", "urn:x:1", "--remove", "--note", note);
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
