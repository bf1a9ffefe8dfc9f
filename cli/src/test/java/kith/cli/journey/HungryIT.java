package kith.cli.journey;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
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

    private Program.Run run(String... words) {
        List<String> command =
                new ArrayList<>(List.of(Program.INSTALLED.resolve("bin/kith").toString()));
        command.addAll(List.of(words));
        return Program.run(command, Map.of("KITH_HOME", home.toString(), "KITHD_JAVA_OPTIONS", "-Xmx256m"));
    }

    private static String thirtyTwo(String variable) {
        return "CONCAT(" + ("?" + variable + ",").repeat(31) + "?" + variable + ")";
    }
}
