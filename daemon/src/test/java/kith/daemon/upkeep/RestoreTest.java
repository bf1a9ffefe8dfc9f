package kith.daemon.upkeep;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import kith.daemon.config.Home;
import kith.daemon.machine.PrivateFile;
import kith.ontology.fault.Code;
import kith.ontology.fault.KithException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is no backup, and what is no place for a home. */
final class RestoreTest {
    @TempDir
    private Path folder;

    private Home again;

    @BeforeEach
    void prepare() {
        again = Home.at(folder.resolve("again"), Map.of());
    }

    private static void refuses(Code code, String says, Home into, Path from) {
        KithException refusal = assertThrows(KithException.class, () -> Restore.into(into, from));

        assertEquals(code, refusal.code());
        assertTrue(String.valueOf(refusal.getMessage()).contains(says), refusal.getMessage());
    }

    private static void entry(ZipOutputStream zip, String name, String text) throws IOException {
        zip.putNextEntry(new ZipEntry(name));
        zip.write(text.getBytes(StandardCharsets.UTF_8));
        zip.closeEntry();
    }

    @Test
    void whatIsNoBackupIsToldFromOne() throws IOException {
        Path text = Files.writeString(folder.resolve("text"), "no zip at all");
        Path other = folder.resolve("other.zip");
        try (var zip = new ZipOutputStream(Files.newOutputStream(other))) {
            zip.putNextEntry(new ZipEntry("../../etc/passwd"));
        }

        refuses(Code.USAGE, "no backup of kith", again, other);
        refuses(Code.FAILED, "damaged", again, text);
        refuses(Code.NOT_FOUND, "there is no backup", again, folder.resolve("none"));
    }

    /** Sums that name a place outside the home are refused before anything is written. */
    @Test
    void aBackupWritesNothingOutsideTheHome() throws IOException {
        Path evil = folder.resolve("evil.kith");
        try (var zip = new ZipOutputStream(Files.newOutputStream(evil))) {
            entry(zip, "kith-backup", "kith-backup 1\n");
            entry(zip, "store/../../stolen", "x");
            entry(zip, "sums", "0".repeat(64) + " 1 store/../../stolen\n");
        }

        refuses(Code.FAILED, "sums", again, evil);

        assertFalse(Files.exists(folder.resolve("stolen")));
    }

    @Test
    void aFileIsNoPlaceForAHome() throws IOException {
        Path text = Files.writeString(folder.resolve("text"), "no folder at all");

        refuses(Code.USAGE, text + " is no folder", Home.at(text, Map.of()), text);
    }

    /** As much as there is of a home when a restore is killed before it comes to the keys. */
    @Test
    void theRestOfARestoreIsToldFromAHome() throws IOException {
        Path file = folder.resolve("river.kith");
        again.create();
        PrivateFile.create(again.restored(), new byte[0]);

        refuses(Code.CONFLICT, "the rest of a restore", again, file);

        PrivateFile.create(again.deviceKey(), new byte[] {1});
        refuses(Code.CONFLICT, "is not empty", again, file);
    }
}
