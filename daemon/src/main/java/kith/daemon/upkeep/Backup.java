package kith.daemon.upkeep;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import kith.daemon.config.Home;
import kith.daemon.machine.PrivateFile;
import kith.daemon.store.Store;
import kith.daemon.store.Watermark;
import kith.ontology.fault.Code;
import kith.ontology.fault.KithException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes all of a home that cannot be made again into one file, while the daemon goes on: the store as of one moment, the
 * keys, the settings, the peers, and how far own logs were written. Safe from any thread; one at a time.
 */
public final class Backup {
    private static final Logger LOG = LoggerFactory.getLogger(Backup.class);

    private final Home home;
    private final Store store;
    private final Watermark watermark;
    private final Broom broom;
    private final Unfinished unfinished;
    private final AtomicBoolean running = new AtomicBoolean();

    /** Told how much of the file is written; may throw to end it, and nothing is left of it then. */
    public interface Course {
        void step(long done, long of);
    }

    /** A backup that was made, and the size of its file. */
    public record Made(Path file, long bytes) {}

    /** Removes a folder with all that is in it. */
    interface Broom {
        void remove(Path folder);
    }

    public Backup(Home home, Store store, Watermark watermark) {
        this(home, store, watermark, Backup::remove);
    }

    Backup(Home home, Store store, Watermark watermark, Broom broom) {
        this.home = home;
        this.store = store;
        this.watermark = watermark;
        this.broom = broom;
        this.unfinished = new Unfinished(home.run().resolve("backup"));
        // What a daemon that died had begun.
        sweep();
    }

    /** The home that it is of. */
    public Home home() {
        return home;
    }

    /**
     * Writes a backup to {@code file}, of which there is nothing until it is whole and on the disk; only its owner can
     * read it.
     *
     * @param title lines that tell people what it is of
     * @throws KithException USER, CONFLICT if something is there already or a backup is being made; USER, USAGE if it is
     *     no place for one; USER, FAILED if it could not be restored; HOST if the disk fails
     */
    public Made write(Path file, List<String> title, Course course) {
        mustBePlace(file);
        if (!running.compareAndSet(false, true)) {
            throw KithException.user(Code.CONFLICT, "another backup is being made; wait for its end");
        }
        try {
            broom.remove(checkpoint());
            store.checkpoint(checkpoint());
            // After it: of what the store has, no number may be missing.
            watermark.save();
            List<Archive.Part> parts = parts();
            long all = size(parts);
            long[] done = {0};
            Path beside = PrivateFile.beside(file);
            unfinished.begin(beside);
            PrivateFile.create(
                    file, beside, out -> Archive.write(title, parts, out, count -> course.step(done[0] += count, all)));
            unfinished.done();
            return new Made(file, Files.size(file));
        } catch (FileAlreadyExistsException e) {
            throw taken(file);
        } catch (IOException e) {
            throw KithException.host("cannot write the backup " + file + ": " + said(e), e);
        } finally {
            sweep();
            running.set(false);
        }
    }

    private Path checkpoint() {
        return home.run().resolve("checkpoint");
    }

    /** That something stays takes room, and no more: what was written is good, and the next backup tries again. */
    private void sweep() {
        unfinished.remove();
        try {
            broom.remove(checkpoint());
        } catch (KithException stays) {
            LOG.warn("{}; the next backup tries again", stays.getMessage());
        }
    }

    private void mustBePlace(Path file) {
        Path folder = file.getParent();
        if (!file.isAbsolute() || folder == null || !Files.isDirectory(folder)) {
            throw KithException.user(Code.USAGE, file + " is no place for a backup: there is no folder for it");
        }
        if (isInHome(folder)) {
            throw KithException.user(
                    Code.USAGE, "a backup in the home folder is lost with it; name a file elsewhere, on another disk");
        }
        if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            throw taken(file);
        }
    }

    /** Also where a link leads there. */
    private boolean isInHome(Path folder) {
        try {
            return folder.toRealPath().startsWith(home.folder().toRealPath());
        } catch (IOException e) {
            throw KithException.host("cannot look at " + folder + ": " + said(e), e);
        }
    }

    private static KithException taken(Path file) {
        return KithException.user(Code.CONFLICT, file + " is there already and stays as it is; name a new file");
    }

    private List<Archive.Part> parts() throws IOException {
        List<Archive.Part> parts = new ArrayList<>(checkpointed());
        for (Path file : List.of(home.watermark(), home.peers(), home.config())) {
            if (Files.isRegularFile(file)) {
                parts.add(new Archive.Part(String.valueOf(file.getFileName()), file));
            }
        }
        // No other file of that folder, and above all not the token of the door, by whatever name: it is made anew when
        // it is missing, and nobody who has a backup should come in by it.
        parts.add(new Archive.Part("keys/" + home.deviceKey().getFileName(), home.deviceKey()));
        return parts;
    }

    private List<Archive.Part> checkpointed() throws IOException {
        try (Stream<Path> files = Files.list(checkpoint())) {
            return files.filter(Files::isRegularFile)
                    .sorted()
                    .map(file -> new Archive.Part("store/" + file.getFileName(), file))
                    .toList();
        }
    }

    private static long size(List<Archive.Part> parts) throws IOException {
        long size = 0;
        for (Archive.Part part : parts) {
            size += Files.size(part.file());
        }
        return size;
    }

    /** Removes a folder with all that is in it. */
    static void remove(Path folder) {
        if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        } catch (UncheckedIOException stays) {
            throw KithException.host("cannot remove " + folder + ": " + stays.getMessage(), stays);
        } catch (IOException stays) {
            throw KithException.host("cannot remove " + folder + ": " + said(stays), stays);
        }
    }

    static String said(IOException e) {
        return e.getMessage() == null
                ? e.getClass().getSimpleName()
                : e.getClass().getSimpleName() + " " + e.getMessage();
    }
}
