package kith.cli.testkit;

import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import kith.cli.command.Commands;
import kith.cli.command.Surroundings;
import kith.cli.view.Terminal;

/** Types commands for one home, and keeps what they print. */
public final class Shell {
    /** The moment that every command finds. */
    public static final Instant NOW = Instant.parse("2026-11-20T09:14:00Z");

    private final Map<String, String> environment = new HashMap<>();
    private final Random random = new Random(7);
    private boolean terminal;
    private int columns;
    private byte[] input = {};
    private Optional<Path> install = Optional.empty();
    private Optional<String> fault = Optional.empty();

    public Shell(Path home) {
        environment.put("KITH_HOME", home.toString());
        environment.put("HOME", home.toString());
    }

    /** What a command printed, and its exit status. */
    public record Printed(int status, String out, String err) {
        public String[] lines() {
            return out.split("\n");
        }
    }

    public Shell with(String variable, String value) {
        environment.put(variable, value);
        return this;
    }

    /** From now on all three streams are a terminal of so many columns. */
    public Shell onTerminal(int width) {
        terminal = true;
        columns = width;
        return this;
    }

    /** What the next commands find on standard input. */
    public Shell typing(String text) {
        return typing(text.getBytes(StandardCharsets.UTF_8));
    }

    public Shell typing(byte[] bytes) {
        input = bytes.clone();
        return this;
    }

    public Shell installedIn(Path folder) {
        install = Optional.of(folder);
        return this;
    }

    /** From now on standard output takes nothing, and the system says why. */
    public Shell withoutOutput(String why) {
        fault = Optional.of(why);
        return this;
    }

    private OutputStream to(ByteArrayOutputStream kept) {
        if (fault.isEmpty()) {
            return kept;
        }
        // Buffered, as that of the process is.
        return new BufferedOutputStream(new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException(fault.get());
            }
        });
    }

    public Printed run(String... words) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Terminal.Traits traits = new Terminal.Traits(terminal, terminal, terminal, columns, environment);
        Terminal streams = new Terminal(new ByteArrayInputStream(input), to(out), err, traits);
        Surroundings surroundings = new Surroundings(streams, environment, install, () -> NOW, () -> random);
        int status = new Commands(surroundings).run(words);
        return new Printed(status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }
}
