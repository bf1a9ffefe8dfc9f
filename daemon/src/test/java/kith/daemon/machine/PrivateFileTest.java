package kith.daemon.machine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that come whole or not at all. */
final class PrivateFileTest {
    /** What a stick with FAT says to whoever wants to give a file a second name. */
    private static final PrivateFile.Linking NO_LINKS = (file, existing) -> {
        throw new FileSystemException(file.toString(), existing.toString(), "Operation not permitted");
    };

    @TempDir
    private Path folder;

    private List<String> inside() throws IOException {
        try (var files = Files.list(folder)) {
            return files.map(each -> each.getFileName().toString()).toList();
        }
    }

    @Test
    void whereThereAreNoLinksAFileGetsItsNameByMoving() throws IOException {
        Path file = folder.resolve("backup");

        PrivateFile.create(file, PrivateFile.beside(file), out -> out.write(7), NO_LINKS);

        assertArrayEquals(new byte[] {7}, Files.readAllBytes(file));
        assertEquals(List.of("backup"), inside());
    }

    @Test
    void whatCameMeanwhileStays() throws IOException {
        Path file = folder.resolve("backup");
        PrivateFile.Content slow = out -> Files.write(file, new byte[] {1});

        assertThrows(FileAlreadyExistsException.class, () -> PrivateFile.create(file, slow));
        Files.delete(file);
        assertThrows(
                FileAlreadyExistsException.class,
                () -> PrivateFile.create(file, PrivateFile.beside(file), slow, NO_LINKS));

        assertArrayEquals(new byte[] {1}, Files.readAllBytes(file));
        assertEquals(List.of("backup"), inside());
    }

    @Test
    void whatSomebodyHasBesideItStays() throws IOException {
        Path theirs = Files.writeString(folder.resolve("backup.new"), "theirs");

        PrivateFile.create(folder.resolve("backup"), new byte[] {7});

        assertEquals("theirs", Files.readString(theirs));
        assertEquals(Set.of("backup", "backup.new"), Set.copyOf(inside()));
    }

    @Test
    void whatBreaksOffLeavesNothing() throws IOException {
        PrivateFile.Content broken = out -> {
            out.write(7);
            throw new IOException("the stick was pulled");
        };

        assertThrows(IOException.class, () -> PrivateFile.create(folder.resolve("backup"), broken));

        assertEquals(List.of(), inside());
    }
}
