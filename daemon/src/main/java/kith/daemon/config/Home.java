package kith.daemon.config;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import kith.daemon.machine.PrivateFile;
import kith.ontology.bytes.Bytes;
import kith.ontology.fault.Code;
import kith.ontology.fault.KithException;
import org.jspecify.annotations.Nullable;

/**
 * Where one daemon lives: the folder with its settings, keys, store and door. Immutable; safe from any thread.
 *
 * <p>Every method that touches the disk throws {@link KithException}: HOST where the disk fails, USER where its
 * owner must act.
 */
public final class Home {
    /** A longer path to the socket goes elsewhere: some systems bind at most 103 bytes. */
    public static final int MAX_SOCKET_PATH_BYTES = 100;

    private static final String SOCKET = "kithd.sock";
    private static final int SOCKET_NAME_HEX = 16;

    private final Path folder;
    private final Path runtime;

    private Home(Path folder, Path runtime) {
        this.folder = folder;
        this.runtime = runtime;
    }

    /** The home in {@code folder}; {@code environment} tells where sockets go whose path would be too long. */
    public static Home at(Path folder, Map<String, String> environment) {
        Path runtime = absolute(environment, "XDG_RUNTIME_DIR", Path.of("/tmp"));
        return new Home(folder.toAbsolutePath().normalize(), runtime);
    }

    /** The home that was asked for: the flag, else KITH_HOME, else the place for data of the user. */
    public static Home chosen(@Nullable String flag, Map<String, String> environment, Path userHome) {
        String asked = flag == null ? environment.getOrDefault("KITH_HOME", "") : flag;
        if (!asked.isBlank()) {
            return at(Path.of(asked), environment);
        }
        Path byDefault = userHome.resolve(".local").resolve("share");
        return at(absolute(environment, "XDG_DATA_HOME", byDefault).resolve("kith"), environment);
    }

    /** The XDG rules say to ignore a relative path. */
    private static Path absolute(Map<String, String> environment, String variable, Path byDefault) {
        String value = environment.getOrDefault(variable, "");
        return value.startsWith("/") ? Path.of(value) : byDefault;
    }

    public Path folder() {
        return folder;
    }

    public Path config() {
        return folder.resolve("config");
    }

    public Path keys() {
        return folder.resolve("keys");
    }

    public Path deviceKey() {
        return keys().resolve("device.key");
    }

    public Path store() {
        return folder.resolve("store");
    }

    public Path watermark() {
        return folder.resolve("watermark");
    }

    /** There while this home was restored from a backup and has not started since. */
    public Path restored() {
        return folder.resolve("restored");
    }

    /** What the last look at all that is kept came to. */
    public Path verified() {
        return folder.resolve("verified");
    }

    public Path peers() {
        return folder.resolve("peers");
    }

    /** How far others hold the logs of spaces, by what their bundles said. */
    public Path bundles() {
        return folder.resolve("bundles");
    }

    public Path run() {
        return folder.resolve("run");
    }

    public Path log() {
        return folder.resolve("log");
    }

    /** Three lines for whoever looks for the daemon: its pid, since when, and the path of its socket. */
    public Path pidFile() {
        return run().resolve("kithd.pid");
    }

    /** In {@link #run()}; where that path is too long, in a folder of the user with a name made from it. */
    public Path socket() {
        Path near = run().resolve(SOCKET);
        if (near.toString().getBytes(StandardCharsets.UTF_8).length <= MAX_SOCKET_PATH_BYTES) {
            return near;
        }
        String name = Bytes.sha256(folder.toString().getBytes(StandardCharsets.UTF_8))
                .toHex()
                .substring(0, SOCKET_NAME_HEX);
        return runtime.resolve("kith-" + user()).resolve(name + ".sock");
    }

    /** Makes the folders for the owner alone; those that are there stay, and {@link #check()} judges them. */
    public void create() {
        try {
            for (Path each : List.of(folder, keys(), store(), run())) {
                PrivateFile.createFolder(each);
                PrivateFile.requireOwnHand(each);
            }
        } catch (IOException e) {
            throw KithException.host("cannot make the home " + folder + ": " + said(e), e);
        }
    }

    /** Whether {@code kithd init} was here. */
    public boolean isInitialised() {
        return Files.exists(deviceKey());
    }

    /** Whether a restore into it was killed before its end: it leaves its mark, and no keys, for they come last. */
    public boolean isHalfRestored() {
        return Files.exists(restored()) && !isInitialised();
    }

    /** What to say of it then. */
    public String halfRestored() {
        return this + " has the rest of a restore that did not come to its end, and is no home;"
                + " remove it, or restore into a new folder, with --home";
    }

    /**
     * Refuses a home that was not initialised, or whose keys or door others can reach.
     *
     * @throws KithException (USER) that names the command to run
     */
    public void check() {
        if (isHalfRestored()) {
            throw KithException.user(Code.NOT_FOUND, halfRestored());
        }
        if (!isInitialised()) {
            throw KithException.user(
                    Code.NOT_FOUND, "no keys in " + folder + "; run: kith init --home " + folder + " --name NAME");
        }
        try (Stream<Path> files = Files.list(keys())) {
            PrivateFile.requireOwnHand(folder);
            PrivateFile.requirePrivate(keys());
            for (Path file : files.sorted().toList()) {
                PrivateFile.requirePrivate(file);
            }
            if (Files.exists(run())) {
                PrivateFile.requirePrivate(run());
            }
        } catch (IOException e) {
            throw KithException.host("cannot look at " + keys() + ": " + said(e), e);
        }
    }

    /**
     * Takes the home for this process, and says so in {@link #pidFile()}; a socket left by a dead daemon is removed.
     *
     * @throws KithException (USER, CONFLICT) if another daemon has it: says its pid and since when
     */
    public HomeLock lock(long pid, Instant since) {
        create();
        Path socket = socket();
        try {
            if (!socket.startsWith(run())) {
                createSocketFolder(socket.getParent());
            }
            HomeLock lock = HomeLock.take(this, new HomeLock.Holder(pid, since, socket));
            lock.announce();
            return lock;
        } catch (IOException e) {
            throw KithException.host("cannot lock the home " + folder + ": " + said(e), e);
        }
    }

    /** In a folder that all users share, somebody else may have made ours first. */
    private void createSocketFolder(@Nullable Path parent) throws IOException {
        if (parent == null) {
            throw new IOException("no folder for the socket");
        }
        PrivateFile.createFolder(parent);
        if (Files.isSymbolicLink(parent)
                || !Files.getOwner(parent, LinkOption.NOFOLLOW_LINKS).equals(Files.getOwner(run()))) {
            throw KithException.user(
                    Code.NOT_ALLOWED,
                    parent + " belongs to another user; set XDG_RUNTIME_DIR to a folder of your own,"
                            + " or use a home with a shorter path");
        }
        PrivateFile.requirePrivate(parent);
    }

    private String user() {
        try {
            Object uid = Files.getAttribute(Files.exists(run()) ? run() : folder, "unix:uid");
            return String.valueOf(uid);
        } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
            return System.getProperty("user.name", "nobody").replaceAll("[^A-Za-z0-9._-]", "_");
        }
    }

    static String said(IOException e) {
        return e.getMessage() == null
                ? e.getClass().getSimpleName()
                : e.getClass().getSimpleName() + " " + e.getMessage();
    }

    @Override
    public String toString() {
        return folder.toString();
    }
}
