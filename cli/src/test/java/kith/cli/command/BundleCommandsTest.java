package kith.cli.command;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import kith.cli.client.Carriage;
import kith.cli.testkit.FakeDaemon;
import kith.cli.testkit.Shell;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is asked for and shown of bundles. */
@Timeout(60)
class BundleCommandsTest {
    private static final String EXPORT = "POST /v1/spaces/river/bundle";
    private static final String IMPORT = "POST /v1/bundles";
    private static final String LOG = "3f2a91cc".repeat(8);

    @TempDir
    Path home;

    @TempDir
    Path stick;

    private FakeDaemon daemon;
    private Shell shell;

    @BeforeEach
    void open() throws IOException {
        daemon = FakeDaemon.at(home);
        shell = new Shell(home);
        daemon.on(EXPORT, heard -> "a bundle");
    }

    @AfterEach
    void close() throws IOException {
        daemon.close();
    }

    private static String receipt(long deltas, String more) {
        return "{\"progress\":{\"part\":\"taking in\",\"done\":1,\"of\":2}}\n{\"result\":{\"space\":\"river\",\"maker\":"
                + "\"did:key:zBo\",\"deltas\":" + deltas + ",\"known\":3,\"waiting\":0,\"refused\":0," + more + "}}\n";
    }

    private Path file(String name, String text) throws IOException {
        return Files.writeString(stick.resolve(name), text);
    }

    private String asked(String parameter) {
        return FakeDaemon.parameters(daemon.last().target()).getOrDefault(parameter, "");
    }

    @Test
    void aBundleGoesIntoANewFile() throws IOException {
        Path file = stick.resolve("river.kith");

        Shell.Printed printed = shell.run("bundle", "export", file.toString());

        assertEquals(0, printed.status(), printed.err());
        assertEquals("bundle of 8 bytes in " + file + "\n", printed.out());
        assertEquals("a bundle", Files.readString(file));
        try (Stream<Path> files = Files.list(stick)) {
            assertEquals(List.of(file), files.toList());
        }
    }

    @Test
    void whatIsThereStaysAsItIs() throws IOException {
        Path file = file("river.kith", "dear to me");

        Shell.Printed printed = shell.run("bundle", "export", file.toString());

        assertEquals(4, printed.status());
        assertEquals("dear to me", Files.readString(file));
    }

    @Test
    void whereTheDaemonRefusesNoFileIsLeft() throws IOException {
        Shell.Printed printed = shell.run(
                "bundle",
                "export",
                "--space",
                "elsewhere",
                stick.resolve("river.kith").toString());

        assertEquals(3, printed.status());
        try (Stream<Path> files = Files.list(stick)) {
            assertEquals(List.of(), files.toList());
        }
    }

    @Test
    void withoutAFileItGoesToStandardOutputButNoTerminal() {
        assertEquals("a bundle", shell.run("bundle", "export").out());
        assertEquals("a bundle", shell.run("bundle", "export", "-").out());
        assertEquals(2, shell.run("bundle", "export", "--json").status());

        Shell.Printed shown = shell.onTerminal(80).run("bundle", "export");

        assertEquals(2, shown.status());
        assertEquals("", shown.out());
    }

    @Test
    void whatTheOtherHasAlreadyIsNamed() throws IOException {
        Path earlier = file("earlier.kith", "an earlier bundle");

        shell.run("bundle", "export", "--since", earlier.toString(), "--for", "ben phone");

        assertEquals("ben phone", asked("for"));
        assertEquals("an earlier bundle", daemon.last().text());
        shell.run("bundle", "export", "--frontier-only");
        assertEquals("true", asked("bare"));
        assertEquals(0, daemon.last().body().length);
    }

    @Test
    void ofAnEarlierBundleOnlyItsBeginningIsSent() throws IOException {
        Path large = Files.write(stick.resolve("large.kith"), new byte[Carriage.MAX_SINCE_BYTES + 1]);

        shell.run("bundle", "export", "--since", large.toString());

        assertEquals(Carriage.MAX_SINCE_BYTES, daemon.last().body().length);
    }

