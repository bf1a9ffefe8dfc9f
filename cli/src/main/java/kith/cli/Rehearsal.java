package kith.cli;

import java.io.ByteArrayInputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import kith.cli.command.Commands;
import kith.cli.command.Surroundings;
import kith.cli.view.Terminal;

/**
 * Walks through what commands usually do, unheard and with no daemon, in the first run of a build: at its end the Java
 * machine writes all classes it has seen into the archive from which every later run starts.
 */
final class Rehearsal {
    /** Command lines that touch what matters; none of them changes anything. */
    private static final List<String> LINES = List.of(
            "help",
            "help person add",
            "status --json",
            "person list --where name~a --fields name,email",
            "person get ada",
            "person set ada email+=a@b.example --explain",
            "device add sw-1 --name x --ip 10.0.0.1 --explain --space x",
            "query SELECT*{?s?p?o} --csv --space x",
            "no-such-command");

    private Rehearsal() {}

    static void run(Surroundings surroundings) {
        Map<String, String> environment = new HashMap<>(surroundings.environment());
        environment.put("KITH_HOME", "/nonexistent/kith");
        OutputStream nowhere = OutputStream.nullOutputStream();
        Terminal unheard = new Terminal(
                new ByteArrayInputStream("".getBytes(StandardCharsets.UTF_8)),
                nowhere,
                nowhere,
                surroundings.terminal().traits());
        Commands commands = new Commands(new Surroundings(
                unheard, environment, surroundings.install(), surroundings.clock(), surroundings.random()));
        for (String line : LINES) {
            commands.run(line.split(" ", -1));
        }
    }
}
