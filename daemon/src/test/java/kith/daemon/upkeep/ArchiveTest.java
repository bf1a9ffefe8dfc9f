package kith.daemon.upkeep;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import kith.ontology.fault.Code;
import kith.ontology.fault.KithException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What cannot be read again is not written. */
final class ArchiveTest {
    @TempDir
    private Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private Path file;

    @BeforeEach
    void prepare() throws IOException {
        file = Files.writeString(folder.resolve("file"), "x");
    }

    private void refuses(List<Archive.Part> parts) {
        KithException refusal =
                assertThrows(KithException.class, () -> Archive.write(List.of(), parts, out, count -> {}));

        assertEquals(Code.FAILED, refusal.code());
        assertEquals(0, out.size());
    }

    @ParameterizedTest
    @ValueSource(strings = {"keys/device.key~", "keys/.hidden", "keys/my token", "store/a/b", "store/../b", "log"})
    void aNameThatIsNotReadIsNotWritten(String name) {
        refuses(List.of(new Archive.Part(name, file)));
    }

    @Test
    void moreFilesThanAreReadAreNotWritten() {
        Archive.Part part = new Archive.Part("store/000001.sst", file);

        refuses(Collections.nCopies(Archive.MAX_FILES + 1, part));
    }
}
