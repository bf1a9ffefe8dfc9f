package kith.daemon.sim;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.AnnotatedElementContext;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.io.TempDirFactory;

/** A folder in memory where there is one, else on the disk: here nobody cuts the power, and a sync need not be waited for. */
final class InMemory implements TempDirFactory {
    private static final Path MEMORY = Path.of("/dev/shm");
    /** Far more than the stores of two racks take. */
    private static final long ROOM_BYTES = 1L << 30;

    @Override
    public Path createTempDirectory(AnnotatedElementContext element, ExtensionContext test) throws IOException {
        boolean fits = Files.isWritable(MEMORY) && Files.getFileStore(MEMORY).getUsableSpace() >= ROOM_BYTES;
        return fits ? Files.createTempDirectory(MEMORY, "kith-sim-") : Files.createTempDirectory("kith-sim-");
    }
}
