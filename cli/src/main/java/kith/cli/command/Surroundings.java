package kith.cli.command;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import kith.cli.view.Terminal;

/**
 * What a command finds around it; the only way to the world but for files that the user named.
 *
 * @param install the folder of the distribution; empty when kith was not started by its launcher
 * @param random made when needed, for making it costs time
 */
public record Surroundings(
        Terminal terminal,
        Map<String, String> environment,
        Optional<Path> install,
        InstantSource clock,
        Supplier<RandomGenerator> random) {}
