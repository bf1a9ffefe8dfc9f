package kith.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The daemon as a process: what its supervisor sees. */
@Timeout(60)
class MainProcessTest {
    @TempDir
    Path folder;

    private final List<Process> started = new ArrayList<>();

    @AfterEach
    void nothingIsLeftRunning() throws InterruptedException {
        for (Process process : started) {
            process.destroyForcibly().waitFor();
        }
    }

    @Test
    void theSignalToEndEndsItCleanly() throws Exception {
        assertEquals(0, kithd("init", "--name", "Ada").waitFor());
        Process daemon = running();

        daemon.destroy();

        assertTrue(daemon.waitFor(40, TimeUnit.SECONDS));
        assertEquals(0, daemon.exitValue());
        assertFalse(Files.exists(pidFile()));
    }

    @Test
    void aSecondOneOnTheSameHomeIsToldThePidOfTheFirst() throws Exception {
        assertEquals(0, kithd("init", "--name", "Ada").waitFor());
        Process first = running();

        Process second = kithd("run");

        assertEquals(4, second.waitFor());
        assertTrue(said(second).contains("in use by kithd, pid " + first.pid() + ", since 20"));
        assertTrue(first.isAlive());
    }

    @Test
    void aHomeWhoseDaemonWasKilledIsTakenByTheNext() throws Exception {
        assertEquals(0, kithd("init", "--name", "Ada").waitFor());
        running().destroyForcibly().waitFor();
        assertTrue(Files.exists(pidFile()));
        Files.delete(pidFile());

        assertTrue(running().isAlive());
    }

    private Process running() throws IOException, InterruptedException {
        Process daemon = kithd("run");
        while (!Files.exists(pidFile())) {
            assertTrue(daemon.isAlive(), () -> "ended: " + said(daemon));
            Thread.sleep(20);
        }
        return daemon;
    }

    private Path pidFile() {
        return folder.resolve("home/run/kithd.pid");
    }

    private Process kithd(String... words) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
        command.addAll(List.of(words));
        command.addAll(List.of("--home", folder.resolve("home").toString()));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectError(folder.resolve("said-" + started.size()).toFile());
        builder.environment().put("KITH_PEER_LISTEN", "127.0.0.1:0");
        builder.environment().remove("KITH_PASSPHRASE");
        Process process = builder.start();
        started.add(process);
        return process;
    }

    private String said(Process process) {
        try {
            return Files.readString(folder.resolve("said-" + started.indexOf(process)), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
