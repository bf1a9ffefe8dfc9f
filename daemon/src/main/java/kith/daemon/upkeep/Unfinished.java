package kith.daemon.upkeep;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;
import kith.daemon.machine.PrivateFile;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The file that is to be a backup, while it has not its name yet. Where it is stands in a note, so that what a daemon
 * leaves that is killed meanwhile, with the keys in it, is found and removed. Not thread-safe.
 */
final class Unfinished {
    private static final Logger LOG = LoggerFactory.getLogger(Unfinished.class);
    private static final int MAX_NOTE_BYTES = 16 * 1024;

    private final Path note;

    Unfinished(Path note) {
        this.note = note;
    }

    /** Notes a file before it is there; one that was noted before is removed. */
    void begin(Path file) throws IOException {
        remove();
        PrivateFile.replace(note, file.toString().getBytes(StandardCharsets.UTF_8));
    }

    /** What was begun has its name. */
    void done() {
        try {
            Files.deleteIfExists(note);
        } catch (IOException stays) {
            // It names nothing that is there.
            LOG.warn("cannot remove {}: {}", note, Backup.said(stays));
        }
    }

    /** Removes what was begun; the note stays where that is not there, for its disk may be away. */
    void remove() {
        try {
            Optional<Path> begun = begun();
            if (begun.isPresent() && Files.isRegularFile(begun.get(), LinkOption.NOFOLLOW_LINKS)) {
                Files.delete(begun.get());
                Files.delete(note);
                LOG.info("removed the unfinished file of a backup that was ended");
            }
        } catch (IOException stays) {
            LOG.warn("cannot remove the unfinished file of a backup: {}", Backup.said(stays));
        }
    }

    /** Only ever a file of the name that ours have. */
    private Optional<Path> begun() throws IOException {
        if (!Files.exists(note)) {
            return Optional.empty();
        }
        try (InputStream in = Files.newInputStream(note)) {
            Path file = Path.of(new String(in.readNBytes(MAX_NOTE_BYTES), StandardCharsets.UTF_8));
            return Optional.of(file).filter(Path::isAbsolute).filter(PrivateFile::isBeside);
        } catch (InvalidPathException notOurs) {
            return Optional.empty();
        }
    }
}
