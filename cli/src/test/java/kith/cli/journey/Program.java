package kith.cli.journey;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/** The programs of the distribution, run as a user runs them. */
public final class Program {
    public static final Path INSTALLED = Path.of("target", "kith").toAbsolutePath();
    public static final Path PROJECT = Path.of("..").toAbsolutePath().normalize();

    private static final int UNREACHABLE = 6;
    /** What somebody reads whose daemon died: while it answered, before it was asked, or before it took the call. */
    private static final Pattern DIED =
            Pattern.compile("the daemon closed the connection|has died|no daemon runs|does not answer on");

    private static final long PATIENCE_SECONDS = 120;
    private static final long UNTIL_SECONDS = 30;

    private Program() {}

    /** What a run left behind. */
    public record Run(int exit, String out, String err) {
        public String line() {
            return out.strip();
        }

        /** Whether it succeeded; a daemon that died meanwhile is said to have, and is all that may have kept it from it. */
        boolean isDone() {
            if (exit != 0 && (exit != UNREACHABLE || !DIED.matcher(err).find())) {
                return ok().exit == 0;
            }
            return exit == 0;
        }

        /** This run, if it succeeded. */
        public Run ok() {
            if (exit != 0) {
                throw new AssertionError("exit " + exit + "\n" + out + "\n" + err);
            }
            return this;
        }
    }

    public static Run kith(Path home, Object... words) {
        return run(command(words), Map.of("KITH_HOME", home.toString()));
    }

    /** The same, with the address at which peers may call. */
    static Run kithOn(String address, Path home, Object... words) {
        return run(command(words), Map.of("KITH_HOME", home.toString(), "KITH_PEER_LISTEN", address));
    }

    /** The same, in the place that the words before it lead into. */
    static Run kithIn(List<String> place, String address, Path home, Object... words) {
        List<String> command = new ArrayList<>(place);
        command.addAll(command(words));
        return run(command, Map.of("KITH_HOME", home.toString(), "KITH_PEER_LISTEN", address));
    }

    private static List<String> command(Object... words) {
        List<String> command =
                new ArrayList<>(List.of(INSTALLED.resolve("bin/kith").toString()));
        Arrays.stream(words).map(String::valueOf).forEach(command::add);
        return command;
    }

    public static Run run(List<String> command, Map<String, String> environment) {
        try {
            Process process = start(command, environment);
            process.getOutputStream().close();
            CompletableFuture<String> out = read(process.getInputStream());
            CompletableFuture<String> err = read(process.getErrorStream());
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError("still running after " + PATIENCE_SECONDS + " s: " + command);
            }
            return new Run(process.exitValue(), out.join(), err.join());
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Does it beside whatever comes meanwhile, on a thread of its own: the common ones are as few as processors. */
    static <T> CompletableFuture<T> meanwhile(Supplier<T> work) {
        return CompletableFuture.supplyAsync(work, task -> Thread.ofPlatform().start(task));
    }

    /** Waits until something is so, for half a minute. */
    static void until(BooleanSupplier done) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(UNTIL_SECONDS);
        while (!done.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("it did not come about");
            }
            try {
                Thread.sleep(50);
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
    }

    static Process start(List<String> command, Map<String, String> environment) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command).directory(PROJECT.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("KITH_"));
        builder.environment().put("KITH_PEER_LISTEN", "127.0.0.1:0");
        // Daemons that live for seconds are not worth the second compiler, which takes half of each start.
        builder.environment().put("KITHD_JAVA_OPTIONS", "-XX:TieredStopAtLevel=1");
        builder.environment().putAll(environment);
        return builder.start();
    }

    private static CompletableFuture<String> read(InputStream stream) {
        return meanwhile(() -> {
            try {
                return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });
    }

    /** A node that is set up and running. */
    public static Path daemon(Path home, String name) {
        kith(home, "init", "--name", name).ok();
        kith(home, "daemon", "start").ok();
        return home;
    }

    /** Ends the daemon of a home as a power cut would end its process. */
    static void kill(Path home) {
        ProcessHandle daemon = ProcessHandle.of(pid(home)).orElseThrow();
        daemon.destroyForcibly();
        daemon.onExit().join();
    }

    public static long pid(Path home) {
        try {
            return Files.readAllLines(home.resolve("run/kithd.pid")).stream()
                    .filter(line -> line.startsWith("pid "))
                    .mapToLong(line -> Long.parseLong(line.substring(4)))
                    .findFirst()
                    .orElseThrow();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    public static void stop(Path home) {
        kith(home, "daemon", "stop");
    }
}
