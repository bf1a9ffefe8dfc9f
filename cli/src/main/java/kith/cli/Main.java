package kith.cli;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import kith.cli.client.Door;
import kith.cli.command.Commands;
import kith.cli.command.Surroundings;
import kith.cli.view.Terminal;
import org.jspecify.annotations.Nullable;

/** The program {@code kith}: the only place that knows the process, its streams, its clock and its chance. */
public final class Main {
    /** First words of commands that seldom or never ask a daemon. */
    private static final Set<String> QUIET = Set.of("help", "completion", "__complete", "init", "demo", "--help", "-h");

    private static final int BUFFER_BYTES = 32 * 1024;

    private Main() {}

    public static void main(String[] words) {
        if (words.length > 0 && !QUIET.contains(words[0])) {
            Door.prepare();
        }
        Surroundings surroundings = surroundings();
        int status = new Commands(surroundings).run(words);
        if (Boolean.getBoolean("kith.rehearse")) {
            Rehearsal.run(surroundings);
        }
        System.exit(status);
    }

    private static Surroundings surroundings() {
        Map<String, String> environment = System.getenv();
        // The launcher has asked what the streams are: for Java it would be slow, and before 22 impossible.
        String terminals = System.getProperty("kith.streams", "");
        Terminal.Traits traits = new Terminal.Traits(
                terminals.indexOf('i') >= 0,
                terminals.indexOf('o') >= 0,
                terminals.indexOf('e') >= 0,
                columns(System.getProperty("kith.columns", "")),
                environment);
        // The streams of System would choose an encoding by the language of the machine.
        Terminal terminal = new Terminal(
                new FileInputStream(FileDescriptor.in),
                new BufferedOutputStream(new FileOutputStream(FileDescriptor.out), BUFFER_BYTES),
                new FileOutputStream(FileDescriptor.err),
                traits);
        @Nullable String install = System.getProperty("kith.install");
        Optional<Path> folder = install == null ? Optional.empty() : Optional.of(Path.of(install));
        return new Surroundings(terminal, environment, folder, Clock.systemUTC(), SecureRandom::new);
    }

    private static int columns(String text) {
        try {
            return Math.max(0, Integer.parseInt(text));
        } catch (NumberFormatException unknown) {
            return 0;
        }
    }
}
