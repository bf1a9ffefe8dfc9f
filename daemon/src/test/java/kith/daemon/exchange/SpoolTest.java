package kith.daemon.exchange;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import kith.daemon.query.LimitReached;
import kith.ontology.bytes.Bytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SpoolTest {
    @TempDir
    private Path folder;

    private List<Path> files() throws IOException {
        try (var files = Files.list(folder)) {
            return files.toList();
        }
    }

    @Test
    void fewBytesStayInMemory() throws IOException {
        try (Spool spool = new Spool(folder, 1 << 20)) {
            spool.write(ByteBuffer.wrap(new byte[Spool.MAX_MEMORY_BYTES]));

            assertEquals(List.of(), files());
            assertEquals(Spool.MAX_MEMORY_BYTES, spool.toArray().length);
        }
    }

    @Test
    void manyBytesGoToAFileThatOnlyThisUserReadsAndThatIsGoneAfterwards() throws IOException {
        byte[] bytes = new byte[Spool.MAX_MEMORY_BYTES + 1];
        Arrays.fill(bytes, (byte) 7);
        try (Spool spool = new Spool(folder, 1 << 20)) {
            spool.write(ByteBuffer.wrap(bytes, 0, 100));
            spool.write(ByteBuffer.wrap(bytes, 100, bytes.length - 100));

            String rights = PosixFilePermissions.toString(Files.getPosixFilePermissions(files().getFirst()));
            assertAll(
                    () -> assertEquals("rw-------", rights),
                    () -> assertArrayEquals(bytes, spool.toArray()),
                    () -> assertEquals(Bytes.sha256(bytes), spool.hash()),
                    () -> assertEquals(bytes.length, spool.size()));
        }
        assertEquals(List.of(), files());
    }

    @Test
    void oneByteTooManyIsRefused() {
        try (Spool spool = new Spool(folder, 10)) {
            spool.write(ByteBuffer.allocate(10));

            assertThrows(LimitReached.class, () -> spool.write(ByteBuffer.allocate(1)));
            assertEquals(10, spool.size());
        }
    }

    @Test
    void whatAKilledDaemonLeftIsCleared() throws IOException {
        Files.writeString(folder.resolve("spool-123.part"), "left");
        Path other = Files.writeString(folder.resolve("other"), "kept");

        Spool.clear(folder);

        assertEquals(List.of(other), files());
    }
}
