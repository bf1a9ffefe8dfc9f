package kith.daemon.http;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import kith.ontology.fault.Code;
import kith.ontology.fault.KithException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class UnixSocketTest {
    @TempDir
    private Path folder;

    private static String rights(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    private Code refused() {
        return assertThrows(KithException.class, () -> new OpenDoor(folder).close())
                .code();
    }

    @Test
    void theSocketAndItsFolderAreForOneUser() throws IOException {
        Files.createDirectory(
                folder.resolve("run"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
        try (OpenDoor door = new OpenDoor(folder)) {
            assertAll(
                    () -> assertEquals("rw-------", rights(door.socket)),
                    () -> assertEquals("rwx------", rights(door.socket.getParent())),
                    () -> assertEquals("rwx------", rights(door.spool)));
        }
    }

    @Test
    void theSocketIsGoneWhenTheDoorIsShut() {
        OpenDoor door = new OpenDoor(folder);

        door.close();

        assertFalse(Files.exists(door.socket));
    }

    @Test
    void aSocketThatNobodyAnswersIsReplaced() throws IOException {
        Path socket = Files.createDirectory(folder.resolve("run")).resolve("kithd.sock");
        try (ServerSocketChannel dead = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            dead.bind(UnixDomainSocketAddress.of(socket));
        }
        assertTrue(Files.exists(socket));

        try (OpenDoor door = new OpenDoor(folder)) {
            assertEquals(200, door.get("/health").status());
        }
    }

    @Test
    void aSocketThatSomebodyAnswersIsLeftAlone() {
        try (OpenDoor door = new OpenDoor(folder)) {
            assertEquals(Code.CONFLICT, refused());
            assertEquals(200, door.get("/health").status());
        }
    }

    @Test
    void aFileThatIsNoSocketIsLeftAlone() throws IOException {
        Path file = Files.createDirectory(folder.resolve("run")).resolve("kithd.sock");
        Files.writeString(file, "precious");

        assertEquals(Code.USAGE, refused());
        assertEquals("precious", Files.readString(file));
    }

    @Test
    void aFolderThatIsALinkIsNotUsed() throws IOException {
        Files.createDirectory(folder.resolve("elsewhere"));
        Files.createSymbolicLink(folder.resolve("run"), folder.resolve("elsewhere"));

        assertEquals(Code.NOT_ALLOWED, refused());
    }

    @Test
    void aPathThatNoSystemTakesIsRefused() {
        Path longest = Path.of("/" + "x".repeat(DoorSettings.MAX_SOCKET_PATH_BYTES));

        KithException refused = assertThrows(KithException.class, () -> UnixSocket.prepare(longest));

        assertTrue(refused.getMessage().contains("101 bytes"), refused.getMessage());
    }
}
