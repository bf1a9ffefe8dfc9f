package kith.cli.client;

import java.io.IOException;
import java.io.InputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import kith.ontology.fault.Code;

/** The daemon's program, started as a process of its own. */
public final class Kithd {
    /** Leaves the terminal's session where the system can, so that closing the terminal does not end the daemon. */
    private static final String DETACHED =
            "trap '' HUP; if command -v setsid >/dev/null 2>&1; then exec setsid \"$@\"; else exec \"$@\"; fi";

    private static final String NAME = "kithd: ";
    private static final int MAX_SAID_BYTES = 8_192;
    private static final long MAX_ASK_SECONDS = 60;

    private final Path program;
    private final boolean aloof;

    /** How it ended, and with which last words. */
    public record Said(Code outcome, String words) {}

    private Kithd(Path program, boolean aloof) {
        this.program = program;
        this.aloof = aloof;
    }

    /**
     * The program that stands beside this one.
     *
     * @param install the folder of the distribution
     * @throws Refusal (FAILED) when there is none
     */
    public static Kithd in(Optional<Path> install) {
        if (install.isPresent()) {
            Path program = install.get().resolve("bin").resolve("kithd");
            if (Files.isExecutable(program)) {
                return new Kithd(program, false);
            }
        }
        throw Refusal.of(Code.FAILED, "the program kithd is not beside kith", "kith doctor");
    }

    /** The same program, which heeds no setting of the user's environment but which Java to take. */
    public Kithd aloof() {
        return new Kithd(program, true);
    }

    /**
     * Runs it with our terminal until it ends, and ends it when we end.
     *
     * @return its exit status
     */
    public int runHere(List<String> arguments) {
        Process process = started(builder(command(arguments)).inheritIO());
        Thread ender = new Thread(process::destroy, "kith-end");
        Runtime.getRuntime().addShutdownHook(ender);
        try {
            return process.waitFor();
        } catch (InterruptedException e) {
            process.destroy();
            Thread.currentThread().interrupt();
            return Code.INTERRUPTED.exit();
        } finally {
            removeHook(ender);
        }
    }

    /** Starts it for good: it outlives us and our terminal, and writes to the end of {@code log}. */
    public Process startDetached(List<String> arguments, Path log) {
        List<String> command = new ArrayList<>(List.of("/bin/sh", "-c", DETACHED, "kith"));
        command.addAll(command(arguments));
        return started(quiet(builder(command), log));
    }

    /** Starts it as our own; it writes to the end of {@code log}. */
    public Process start(List<String> arguments, Path log) {
        return started(quiet(builder(command(arguments)), log));
    }

    /**
     * Runs it until it ends, or for a minute, and hears what it says.
     *
     * @return its outcome, and the last line of what it said
     */
    public Said ask(List<String> arguments) {
        Process process = started(builder(command(arguments))
                .redirectInput(Redirect.from(Path.of("/dev/null").toFile()))
                .redirectErrorStream(true));
        try (InputStream said = process.getInputStream()) {
            String text = new String(said.readNBytes(MAX_SAID_BYTES), StandardCharsets.UTF_8).strip();
            if (!process.waitFor(MAX_ASK_SECONDS, TimeUnit.SECONDS)) {
                process.destroy();
                return new Said(Code.TIMED_OUT, "kithd does not end");
            }
            return new Said(outcome(process.exitValue()), own(text.substring(text.lastIndexOf('\n') + 1)));
        } catch (IOException e) {
            throw Refusal.broken(Code.FAILED, "kithd cannot be heard: " + e.getMessage(), "kith doctor", e);
        } catch (InterruptedException e) {
            process.destroy();
            Thread.currentThread().interrupt();
            throw Refusal.of(Code.INTERRUPTED, "interrupted while kithd ran", "");
        }
    }

    /** The outcome that has this exit status; FAILED for one that we do not know. */
    public static Code outcome(int status) {
        for (Code code : Code.values()) {
            if (code.exit() == status) {
                return code;
            }
        }
        return Code.FAILED;
    }

    /** A line of its own, without its name before it. */
    static String own(String line) {
        return line.startsWith(NAME) ? line.substring(NAME.length()) : line;
    }

    private ProcessBuilder builder(List<String> command) {
        ProcessBuilder builder = new ProcessBuilder(command);
        if (aloof) {
            builder.environment().keySet().removeIf(name -> name.startsWith("KITH_") && !name.equals("KITH_JAVA_HOME"));
        }
        return builder;
    }

    private List<String> command(List<String> arguments) {
        List<String> command = new ArrayList<>(arguments.size() + 1);
        command.add(program.toString());
        command.addAll(arguments);
        return command;
    }

    private static ProcessBuilder quiet(ProcessBuilder builder, Path log) {
        return builder.redirectInput(Redirect.from(Path.of("/dev/null").toFile()))
                .redirectErrorStream(true)
                .redirectOutput(Redirect.appendTo(log.toFile()));
    }

    private static Process started(ProcessBuilder builder) {
        try {
            return builder.start();
        } catch (IOException e) {
            throw Refusal.broken(Code.FAILED, "kithd cannot be started: " + e.getMessage(), "kith doctor", e);
        }
    }

    private static void removeHook(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException endingAlready) {
            // The hook does its work.
        }
    }
}
