package kith.cli.journey;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A daemon with little memory: a question that wants more has to go, and the daemon stays. */
final class HungryIT {
    private static final String SIXTY_FOUR =
            IntStream.range(0, 64).mapToObj(String::valueOf).collect(Collectors.joining(" "));
    /** 64 x 64 x 64 rows with a text of a quarter of a million letters each: 64 GB. */
    private static final String ROWS =
            "VALUES ?i { %1$s } VALUES ?j { %1$s } VALUES ?k { %1$s } BIND('abcdefgh' AS ?a) ".formatted(SIXTY_FOUR)
                    + "BIND(" + thirtyTwo("a") + " AS ?b) BIND(" + thirtyTwo("b") + " AS ?c) BIND(" + thirtyTwo("c")
                    + " AS ?d) "
                    + "BIND(CONCAT(?d, STR(?i), '-', STR(?j), '-', STR(?k)) AS ?x) ";

    @TempDir
    Path folder;

    private Path home;
    private String heap = "-Xmx256m";

    @BeforeEach
    void start() {
        home = folder.resolve("home");
        run("init", "--name", "small").ok();
        run("daemon", "start").ok();
        run("space", "create", "river").ok();
    }

    @AfterEach
    void stop() {
        Program.stop(home);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT ?x { %s } ORDER BY ?x",
                "SELECT ?i ?j ?k (GROUP_CONCAT(?x) AS ?y) { %s } GROUP BY ?i ?j ?k"
            })
    void aQuestionThatFillsTheMemoryEndsAndTheDaemonDoesNot(String question) {
        long pid = Program.pid(home);

        Program.Run refused = run("query", question.formatted(ROWS));

        assertNotEquals(0, refused.exit(), refused.out());
        assertEquals(
                "pong",
                run("query", "SELECT ('pong' AS ?x) {}", "--csv")
                        .ok()
                        .out()
                        .lines()
                        .toList()
                        .get(1));
        assertEquals(pid, Program.pid(home));
    }

    /** Short to write, and wide to plan: what a step of a plan takes before any row comes adds up. */
    @ParameterizedTest
    @ValueSource(strings = {"SELECT ?a0 { %1$s } LIMIT 1", "SELECT * { { %1$s } UNION { %1$s } } LIMIT 1"})
    void aQuestionOfManyStepsIsAnsweredOrRefusedAndTheDaemonStays(String question) {
        long pid = Program.pid(home);
        String patterns = IntStream.range(0, 600)
                .mapToObj(i -> "?a" + i + " ?p" + i + " ?a" + (i + 1))
                .collect(Collectors.joining(" . "));

        run("query", question.formatted(patterns));
        run(
                "query",
                IntStream.range(0, 4_000)
                        .mapToObj(i -> "{ ?s ?p" + i + " ?o }")
                        .collect(Collectors.joining(" UNION ", "SELECT * { ", " } LIMIT 1")));

        assertEquals(pid, Program.pid(home));
    }

    @Test
    void anExportThatNeedsMoreMemoryThanThereIsIsRefusedAndTheDaemonStays() throws IOException {
        Path document = folder.resolve("many.nt");
        try (Writer out = Files.newBufferedWriter(document)) {
            for (int i = 0; i < 250_000; i++) {
                out.append("<urn:" + "x".repeat(200) + i + "> <urn:p> <urn:o> .\n");
            }
        }
        run("daemon", "stop").ok();
        heap = "-Xmx112m";
        run("daemon", "start").ok();
        run("import", document.toString()).ok();
        long pid = Program.pid(home);

        Program.Run sorted = run("export", "-o", "ttl");
        Program.Run plain = run("export", "-o", "nt").ok();

        assertEquals(2, sorted.exit(), sorted.err());
        assertTrue(sorted.err().contains("-o nt"), sorted.err());
        assertEquals(250_000, plain.out().lines().count());
        assertEquals(pid, Program.pid(home));
    }

    @Test
    void largeDocumentsThatComeAtOnceAreTakenOneAfterAnotherAndTheDaemonStays() throws IOException {
        Path document = folder.resolve("many.jsonld");
        Files.writeString(
                document,
                IntStream.range(0, 30_000)
                        .mapToObj(i -> "{\"@id\":\"urn:j:" + i + "\",\"urn:p\":\"v" + i + "\"}")
                        .collect(Collectors.joining(",", "[", "]")));
        long pid = Program.pid(home);

        List<CompletableFuture<Program.Run>> imports = IntStream.range(0, 3)
                .mapToObj(i -> Program.meanwhile(() -> run("import", document.toString())))
                .toList();

        imports.forEach(each -> each.join().ok());
        assertEquals(pid, Program.pid(home));
    }

    private Program.Run run(String... words) {
        List<String> command =
                new ArrayList<>(List.of(Program.INSTALLED.resolve("bin/kith").toString()));
        command.addAll(List.of(words));
        return Program.run(command, Map.of("KITH_HOME", home.toString(), "KITHD_JAVA_OPTIONS", heap));
    }

    private static String thirtyTwo(String variable) {
        return "CONCAT(" + ("?" + variable + ",").repeat(31) + "?" + variable + ")";
    }
}
