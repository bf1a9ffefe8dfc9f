package kith.cli.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import kith.cli.json.Json;
import kith.cli.json.JsonText;
import kith.cli.testkit.FakeDaemon;
import kith.cli.testkit.Shell;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Starting and stopping, with a program in the daemon's place that does what a test tells it. */
@Timeout(60)
class DaemonCommandsTest {
    @TempDir
    Path temp;

    private Path home;
    private Shell shell;

    @BeforeEach
    void layOut() throws IOException {
        home = Files.createDirectories(temp.resolve("home"));
        shell = new Shell(home).installedIn(temp);
    }

    @Test
    void initHandsOverToTheProgramWithItsExitStatus() throws IOException {
        kithd("for word; do echo \"$word\" >> '" + temp + "/words'; done; exit 4");

        Shell.Printed printed = shell.run("init", "--name", "river hub", "--passphrase-file", "/x");

        assertEquals(4, printed.status());
        assertEquals(
                "init\n--home\n" + home + "\n--name\nriver hub\n--passphrase-file\n/x\n",
                Files.readString(temp.resolve("words")));
    }

    @Test
    void withoutKeysThereIsNothingToStart() throws IOException {
        kithd("exit 0");

        Shell.Printed printed = shell.run("daemon", "start");

        assertEquals(3, printed.status());
        assertEquals("kith: there are no keys in " + home + "; run: kith init\n", printed.err());
    }

    @Test
    void aDaemonThatRefusesToStartIsQuotedWithItsOwnExitStatus() throws IOException {
        keys();
        Files.writeString(home.resolve("log"), "words of an earlier life\n");
        kithd("echo 'first words'; echo 'kithd: config line 1: unknown key peer.lisen'; exit 2");

        Shell.Printed config = shell.run("daemon", "start");
        kithd("echo 'kithd: the keys are sealed'; exit 5");
        Shell.Printed sealed = shell.run("daemon", "start");

        assertEquals(2, config.status());
        assertEquals("kith: config line 1: unknown key peer.lisen\n", config.err());
        assertEquals(5, sealed.status());
        assertEquals("kith: the keys are sealed\n", sealed.err());
    }

    @Test
    void aDaemonThatEndsForReasonsOfItsOwnIsQuotedWithItsLastWords() throws IOException {
        keys();
        kithd("echo 'first words'; echo 'kithd: a fault'; exit 1");
        Shell.Printed fault = shell.run("daemon", "start");
        kithd("exit 2");
        Shell.Printed silent = shell.run("daemon", "start");

        assertEquals(6, fault.status());
        assertEquals("kith: the daemon ended with status 1: kithd: a fault; run: kith doctor\n", fault.err());
        assertEquals(6, silent.status());
        assertEquals("kith: the daemon ended with status 2, see " + home + "/log; run: kith doctor\n", silent.err());
    }

    @Test
    void withoutADaemonTheDoctorHasTheSettingsChecked() throws IOException {
        keys();
        kithd("test \"$*\" = 'check --home " + home + "' || exit 9; echo 'kithd: line 1: unknown key x'; exit 2");
        Shell.Printed bad = shell.run("doctor", "--csv");
        kithd("exit 0");
        Shell.Printed good = shell.run("doctor", "--csv");

        assertEquals(1, bad.status());
        assertTrue(bad.out().contains("\nfail,config,line 1: unknown key x,kith help config\n"), bad.out());
        assertTrue(good.out().contains("\nok,config,every setting can be used,\n"), good.out());
    }

    @Test
    void aDaemonThatNeverAnswersIsGivenUp() throws IOException {
        keys();
        kithd("exec sleep 5");

        Shell.Printed printed = shell.run("daemon", "start", "--timeout", "1s");

        assertEquals(8, printed.status());
        assertEquals("kith: the daemon does not answer after 1 s; run: kith doctor\n", printed.err());
    }

    @Test
    void startingARunningDaemonDoesNothing() throws IOException {
        keys();
        kithd("exit 9");
        try (FakeDaemon daemon = FakeDaemon.at(home)) {
            Shell.Printed printed = shell.run("daemon", "start");

            assertEquals(0, printed.status(), printed.err());
            assertTrue(printed.out().startsWith("daemon already running  pid "), printed.out());
            assertEquals("/health", daemon.last().target());
        }
    }

    @Test
    void statusSaysWhetherItAnswers() throws IOException {
        try (FakeDaemon daemon = FakeDaemon.at(home)) {
            Json state = JsonText.read(shell.run("daemon", "status", "--json").out());

            assertTrue(state.at("running").truth());
            assertEquals(home + "/run/kithd.sock", state.at("socket").text());
            assertEquals(1, daemon.heard().size());
        }
        Shell.Printed gone = shell.run("daemon", "status");
        assertEquals(6, gone.status());
        assertTrue(gone.out().startsWith("running  false\n"), gone.out());
    }

    @Test
    void stoppingWhatDoesNotRunIsDone() {
        Shell.Printed printed = shell.run("daemon", "stop");

        assertEquals(0, printed.status());
        assertEquals("no daemon runs for " + home + "\n", printed.err());
    }

    @Test
    void withoutTheProgramTheAnswerSaysSo() throws IOException {
        keys();

        Shell.Printed printed = shell.run("daemon", "start");

        assertEquals(1, printed.status());
        assertEquals("kith: the program kithd is not beside kith; run: kith doctor\n", printed.err());
    }

    private void keys() throws IOException {
        Files.createDirectories(home.resolve("keys"));
        Files.writeString(home.resolve("keys/device.key"), "x");
    }

    private void kithd(String script) throws IOException {
        Path program = Files.createDirectories(temp.resolve("bin")).resolve("kithd");
        Files.writeString(program, "#!/bin/sh\n" + script + "\n");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
