package kith.daemon.exchange;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import kith.daemon.query.LimitReached;
import kith.ontology.bytes.Bytes;
import kith.ontology.fault.KithException;
import org.jspecify.annotations.Nullable;

/**
 * The bytes that a client sends, put aside until all are there: in memory while they are few, else in a file that
 * only this user may read and that is gone when the spool is closed. Hashes as it goes. One thread at a time.
 */
public final class Spool implements AutoCloseable {
    /** Bytes that are kept in memory before a file is opened. */
    public static final int MAX_MEMORY_BYTES = 64 * 1024;

    private static final String PREFIX = "spool-";
    private static final String SUFFIX = ".part";

    private final Path folder;
    private final long maxBytes;
    private final MessageDigest digest = Bytes.sha256();
    private final ByteArrayOutputStream memory = new ByteArrayOutputStream();
    private @Nullable Path file;
    private @Nullable FileChannel channel;
    private long size;
    private @Nullable Bytes hash;

    /**
     * An empty spool.
     *
     * @param folder where its file would be; private to this user
     * @param maxBytes it takes so many bytes and no more
     */
    public Spool(Path folder, long maxBytes) {
        this.folder = folder;
        this.maxBytes = maxBytes;
    }

    /** An empty spool beside this one, under the same limit. */
    public Spool another() {
        return new Spool(folder, maxBytes);
    }

    /** Removes what spools of a killed daemon left in {@code folder}. */
    public static void clear(Path folder) {
        try (DirectoryStream<Path> left = Files.newDirectoryStream(folder, PREFIX + "*" + SUFFIX)) {
            for (Path each : left) {
                Files.deleteIfExists(each);
            }
        } catch (IOException failed) {
            throw KithException.host("cannot clear the spool folder " + folder, failed);
        }
    }

    /**
     * Appends {@code bytes}.
     *
     * @throws LimitReached if they are too many; what is there stays
     * @throws KithException HOST if the disk does not take them
     */
    public void write(ByteBuffer bytes) {
        int length = bytes.remaining();
        if (size + length > maxBytes) {
            throw new LimitReached("the body is larger than " + maxBytes + " bytes: send less at a time");
        }
        digest.update(bytes.duplicate());
        try {
            if (channel == null && size + length > MAX_MEMORY_BYTES) {
                spill();
            }
            keep(bytes);
        } catch (IOException failed) {
            throw KithException.host("cannot put the request aside in " + folder + ": " + failed.getMessage(), failed);
        }
        size += length;
    }

    /** How many bytes are there. */
    public long size() {
        return size;
    }

    /** SHA-256 of all bytes; nothing may be written after the first call. */
    public Bytes hash() {
        if (hash == null) {
            hash = Bytes.owned(digest.digest());
        }
        return hash;
    }

    /** The bytes from their beginning; close the stream. May be opened again and again. */
    public InputStream open() {
        if (file == null) {
            return new ByteArrayInputStream(memory.toByteArray());
        }
        try {
            return Files.newInputStream(file);
        } catch (IOException failed) {
            throw KithException.host("cannot read back what was put aside in " + folder, failed);
        }
    }

    /** All bytes at once, for bodies that have a small limit. */
    public byte[] toArray() {
        try (InputStream in = open()) {
            return in.readAllBytes();
        } catch (IOException failed) {
            throw KithException.host("cannot read back what was put aside in " + folder, failed);
        }
    }

    @Override
    public void close() {
        try {
            if (channel != null) {
                channel.close();
            }
            if (file != null) {
                Files.deleteIfExists(file);
            }
        } catch (IOException failed) {
            throw KithException.host("cannot remove what was put aside in " + folder, failed);
        }
    }

    private void keep(ByteBuffer bytes) throws IOException {
        if (channel == null) {
            byte[] copy = new byte[bytes.remaining()];
            bytes.get(copy);
            memory.writeBytes(copy);
            return;
        }
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    private void spill() throws IOException {
        Path made = Files.createTempFile(folder, PREFIX, SUFFIX, onlyOurs());
        file = made;
        channel = FileChannel.open(made, StandardOpenOption.WRITE);
        ByteBuffer soFar = ByteBuffer.wrap(memory.toByteArray());
        memory.reset();
        keep(soFar);
    }

    private static FileAttribute<?>[] onlyOurs() {
        return FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
    }
}