    @Test
    void whatCannotBeMeantIsRefused() throws IOException {
        String empty = file("empty", "").toString();
        assertAll(
                () -> assertEquals(
                        2,
                        shell.run("bundle", "export", "--frontier-only", "--for", "x")
                                .status()),
                () -> assertEquals(2, shell.run("bundle", "export", "--for", "").status()),
                () -> assertEquals(2, shell.run("bundle", "export", "").status()),
                () -> assertEquals(
                        2, shell.run("bundle", "export", "--since", empty).status()),
                () -> assertEquals(
                        3,
                        shell.run("bundle", "export", "--since", stick + "/none")
                                .status()),
                () -> assertEquals(2, shell.run("bundle", "import").status()),
                () -> assertEquals(
                        3, shell.run("bundle", "import", stick + "/none").status()));
    }

    @Test
    void aReceiptIsALine() throws IOException {
        daemon.on(IMPORT, heard -> receipt(12, "\"gaps\":[],\"forks\":[]"));

        Shell.Printed printed =
                shell.run("bundle", "import", file("river.kith", "a bundle").toString());

        assertEquals(0, printed.status(), printed.err());
        assertEquals("river.kith  space river  12 new deltas  3 held already\n", printed.out());
        assertEquals("a bundle", daemon.last().text());
        assertEquals(
                "space river  12 new deltas  3 held already\n",
                shell.typing("a bundle").run("bundle", "import", "-").out());
    }

    @Test
    void whatIsMissingIsNamedAndTheExitStatusSaysSo() throws IOException {
        daemon.on(
                IMPORT,
                heard -> receipt(
                        0,
                        "\"gaps\":[{\"log\":\"" + LOG + "\",\"author\":\"did:key:zBo\",\"first\":5,\"last\":9}],"
                                + "\"forks\":[{\"log\":\"" + LOG + "\",\"author\":\"did:key:zCy\",\"at\":7}],"
                                + "\"claim\":\"refused\",\"why\":\"the ticket has expired\""));

        Shell.Printed printed =
                shell.run("bundle", "import", file("river.kith", "a bundle").toString());

        assertEquals(9, printed.status());
        assertTrue(printed.err().contains("log 3f2a91cc of did:key:zBo is held up to 4"), printed.err());
        assertTrue(printed.err().contains("5 to 9"), printed.err());
        assertTrue(printed.err().contains("did:key:zCy another branch is held here, from 7 on"), printed.err());
        assertTrue(printed.err().contains("not let in: the ticket has expired"), printed.err());
    }

    @Test
    void aDamagedBundleFails() throws IOException {
        daemon.on(
                IMPORT,
                heard -> receipt(2, "\"gaps\":[],\"forks\":[],\"fault\":\"the bundle is damaged at byte 99: x\""));

        Shell.Printed printed =
                shell.run("bundle", "import", file("river.kith", "a bundle").toString());

        assertEquals(1, printed.status());
        assertTrue(printed.err().contains("damaged at byte 99: x; what came before that is here"), printed.err());
        assertTrue(printed.out().contains("2 new deltas"), printed.out());
    }

    @Test
    void whatLackedAnotherBundleIsTakenInAgainAfterIt() throws IOException {
        String late = file("late.kith", "late").toString();
        String early = file("early.kith", "early").toString();
        daemon.on(
                IMPORT,
                heard -> heard.text().equals("early")
                                || daemon.heard().stream()
                                        .anyMatch(before -> before.text().equals("early"))
                        ? receipt(4, "\"gaps\":[],\"forks\":[]")
                        : receipt(
                                0,
                                "\"gaps\":[{\"log\":\"" + LOG
                                        + "\",\"author\":\"did:key:zBo\",\"first\":1,\"last\":2}]," + "\"forks\":[]"));

        Shell.Printed printed = shell.run("bundle", "import", late, early);

        assertEquals(0, printed.status(), printed.err());
        assertEquals(
                "late.kith  space river  4 new deltas  3 held already\n"
                        + "early.kith  space river  4 new deltas  3 held already\n",
                printed.out());
        assertFalse(printed.err().contains("log "), printed.err());
    }

    @Test
    void asJsonItIsOneDocument() throws IOException {
        daemon.on(IMPORT, heard -> receipt(12, "\"gaps\":[],\"forks\":[]"));
        String file = file("river.kith", "a bundle").toString();

        Shell.Printed printed = shell.run("bundle", "import", "--json", file);

        assertTrue(printed.out().startsWith("["), printed.out());
        assertTrue(printed.out().contains("\"file\": \"" + file + "\""), printed.out());
        assertTrue(printed.out().contains("\"deltas\": 12"), printed.out());
        Shell.Printed made = shell.run("bundle", "export", "--json", stick + "/new.kith");
        assertTrue(made.out().contains("\"bytes\": 8"), made.out());
    }
}
