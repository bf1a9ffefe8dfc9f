package kith.daemon.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.commons.io.FileUtils;

/** Engines one after the other on the same quads, each alone in a process: what one left in memory slows no other. */
final class Contest {
    private final List<String> engines = List.of(
            System.getProperty("bench.engines", String.join(",", Engines.ALL)).split(","));
    private final String heap = System.getProperty("bench.heap", "2g");
    private final Path folder;
    private final Report report;

    /**
     * A contest.
     *
     * @param folder for what the engines keep; it may be large
     * @param questions what is asked, in all sets
     */
    Contest(Path folder, Set<String> questions) {
        this.folder = folder;
        this.report = new Report(engines, questions);
    }

    /**
     * Measures all engines on a set.
     *
     * @param quads how many are in {@code set}
     */
    void run(String workload, Path set, long quads) throws IOException, InterruptedException {
        for (String engine : engines) {
            Path home = Files.createDirectories(folder.resolve(workload + "-" + engine));
            Path figures = folder.resolve(workload + "-" + engine + ".figures");
            run(List.of(engine, workload, set.toString(), Long.toString(quads), home.toString(), figures.toString()));
            if (Files.exists(figures)) {
                report.add(
                        Files.readAllLines(figures).stream().map(Figure::read).toList());
            }
            FileUtils.deleteDirectory(home.toFile());
        }
    }

    /** Tells the table and writes the figures to {@code target/bench/FILE.json}. Fails if answers differ. */
    void end(String file) throws IOException {
        say(report.table());
        report.write(Path.of("target", "bench", file + ".json"));
        assertEquals(List.of(), report.differences());
    }

    private void run(List<String> arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + heap,
                "--enable-native-access=ALL-UNNAMED",
                // As kithd has it, and good for all: parsers of SPARQL are huge.
                "-XX:-DontCompileHugeMethods",
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn"));
        System.getProperties().forEach((name, value) -> {
            if (name.toString().startsWith("bench.")) {
                command.add("-D" + name + "=" + value);
            }
        });
        command.addAll(List.of("-cp", classPath(), Measuring.class.getName()));
        command.addAll(arguments);
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try (BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                say(line);
            }
        }
        assertEquals(0, process.waitFor(), () -> "the process of " + arguments.getFirst() + " failed");
    }

    private static String classPath() {
        // Maven hands the test its class path in a jar of one manifest, and tells it apart.
        String told = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        return told.replace(';', File.pathSeparatorChar);
    }

    static void say(String line) {
        System.out.println(line);
    }
}
