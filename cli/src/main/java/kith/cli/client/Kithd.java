package kith.cli.client;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import kith.ontology.fault.Code;

/** The daemon's program, started as a process of its own. */
public final class Kithd {
    /** Leaves the terminal's session where the system can, so that closing the terminal does not end the daemon. */
    private static final String DETACHED =
            "trap '' HUP; if command -v setsid >/dev/null 2>&1; then exec setsid \"$@\"; else exec \"$@\"; fi";

    private final Path program;
    private final boolean aloof;

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
