package kith.daemon.http;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import kith.ontology.fault.Code;
import kith.ontology.fault.KithException;

/** The file of the Unix domain socket: its place is made safe and free before it is bound. */
final class UnixSocket {
    private final Path path;
    private final UserPrincipal owner;

    private UnixSocket(Path path, UserPrincipal owner) {
        this.path = path;
        this.owner = owner;
    }

    /**
     * Makes the place ready: the folder 0700, and a socket that nobody answers any more removed.
     *
     * @throws KithException CONFLICT if somebody answers there; USAGE if the path is too long or something else is
     *     there; NOT_ALLOWED if the folder is another user's
     */
    static UnixSocket prepare(Path path) {
        int bytes = path.toString().getBytes(StandardCharsets.UTF_8).length;
        if (bytes > DoorSettings.MAX_SOCKET_PATH_BYTES) {
            throw KithException.user(
                    Code.USAGE,
                    "the socket path has " + bytes + " bytes; the limit is " + DoorSettings.MAX_SOCKET_PATH_BYTES
                            + ": choose a shorter home");
        }
        Path folder = path.toAbsolutePath().getParent();
        if (folder == null) {
            throw KithException.user(Code.USAGE, "the socket needs a folder of its own");
        }
        UnixSocket socket = new UnixSocket(path, makePrivate(folder));
        socket.removeStale();
        return socket;
    }

    /** Makes {@code folder} if it is not there, and closes it to all users but the one we run as, who is returned. */
    static UserPrincipal makePrivate(Path folder) {
        try {
            Files.createDirectories(folder.toAbsolutePath());
            UserPrincipal self = self(folder);
            if (Files.isSymbolicLink(folder) || !Files.getOwner(folder).equals(self)) {
                throw KithException.user(
                        Code.NOT_ALLOWED, "the folder " + folder + " is a link or another user's: remove it");
            }
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
            return self;
        } catch (IOException failed) {
            throw KithException.host("cannot make the folder " + folder, failed);
        }
    }

    /** The address to bind to. */
    UnixDomainSocketAddress address() {
        return UnixDomainSocketAddress.of(path);
    }

    /** Who this process runs as. */
    UserPrincipal owner() {
        return owner;
    }

    /** Closes the bound socket's file to others. It is removed when the channel is closed. */
    void bound() {
        try {
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-------"));
        } catch (IOException failed) {
            throw KithException.host("cannot close the socket " + path + " to other users", failed);
        }
    }

    private void removeStale() {
        try {
            BasicFileAttributes there = attributes();
            if (!there.isOther()) {
                throw KithException.user(
                        Code.USAGE, path + " is there and is no socket: move it away, or choose another home");
            }
            if (isAnswered()) {
                throw KithException.user(Code.CONFLICT, "another daemon answers at " + path);
            }
            Files.deleteIfExists(path);
        } catch (NoSuchFileException free) {
            return;
        } catch (IOException failed) {
            throw KithException.host("cannot remove the old socket " + path, failed);
        }
    }

    private boolean isAnswered() {
        try (SocketChannel probe = SocketChannel.open(address())) {
            return probe.isConnected();
        } catch (IOException refused) {
            return false;
        }
    }

    private BasicFileAttributes attributes() throws IOException {
        return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    }

    // Java does not tell who it runs as; a file that it makes does.
    private static UserPrincipal self(Path folder) throws IOException {
        Path probe = folder.resolve(".owner");
        try {
            Files.createFile(probe);
        } catch (FileAlreadyExistsException left) {
            Files.delete(probe);
            Files.createFile(probe);
        }
        try {
            return Files.getOwner(probe);
        } finally {
            Files.delete(probe);
        }
    }
}
