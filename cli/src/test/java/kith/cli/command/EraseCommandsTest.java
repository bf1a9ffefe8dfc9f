package kith.cli.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import kith.cli.testkit.FakeDaemon;
import kith.cli.testkit.Shell;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is asked and said before something is erased, and what is told of it after. */
@Timeout(60)
class EraseCommandsTest {
    private static final String DID = "did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK";
    private static final String PLAN = "{\"plan\":\"00aa\",\"count\":1,\"vanishing\":1,\"restated\":0,\"deltas\":["
            + "{\"delta\":\"3f2a91cc\",\"time\":\"2026-11-20T09:00:00Z\",\"author\":\"" + DID
            + "\",\"asserts\":1,\"retracts\":0}],\"changes\":[{\"sign\":\"-\",\"thing\":\"urn:x:ada\",\"field\":\"urn:p\","
            + "\"value\":{\"type\":\"literal\",\"value\":\"v\"}}],\"left\":0,\"others\":[\"91be0f3a\"],\"otherDeltas\":1}";

    private final List<Map<String, String>> heard = new ArrayList<>();

    @TempDir
    Path home;

    private FakeDaemon daemon;
    private Shell shell;

    @BeforeEach
    void open() throws IOException {
        daemon = FakeDaemon.at(home);
        shell = new Shell(home);
        daemon.on("POST /v1/spaces/river/erase", said -> {
            Map<String, String> asked = FakeDaemon.parameters(said.target());
            heard.add(asked);
            return asked.containsKey("dry-run") ? PLAN : "{\"acts\":[\"0a0b0c0d\"],\"deltas\":1,\"vanishing\":1}";
        });
    }

    @AfterEach
    void close() throws IOException {
        daemon.close();
    }

    @Test
    void aDryRunTellsAndErasesNothing() {
        Shell.Printed printed = shell.run("erase", "3f2a91cc", "--dry-run");

        assertEquals(0, printed.status());
        assertTrue(printed.out().contains("3f2a91cc"), printed.out());
        assertTrue(printed.out().contains("- <urn:x:ada> <urn:p> \"v\""), printed.out());
        assertTrue(printed.err().contains("1 change more say the same facts"), printed.err());
        assertTrue(printed.err().endsWith("nothing is erased: this was a dry run\n"), printed.err());
        assertEquals(List.of(Map.of("delta", "3f2a91cc", "dry-run", "true")), heard);
    }

    @Test
    void withoutATerminalNothingIsErasedWithoutYes() {
        assertEquals(2, shell.run("erase", "3f2a91cc").status());

        assertEquals(1, heard.size());
        assertTrue(heard.getFirst().containsKey("dry-run"));
    }

    @Test
    void whatIsErasedIsWhatWasTold() {
        Shell.Printed printed = shell.run("erase", "--author", DID, "--before", "2026-11-20", "--yes");

        assertEquals(0, printed.status());
        assertEquals(Map.of("author", DID, "before", "2026-11-20", "plan", "00aa"), heard.getLast());
        assertTrue(
                printed.err().contains("erased 1 change; who has not heard of it: kith erase status"), printed.err());
    }

    @Test
    void onATerminalTheUserIsAsked() {
        shell.onTerminal(100).typing("n\n");

        assertEquals(1, shell.run("erase", "3f2a91cc").status());

        assertEquals(1, heard.size());
    }

    @Test
    void oneWayOfNamingIsTaken() {
        assertEquals(2, shell.run("erase").status());
        assertEquals(2, shell.run("erase", "3f2a91cc", "--author", DID).status());
        assertEquals(2, shell.run("erase", "3f2a91cc", "--before", "2026-11-20").status());
        assertTrue(heard.isEmpty());
        assertEquals(0, shell.run("erase", "--thing", "urn:x:gone", "--yes").status());
        assertEquals("urn:x:gone", heard.getLast().get("thing"));
    }

    @Test
    void theStatusListsWhoHasNotConfirmed() {
        daemon.on(
                "GET /v1/spaces/river/erase",
                said -> "{\"deltas\":2,\"onThisDisk\":false,\"devices\":[{\"device\":\"" + DID + "\",\"person\":\""
                        + DID
                        + "\",\"name\":\"hub\",\"level\":\"owner\",\"here\":true,\"confirmed\":\"here\"},{\"device\":\""
                        + DID
                        + "\",\"person\":\"" + DID + "\",\"name\":\"phone\",\"level\":\"writer\"}]}");

        Shell.Printed printed = shell.run("erase", "status");

        assertEquals(0, printed.status());
        assertTrue(printed.lines()[1].endsWith("here"), printed.out());
        assertTrue(printed.lines()[2].endsWith("has not confirmed"), printed.out());
        assertFalse(printed.err().contains("about to leave"), printed.err());
    }
}
