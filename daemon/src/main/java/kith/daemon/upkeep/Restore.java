package kith.daemon.upkeep;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import kith.daemon.config.Home;
import kith.daemon.machine.PrivateFile;
import kith.daemon.store.LogState;
import kith.daemon.store.SpaceStore;
import kith.daemon.store.Store;
import kith.daemon.store.Watermark;
import kith.ontology.fault.Code;
import kith.ontology.fault.KithException;
import kith.ontology.identity.KeyId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes a home of a backup. The home it was of may have written on since, and peers may have that: so the restored home
 * never continues a log of its own. When it starts for the first time it closes them all, and writes in new ones.
 */
public final class Restore {
    private static final Logger LOG = LoggerFactory.getLogger(Restore.class);
    private static final Set<String> FOLDERS = Set.of("store", "keys", "run");

    private static final String NOT_EMPTY =
            " is not empty; restore into a new folder, with --home, or set this one aside";

    private Restore() {}

    /**
     * Unpacks {@code file} into a home in which there is nothing yet.
     *
     * @return what the backup says that it is of
     * @throws KithException USER, CONFLICT if something is there; USER, USAGE if the home is no folder; USER if the file
     *     is no backup, or damaged, and then nothing stays of it; HOST if the disk fails
     */
    public static List<String> into(Home home, Path file) {
        mustBeEmpty(home);
        if (!Files.isRegularFile(file)) {
            throw KithException.user(Code.NOT_FOUND, "there is no backup " + file);
        }
        boolean whole = false;
        try {
            home.create();
            PrivateFile.replace(home.restored(), (file.getFileName() + "\n").getBytes(StandardCharsets.UTF_8));
            List<String> title = Archive.read(file, name -> place(home, name));
            sync(home);
            home.check();
            whole = true;
            return title;
        } catch (IOException e) {
            throw KithException.host("cannot restore " + file + " into " + home + ": " + Backup.said(e), e);
        } finally {
            if (!whole) {
                empty(home);
            }
        }
    }

    private static void mustBeEmpty(Home home) {
        if (!Files.exists(home.folder())) {
            return;
        }
        if (!Files.isDirectory(home.folder())) {
            throw KithException.user(Code.USAGE, home + " is no folder; name one, new or empty, with --home");
        }
        try (Stream<Path> inside = Files.list(home.folder())) {
            if (inside.findAny().isPresent()) {
                throw KithException.user(Code.CONFLICT, home.isHalfRestored() ? home.halfRestored() : home + NOT_EMPTY);
            }
        } catch (IOException e) {
            throw KithException.host("cannot look at " + home + ": " + Backup.said(e), e);
        }
    }

    private static OutputStream place(Home home, String name) throws IOException {
        Path file = home.folder().resolve(name).normalize();
        if (!file.startsWith(home.folder())) {
            throw new IOException(name + " is no name in a home");
        }
        // Made empty and private first: what is written then is never open to others.
        PrivateFile.create(file, new byte[0]);
        return Files.newOutputStream(file, StandardOpenOption.WRITE, StandardOpenOption.DSYNC);
    }

    private static void sync(Home home) throws IOException {
        // The names of the files are on the disk with the next name in the same folder that is.
        PrivateFile.replace(home.store().resolve("restored"), new byte[0]);
        Files.delete(home.store().resolve("restored"));
    }

    /** There was nothing before, so nothing is to stay. */
    private static void empty(Home home) {
        if (!Files.isDirectory(home.folder())) {
            // Nothing was begun.
            return;
        }
        try (Stream<Path> inside = Files.list(home.folder())) {
            for (Path each : inside.toList()) {
                if (Files.isDirectory(each) && FOLDERS.contains(String.valueOf(each.getFileName()))) {
                    Backup.remove(each);
                } else {
                    Files.deleteIfExists(each);
                }
            }
        } catch (IOException | KithException stays) {
            LOG.warn("what was begun in {} stays there", home.folder());
        }
    }

    /**
     * Closes every log of this node if its home was restored and has not started since; before anything is written.
     *
     * @param own the keys that this node writes with
     */
    public static void closeOldLogs(Home home, Store store, Watermark watermark, Set<KeyId> own) {
        if (!Files.exists(home.restored())) {
            return;
        }
        watermark.closeAll();
        for (SpaceStore space : store.spaces()) {
            for (LogState log : space.logs()) {
                if (own.contains(log.root().author())) {
                    watermark.note(log.root().id(), Watermark.CLOSED);
                }
            }
        }
        watermark.save();
        try {
            Files.delete(home.restored());
        } catch (IOException e) {
            throw KithException.host("cannot remove " + home.restored() + ": " + Backup.said(e), e);
        }
        LOG.info("this home was restored from a backup: it writes in new logs from now on");
    }
}
