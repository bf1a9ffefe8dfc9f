package kith.daemon.machine;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.EnumSet;
import java.util.Set;
import java.util.regex.Pattern;
import kith.ontology.fault.Code;
import kith.ontology.fault.KithException;

/**
 * Files that only their owner reads, written whole or not at all: beside the place, to the disk, then into it. A power
 * cut leaves the old file or the new one.
 *
 * <p>On a file system without POSIX modes the modes are left to it.
 */
public final class PrivateFile {
    private static final Set<PosixFilePermission> OWNER_FILE = PosixFilePermissions.fromString("rw-------");
    private static final Set<PosixFilePermission> OWNER_FOLDER = PosixFilePermissions.fromString("rwx------");

    private static final Set<PosixFilePermission> OTHERS_LOOK = PosixFilePermissions.fromString("rwxr-xr-x");

    private static final Pattern BESIDE = Pattern.compile("kith-[0-9]{1,20}\\.new");
    private static final SecureRandom CHANCE = new SecureRandom();

    private static final int BUFFER_BYTES = 64 * 1024;

    private PrivateFile() {}

    /** Writes what a file is to hold. */
    public interface Content {
        void to(OutputStream out) throws IOException;
    }

    /** Puts {@code content} in the place of what was there; after a crash the one or the other is there, whole. */
    public static void replace(Path file, byte[] content) throws IOException {
        Path beside = folder(file).resolve(file.getFileName() + ".new");
        Files.deleteIfExists(beside);
        write(beside, out -> out.write(content));
        try {
            Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            Files.deleteIfExists(beside);
            throw e;
        }
        syncFolder(file);
    }

    /**
     * Puts {@code content} where nothing was.
     *
     * @throws FileAlreadyExistsException if something is there; it is left as it is
     */
    public static void create(Path file, byte[] content) throws IOException {
        create(file, out -> out.write(content));
    }

    /**
     * As {@link #create(Path, byte[])}, for what is not to be held in memory; whatever {@code content} throws ends it.
     */
    public static void create(Path file, Content content) throws IOException {
        create(file, beside(file), content);
    }

    /**
     * The same for what takes long: its writer knows {@code beside}, of {@link #beside(Path)}, where it stays if the
     * process is killed meanwhile.
     */
    public static void create(Path file, Path beside, Content content) throws IOException {
        create(file, beside, content, Files::createLink);
    }

    /** A place in the folder of {@code file} that nobody has: whose folder it is may have files of any name in it. */
    public static Path beside(Path file) throws IOException {
        return folder(file).resolve("kith-" + Long.toUnsignedString(CHANCE.nextLong()) + ".new");
    }

    /** Whether it has such a name as {@link #beside(Path)} gives. */
    public static boolean isBeside(Path file) {
        return BESIDE.matcher(String.valueOf(file.getFileName())).matches();
    }

    /** Gives a file that is there a second name. */
    interface Linking {
        void link(Path file, Path existing) throws IOException;
    }

    static void create(Path file, Path beside, Content content, Linking linking) throws IOException {
        if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            throw new FileAlreadyExistsException(file.toString());
        }
        write(beside, content);
        try {
            // Unlike a move, a link never takes the place of a file that came meanwhile.
            linking.link(file, beside);
        } catch (FileAlreadyExistsException taken) {
            throw taken;
        } catch (UnsupportedOperationException | FileSystemException noLinks) {
            // FAT has none, and most sticks have FAT; nor have many shares.
            Files.move(beside, file);
        } finally {
            Files.deleteIfExists(beside);
        }
        syncFolder(file);
    }

    /** Makes the folder, and those above it, for the owner alone; one that is there is left as it is. */
    public static void createFolder(Path folder) throws IOException {
        Path parent = folder.getParent();
        if (parent != null && !Files.isDirectory(parent)) {
            createFolder(parent);
        }
        if (!Files.isDirectory(folder)) {
            Files.createDirectory(folder, attributes(folder, OWNER_FOLDER));
        }
    }

    /**
     * Refuses a file or folder that anybody but its owner may touch.
     *
     * @throws KithException (USER, NOT_ALLOWED) that names the command to run
     */
    public static void requirePrivate(Path path) throws IOException {
        String command = (Files.isDirectory(path) ? "chmod 700 " : "chmod 600 ") + path;
        requireOf(path, OWNER_FOLDER, "is open to other users", command);
    }

    /**
     * Refuses a folder in which anybody but its owner may put or replace files; others may look.
     *
     * @throws KithException (USER, NOT_ALLOWED) that names the command to run
     */
    public static void requireOwnHand(Path folder) throws IOException {
        requireOf(folder, OTHERS_LOOK, "can be changed by other users", "chmod go-w " + folder);
    }

    private static void requireOf(Path path, Set<PosixFilePermission> allowed, String fault, String command)
            throws IOException {
        if (!hasModes(path)) {
            return;
        }
        Set<PosixFilePermission> modes = Files.getPosixFilePermissions(path);
        if (!allowed.containsAll(modes)) {
            throw KithException.user(
                    Code.NOT_ALLOWED,
                    path + " " + fault + " (" + PosixFilePermissions.toString(modes) + "); run: " + command);
        }
    }

    static boolean hasModes(Path path) throws IOException {
        return Files.getFileStore(path).supportsFileAttributeView("posix");
    }

    private static Path folder(Path file) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null) {
            throw new IOException(file + " is no place for a file");
        }
        return folder;
    }

    private static void write(Path beside, Content content) throws IOException {
        Set<StandardOpenOption> options = EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        // Where something is in its place already, that is not ours to remove.
        FileChannel channel = FileChannel.open(beside, options, attributes(folder(beside), OWNER_FILE));
        boolean whole = false;
        try (channel) {
            OutputStream out = new BufferedOutputStream(Channels.newOutputStream(channel), BUFFER_BYTES);
            content.to(out);
            out.flush();
            channel.force(true);
            whole = true;
        } finally {
            if (!whole) {
                Files.deleteIfExists(beside);
            }
        }
    }

    /** The name is on the disk only when its folder is; a platform that cannot sync folders has no modes either. */
    private static void syncFolder(Path file) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder != null && hasModes(folder)) {
            try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }

    private static FileAttribute<?>[] attributes(Path path, Set<PosixFilePermission> modes) throws IOException {
        Path existing = path;
        while (!Files.exists(existing) && existing.getParent() != null) {
            existing = existing.getParent();
        }
        return hasModes(existing)
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(modes)}
                : new FileAttribute<?>[0];
    }
}
