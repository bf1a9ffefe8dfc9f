package kith.cli.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Figures as they come: printed at once, and kept as a list of {bench, engine, value, unit}. */
final class Ledger {
    private final String name;
    private final List<String> lines = new ArrayList<>();

    Ledger(String name) {
        this.name = name;
    }

    void add(String bench, double value, String unit) {
        System.out.printf(Locale.ROOT, "%-60s %12.2f %s%n", bench, value, unit);
        lines.add(String.format(
                Locale.ROOT,
                "{\"bench\":\"%s\",\"engine\":\"kith\",\"value\":%.3f,\"unit\":\"%s\"}",
                bench,
                value,
                unit));
    }

    /** Writes {@code target/bench/NAME.json}. */
    void write() throws IOException {
        Path file = Path.of("target", "bench", name + ".json");
        Files.createDirectories(file.getParent());
        Files.writeString(file, "[" + String.join(",\n", lines) + "]\n");
    }
}
