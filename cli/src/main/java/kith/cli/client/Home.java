package kith.cli.client;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import kith.ontology.fault.Code;
import org.jspecify.annotations.Nullable;

/**
 * The folder of one daemon: its keys, its store, and while it runs the place of its door.
 *
 * @param folder absolute; may not exist yet
 */
public record Home(Path folder) {
    /** Greatest size of the file that says where the daemon listens, in bytes. */
    public static final int MAX_PID_FILE_BYTES = 4_096;

    /** The home that was named, else {@code KITH_HOME}, else the place that the XDG rules give. */
    public static Home of(@Nullable String named, Map<String, String> environment) {
        @Nullable String chosen = named == null ? environment.get("KITH_HOME") : named;
        if (chosen != null && !chosen.isBlank()) {
            return new Home(Path.of(chosen).toAbsolutePath().normalize());
        }
        String user = environment.getOrDefault("HOME", System.getProperty("user.home", "."));
        @Nullable String xdg = environment.get("XDG_DATA_HOME");
        // The XDG rules say to ignore a relative path.
        Path shared = xdg != null && xdg.startsWith("/") ? Path.of(xdg) : Path.of(user, ".local", "share");
        return new Home(shared.resolve("kith").toAbsolutePath());
    }

    public Path keyFile() {
        return folder.resolve("keys").resolve("device.key");
    }

    public Path configFile() {
        return folder.resolve("config");
    }

    public Path log() {
        return folder.resolve("log");
    }

    public Path pidFile() {
        return folder.resolve("run").resolve("kithd.pid");
    }

    /**
     * The daemon that wrote itself down here; it may have died since.
     *
     * @throws Refusal (UNREACHABLE) when the file is there and cannot be understood
     */
    public Optional<Running> running() {
        byte[] text;
        try (InputStream file = Files.newInputStream(pidFile())) {
            text = file.readNBytes(MAX_PID_FILE_BYTES);
        } catch (NoSuchFileException notRunning) {
            return Optional.empty();
        } catch (IOException e) {
            throw Refusal.broken(
                    Code.UNREACHABLE, "cannot read " + pidFile() + " (" + e.getMessage() + ")", "kith doctor", e);
        }
        return Optional.of(Running.of(new String(text, StandardCharsets.UTF_8), pidFile()));
    }

    /**
     * A daemon as it wrote itself down.
     *
     * @param since when it started, as ISO-8601 text
     * @param socket the Unix domain socket of its door
     */
    public record Running(long pid, String since, Path socket) {
        static Running of(String text, Path file) {
            long pid = -1;
            String since = "";
            @Nullable Path socket = null;
            for (String line : text.split("\n", -1)) {
                int space = line.indexOf(' ');
                String word = space < 0 ? line : line.substring(0, space);
                String rest = space < 0 ? "" : line.substring(space + 1).strip();
                if (word.equals("pid") && !rest.isEmpty() && rest.length() <= 18 && isNumber(rest)) {
                    pid = Long.parseLong(rest);
                } else if (word.equals("since")) {
                    since = rest;
                } else if (word.equals("socket") && rest.startsWith("/")) {
                    socket = Path.of(rest);
                }
            }
            if (pid < 0 || socket == null) {
                throw Refusal.of(Code.UNREACHABLE, file + " names no process and socket", "kith doctor");
            }
            return new Running(pid, since, socket);
        }

        /** Whether a process of that number lives; it may be another program since a restart of the machine. */
        public boolean isAlive() {
            Optional<ProcessHandle> process = ProcessHandle.of(pid);
            return process.isPresent() && process.get().isAlive();
        }

        private static boolean isNumber(String text) {
            for (int i = 0; i < text.length(); i++) {
                if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                    return false;
                }
            }
            return true;
        }
    }
}
