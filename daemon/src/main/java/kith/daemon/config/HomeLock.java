package kith.daemon.config;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import kith.daemon.machine.PrivateFile;
import kith.ontology.fault.Code;
import kith.ontology.fault.KithException;

/** A home taken by this process; the system gives it back when the process dies. Close once; not thread-safe. */
public final class HomeLock implements AutoCloseable {
    /**
     * Homes taken within this process. Where POSIX locks are used, closing any channel of a file drops the locks that
     * the whole process has on it, so a second channel must not even be opened.
     */
    private static final Set<Path> HELD_HERE = ConcurrentHashMap.newKeySet();

    private final Home home;
    private final Path key;
    private final Holder holder;
    private final FileChannel channel;

    /** Who has the home, as its pid file says. */
    record Holder(long pid, Instant since, Path socket) {}

    private HomeLock(Home home, Path key, Holder holder, FileChannel channel) {
        this.home = home;
        this.key = key;
        this.holder = holder;
        this.channel = channel;
    }

    static HomeLock take(Home home, Holder holder) throws IOException {
        Path key = home.run().toRealPath();
        if (!HELD_HERE.add(key)) {
            throw taken(home);
        }
        try {
            return new HomeLock(home, key, holder, locked(home));
        } catch (IOException | RuntimeException e) {
            HELD_HERE.remove(key);
            throw e;
        }
    }

    private static FileChannel locked(Home home) throws IOException {
        FileChannel channel =
                FileChannel.open(home.run().resolve("kithd.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            if (channel.tryLock() != null) {
                return channel;
            }
        } catch (IOException e) {
            channel.close();
            throw e;
        }
        channel.close();
        throw taken(home);
    }

    void announce() {
        String lines = "pid " + holder.pid + "\nsince " + holder.since + "\nsocket " + holder.socket + "\n";
        try {
            Files.deleteIfExists(holder.socket);
            PrivateFile.replace(home.pidFile(), lines.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            close();
            throw KithException.host("cannot write " + home.pidFile() + ": " + Home.said(e), e);
        }
    }

    public Home home() {
        return home;
    }

    public long pid() {
        return holder.pid;
    }

    public Instant since() {
        return holder.since;
    }

    /** Where the door of this home is to be; nothing is there now. */
    public Path socket() {
        return holder.socket;
    }

    /** Gives the home back. What cannot be removed is left: the next daemon replaces it. */
    @Override
    public void close() {
        try (channel) {
            Files.deleteIfExists(home.pidFile());
            Files.deleteIfExists(holder.socket);
        } catch (IOException leftBehind) {
            // The lock itself is gone with the channel; files that stay mislead nobody who asks for the lock.
        } finally {
            HELD_HERE.remove(key);
        }
    }

    private static KithException taken(Home home) {
        String holder = "another kithd, which is just starting";
        try {
            List<String> lines = Files.readAllLines(home.pidFile());
            if (lines.size() >= 2) {
                holder = "kithd, " + lines.get(0) + ", " + lines.get(1);
            }
        } catch (IOException notYetWritten) {
            // It says what it can.
        }
        return KithException.user(
                Code.CONFLICT,
                "the home " + home + " is in use by " + holder + "; stop it with: kith daemon stop --home " + home);
    }
}
