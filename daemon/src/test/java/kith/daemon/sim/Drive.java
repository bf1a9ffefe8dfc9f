package kith.daemon.sim;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import kith.daemon.peers.PeerBook;
import kith.daemon.store.Store;
import kith.daemon.store.Watermark;

/** The disk of a {@link Station}: a store that a power cut takes back to what was synced, and copies of it as it once was. */
final class Drive {
    private static final Store.Memory SMALL = new Store.Memory(4 << 20, 8 << 20, 4 << 20, 2 << 20, 4 << 20);

    /** After so many worlds a store is left behind: the bytes of all of them would be moved about for nothing. */
    private static final int MOST_WORLDS = 20;

    private static final int MOST_COPIES = 10;

    private final Path home;
    private Path folder;
    private Store store;
    private int generation;
    private int worlds;
    /** The log of writes, file by file, as far as it was synced. */
    private Map<String, Long> synced = Map.of();

    /** An empty disk. */
    Drive(Path home) {
        this.home = home;
        this.folder = make(home.resolve("0"));
        this.store = open();
    }

    /** A disk with a copy of what another one had. */
    Drive(Path home, Path backup) {
        this.home = home;
        this.folder = home.resolve("0");
        copy(backup, make(folder));
        this.store = open();
    }

    private Store open() {
        Store opened = Store.open(folder.resolve("store"), SMALL);
        noteSynced();
        return opened;
    }

    /** The database, which is open from now until the power fails. */
    Store store() {
        return store;
    }

    Watermark watermark() {
        return Watermark.open(folder.resolve("watermark"));
    }

    PeerBook book() {
        return PeerBook.open(folder.resolve("peers"));
    }

    /** Empties the disk for another world. False if it takes less to begin a new one. */
    boolean isEmptied() {
        if (++worlds == MOST_WORLDS || generation > 0) {
            close();
            return false;
        }
        store.spaces().forEach(store::drop);
        for (Path file : files(folder)) {
            delete(file);
        }
        noteSynced();
        return true;
    }

    /** Ends it with all that is on it. */
    void close() {
        store.close();
        for (Path each : all(home)) {
            delete(each);
        }
    }

    /** All that was written so far is on the disk. */
    void noteSynced() {
        synced = lengths();
    }

    private Map<String, Long> lengths() {
        Map<String, Long> lengths = new TreeMap<>();
        for (Path file : files(folder.resolve("store"))) {
            if (file.toString().endsWith(".log")) {
                lengths.put(file.getFileName().toString(), size(file));
            }
        }
        return lengths;
    }

    /**
     * The power fails: what was not synced is gone, of the store; the other files are replaced whole.
     *
     * @return how many bytes were lost
     */
    long cutPower() {
        Map<String, Long> now = lengths();
        // Where the log goes on in another file, the database synced it all for reasons of its own.
        boolean loses = now.keySet().equals(synced.keySet());
        Map<String, Long> kept = loses ? synced : now;
        Path after = next();
        copy(folder, after);
        kept.forEach((name, length) -> cut(after.resolve("store").resolve(name), length));
        begin(after);
        return now.values().stream().mapToLong(each -> each).sum()
                - kept.values().stream().mapToLong(each -> each).sum();
    }

    private Path next() {
        return make(home.resolve(String.valueOf(++generation)));
    }

    private void begin(Path after) {
        store.close();
        folder = after;
        store = open();
    }

    /** A copy of all as it is now: nothing is under way that would change a file meanwhile. */
    Path backup() {
        Path backup = next();
        copy(folder, backup);
        return backup;
    }

    /** Somebody copies an older state over this one; the watermark is a file beside, and may be left where it is. */
    void restore(Path backup, boolean withWatermark) {
        Path before = folder.resolve("watermark");
        Path after = next();
        copy(backup, after);
        if (!withWatermark && Files.exists(before)) {
            copyFile(before, after.resolve("watermark"));
        }
        begin(after);
    }

    /** Copies a disk whose database may throw files away meanwhile: then what it has by now is copied. */
    private static void copy(Path from, Path to) {
        for (int tries = 1; ; tries++) {
            try {
                copyOnce(from, to);
                return;
            } catch (UncheckedIOException gone) {
                if (tries == MOST_COPIES || !(gone.getCause() instanceof NoSuchFileException)) {
                    throw gone;
                }
                files(to.resolve("store")).forEach(Drive::delete);
            }
        }
    }

    private static void copyOnce(Path from, Path to) {
        for (Path file : files(from)) {
            copyFile(file, to.resolve(file.getFileName()));
        }
        make(to.resolve("store"));
        for (Path file : files(from.resolve("store"))) {
            if (!file.endsWith("LOCK") && !file.getFileName().toString().startsWith("LOG")) {
                copyFile(file, to.resolve("store").resolve(file.getFileName()));
            }
        }
    }

    private static void copyFile(Path from, Path to) {
        try {
            Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void cut(Path file, long length) {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.truncate(length);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path make(Path folder) {
        try {
            return Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Path> files(Path folder) {
        try (Stream<Path> all = Files.list(folder)) {
            return all.filter(Files::isRegularFile)
                    .sorted(Comparator.naturalOrder())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What is within comes before what it is in. */
    private static List<Path> all(Path folder) {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.sorted(Comparator.reverseOrder()).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path file) {
        try {
            Files.delete(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
