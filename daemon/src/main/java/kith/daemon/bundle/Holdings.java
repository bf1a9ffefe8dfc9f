package kith.daemon.bundle;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import kith.daemon.machine.PrivateFile;
import kith.ontology.delta.Frontier;
import kith.ontology.delta.SpaceId;
import kith.ontology.fault.KithException;
import kith.ontology.identity.KeyId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How far others held the logs of a space when they made the bundle of theirs that was read last, kept over restarts: a
 * bundle without deltas for each. Losing one costs bytes in the next bundle, nothing else. Safe from any thread.
 */
public final class Holdings {
    /** Makers of whom it is kept, counted once for each space; who was heard of longest ago makes room. */
    static final int MAX_FILES = 256;
    /** Bytes of all of it together. */
    static final long MAX_BYTES = 64L << 20;

    private static final Logger LOG = LoggerFactory.getLogger(Holdings.class);
    private static final int NAME_BYTES = 8;
    private static final String SUFFIX = ".held";

    private final Path folder;

    /** @param folder made when there is something to keep */
    public Holdings(Path folder) {
        this.folder = folder;
    }

    /** How far {@code maker} held each log, as far as it said. */
    public synchronized Optional<Frontier> of(SpaceId space, KeyId maker) {
        Path file = file(space, maker);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try (InputStream in = Files.newInputStream(file)) {
            BundleReader bundle = new BundleReader(in);
            boolean same = bundle.manifest().space().equals(space)
                    && bundle.manifest().maker().equals(maker)
                    && bundle.next().isEmpty();
            return same ? Optional.of(bundle.manifest().frontier()) : Optional.<Frontier>empty();
        } catch (KithException | IOException unreadable) {
            LOG.warn("what a bundle said is passed over: {}", unreadable.getMessage());
            return Optional.empty();
        }
    }

    /** Keeps what a bundle said of its maker, in the place of what an earlier one did. */
    public synchronized void note(Manifest manifest, Instant now) {
        try {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            new BundleWriter(bytes, new Manifest(manifest.space(), manifest.maker(), Optional.empty(), manifest.logs()))
                    .end();
            PrivateFile.createFolder(folder);
            Path file = file(manifest.space(), manifest.maker());
            PrivateFile.replace(file, bytes.toByteArray());
            Files.setLastModifiedTime(file, FileTime.from(now));
            makeRoom();
        } catch (IOException failed) {
            LOG.warn("what a bundle said is not kept: {}", failed.getMessage());
        }
    }

    /** Lets go of what was said of a space, which this home has left. */
    public synchronized void forget(SpaceId space) {
        try {
            for (Path file : files()) {
                if (String.valueOf(file.getFileName()).startsWith(prefix(space))) {
                    Files.deleteIfExists(file);
                }
            }
        } catch (IOException failed) {
            LOG.warn("what bundles said of a space stays, though it was left: {}", failed.getMessage());
        }
    }

    private List<Path> files() throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> all = Files.list(folder)) {
            return all.filter(file -> file.toString().endsWith(SUFFIX)).toList();
        }
    }

    private void makeRoom() throws IOException {
        List<Path> files = new ArrayList<>(files());
        files.sort(Comparator.comparing(Holdings::age).reversed());
        long bytes = 0;
        for (int i = 0; i < files.size(); i++) {
            bytes += Files.size(files.get(i));
            // The newest stays, whatever it takes.
            if (i >= MAX_FILES || (i > 0 && bytes > MAX_BYTES)) {
                Files.deleteIfExists(files.get(i));
            }
        }
    }

    private static FileTime age(Path file) {
        try {
            return Files.getLastModifiedTime(file);
        } catch (IOException gone) {
            return FileTime.fromMillis(0);
        }
    }

    private Path file(SpaceId space, KeyId maker) {
        return folder.resolve(prefix(space) + maker.key().slice(0, NAME_BYTES).toHex() + SUFFIX);
    }

    private static String prefix(SpaceId space) {
        return space.value().slice(0, NAME_BYTES).toHex() + "-";
    }
}
