package kith.daemon.config;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import kith.daemon.machine.PrivateFile;
import kith.ontology.fault.Code;
import kith.ontology.fault.KithException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HomeTest {
    private static final Instant SINCE = Instant.parse("2026-11-20T09:14:00Z");

    @TempDir
    Path folder;

    private Home home;

    @BeforeEach
    void atHome() {
        home = Home.at(
                folder.resolve("home"),
                Map.of("XDG_RUNTIME_DIR", folder.resolve("runtime").toString()));
    }

    @Test
    void theFlagGoesBeforeTheEnvironmentAndThatBeforeTheDefault() {
        Path user = Path.of("/home/ada");
        Map<String, String> both = Map.of("KITH_HOME", "/srv/kith", "XDG_DATA_HOME", "/data");

        assertAll(
                () -> assertEquals(Path.of("/x"), Home.chosen("/x", both, user).folder()),
                () -> assertEquals(
                        Path.of("/srv/kith"), Home.chosen(null, both, user).folder()),
                () -> assertEquals(
                        Path.of("/data/kith"),
                        Home.chosen(null, Map.of("XDG_DATA_HOME", "/data"), user)
                                .folder()),
                () -> assertEquals(
                        Path.of("/home/ada/.local/share/kith"),
                        Home.chosen(null, Map.of(), user).folder()));
    }

    @Test
    void itsFoldersAreForTheOwnerAlone() throws IOException {
        home.create();

        for (Path each : List.of(home.folder(), home.keys(), home.run(), home.store())) {
            assertEquals("rwx------", modes(each), each.toString());
        }
    }

    @Test
    void aHomeThatWasNotInitialisedSaysWhatToRun() {
        home.create();

        KithException refused = assertThrows(KithException.class, home::check);

        assertEquals(Code.NOT_FOUND, refused.code());
        assertTrue(refused.getMessage().contains("kith init --home " + home.folder()));
    }

    @Test
    void keysThatOthersCanReadAreRefusedWithTheCommandToRun() throws IOException {
        initialised();
        home.check();

        assertRefusedOnce(home.deviceKey(), "rw-r-----", "rw-------", "chmod 600 ");
        assertRefusedOnce(home.keys(), "rwxr-xr-x", "rwx------", "chmod 700 ");
        assertRefusedOnce(home.run(), "rwx--x--x", "rwx------", "chmod 700 ");
        home.check();
    }

    @Test
    void aFolderInWhichOthersCouldPutALinkIsNoHome() throws IOException {
        initialised();

        assertRefusedOnce(home.folder(), "rwxrwxr-x", "rwxr-xr-x", "chmod go-w ");
        home.check();
        Files.setPosixFilePermissions(home.folder(), PosixFilePermissions.fromString("rwxrwxrwx"));

        assertEquals(
                Code.NOT_ALLOWED,
                assertThrows(KithException.class, home::create).code());
    }

    private void assertRefusedOnce(Path path, String loose, String tight, String command) throws IOException {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(loose));
        KithException refused = assertThrows(KithException.class, home::check);
        assertEquals(Code.NOT_ALLOWED, refused.code());
        assertTrue(refused.getMessage().contains("run: " + command + path), refused.getMessage());
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(tight));
    }

    @Test
    void aLockedHomeSaysWhereItsDaemonIs() throws IOException {
        try (HomeLock lock = home.lock(4711, SINCE)) {
            assertEquals(
                    List.of(
                            "pid 4711",
                            "since 2026-11-20T09:14:00Z",
                            "socket " + home.run().resolve("kithd.sock")),
                    Files.readAllLines(home.pidFile()));
            assertEquals(home.socket(), lock.socket());
            assertEquals("rw-------", modes(home.pidFile()));
        }
        assertFalse(Files.exists(home.pidFile()));
    }

    @Test
    void aSecondDaemonIsToldWhoHasTheHome() {
        try (HomeLock lock = home.lock(4711, SINCE)) {
            KithException refused = assertThrows(KithException.class, () -> home.lock(4712, SINCE));

            assertEquals(Code.CONFLICT, refused.code());
            assertEquals(4, refused.code().exit());
            assertTrue(refused.getMessage().contains("pid 4711, since 2026-11-20T09:14:00Z"), refused.getMessage());
            assertTrue(Files.exists(home.pidFile()), "the first one's announcement stays: " + lock.socket());
        }
        home.lock(4713, SINCE).close();
    }

    @Test
    void aDaemonInAnotherProcessKeepsItsHomeUntilItDies() throws Exception {
        home.create();
        Process holder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        HomeHolder.class.getName(),
                        home.folder().toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader said = holder.inputReader(StandardCharsets.UTF_8)) {
            assertEquals("held", said.readLine());

            KithException refused = assertThrows(KithException.class, () -> home.lock(1, SINCE));
            assertTrue(refused.getMessage().contains("pid " + holder.pid() + ","), refused.getMessage());
        } finally {
            holder.destroyForcibly().waitFor();
        }
        assertTrue(Files.exists(home.pidFile()), "a killed daemon leaves its announcement");
        home.lock(1, SINCE).close();
    }

    @Test
    void aSocketThatADeadDaemonLeftIsRemoved() throws IOException {
        home.create();
        Files.createFile(home.socket());

        try (HomeLock lock = home.lock(1, SINCE)) {
            assertFalse(Files.exists(lock.socket()));
        }
    }

    @Test
    void aHomeWithALongPathHasItsSocketElsewhere() throws IOException {
        Home far = far();

        try (HomeLock lock = far.lock(1, SINCE)) {
            Path socket = lock.socket();
            assertEquals(folder.resolve("runtime"), socket.getParent().getParent());
            assertTrue(socket.getParent().getFileName().toString().startsWith("kith-"));
            assertTrue(socket.getFileName().toString().matches("[0-9a-f]{16}\\.sock"));
            assertEquals("rwx------", modes(socket.getParent()));
            assertTrue(Files.readAllLines(far.pidFile()).contains("socket " + socket));
        }
    }

    @Test
    void aSocketFolderThatOthersCanReachIsRefused() throws IOException {
        Home far = far();
        far.create();
        Path shared = far.socket().getParent();
        Files.createDirectories(shared);
        Files.setPosixFilePermissions(shared, PosixFilePermissions.fromString("rwxrwxrwx"));

        KithException refused = assertThrows(KithException.class, () -> far.lock(1, SINCE));

        assertTrue(refused.getMessage().contains("chmod 700 " + shared), refused.getMessage());
    }

    @Test
    void aSocketFolderThatIsOnlyALinkIsRefused() throws IOException {
        Home far = far();
        far.create();
        Files.createDirectories(far.socket().getParent().getParent());
        Files.createSymbolicLink(far.socket().getParent(), home.folder());
        home.create();

        assertThrows(KithException.class, () -> far.lock(1, SINCE));
    }

    @Test
    void aPrivateFileIsReplacedWholeAndLeavesNothingBeside() throws IOException {
        Path file = folder.resolve("watermark");
        PrivateFile.replace(file, new byte[] {1});
        PrivateFile.replace(file, new byte[] {2, 3});

        assertEquals("rw-------", modes(file));
        assertEquals(2, Files.size(file));
        try (Stream<Path> files = Files.list(folder)) {
            assertEquals(List.of(file), files.toList());
        }
    }

    private Home far() {
        return Home.at(
                folder.resolve("h".repeat(Home.MAX_SOCKET_PATH_BYTES)),
                Map.of("XDG_RUNTIME_DIR", folder.resolve("runtime").toString()));
    }

    private void initialised() {
        home.create();
        KeyFile.write(home.deviceKey(), NodeIdentity.create("ada-laptop", SINCE, new SecureRandom()));
    }

    private static String modes(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}
