package kith.cli.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import kith.cli.json.Json;
import kith.cli.json.JsonText;
import kith.cli.testkit.Shell;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** How commands are found, explained and refused; no daemon runs here. */
class CommandsTest {
    @TempDir
    Path home;

    private Shell shell;

    @BeforeEach
    void open() {
        shell = new Shell(home);
    }

    static List<String> paths() {
        return Verbs.paths();
    }

    @ParameterizedTest
    @MethodSource("paths")
    void everyCommandExplainsItselfWithExamplesThatItWouldTake(String path) {
        Shell.Printed help = shell.run((path + " --help").split(" "));

        assertEquals(0, help.status());
        assertTrue(help.out().startsWith("Usage: kith " + path), help.out());
        assertTrue(help.out().contains("\nEXAMPLES\n  "), help.out());
        assertEquals(help.out(), shell.run(("help " + path).split(" ")).out());
        Spelling spelling = new Spelling(path);
        Verbs.of(path).spell(spelling);
        assertFalse(spelling.summary().isBlank());
        assertFalse(spelling.summary().endsWith("."));
        assertFalse(spelling.examples().isEmpty());
        for (String example : spelling.examples()) {
            Route route = Route.of(words(path, example));
            assertEquals(path, route.path(), example);
            Spelling again = new Spelling(path);
            Verbs.of(path).spell(again);
            Commands.parse(again, route.rest());
        }
    }

    /** The words of the kith command in a line for a shell. */
    private static String[] words(String path, String line) {
        List<String> words = new ArrayList<>();
        Matcher word = Pattern.compile("\"([^\"]*)\"|'([^']*)'|([^\\s\"']+)")
                .matcher(line.substring(line.indexOf("kith " + path) + 5));
        int end = -1;
        while (word.find()) {
            String text = word.group(1) != null ? word.group(1) : word.group(2) != null ? word.group(2) : word.group(3);
            if (word.group(3) != null && List.of("|", ">", "<", "&&", "||").contains(text)) {
                break;
            }
            if (word.start() == end) {
                words.set(words.size() - 1, words.getLast() + text);
            } else {
                words.add(text.endsWith(")") ? text.substring(0, text.length() - 1) : text);
            }
            end = word.end();
        }
        return words.toArray(new String[0]);
    }

    @ParameterizedTest
    @MethodSource("paths")
    void everyCommandRefusesAnOptionItDoesNotHaveInOneLine(String path) {
        Shell.Printed refused = shell.run((path + " --bogus --wrong=1 -Z").split(" "));

        assertEquals(2, refused.status(), refused.err());
        assertEquals("", refused.out());
        assertEquals("kith: 'kith " + path + "' has no option '--bogus'; run: kith help " + path + "\n", refused.err());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "prson list | there is no command 'prson' (did you mean 'person'?) | kith help",
                "person lst | there is no command 'kith person lst' (did you mean 'list'?) | kith help person",
                "person | 'kith person' lacks one of add, list, get, set, rm | kith help person",
                "daemon | 'kith daemon' lacks one of start, stop, status, run | kith help daemon",
                "qqqqqqq | there is no command 'qqqqqqq' | kith help",
                "status --jsno | 'kith status' has no option '--jsno' (did you mean '--json'?) | kith help status",
                "status extra words | 'kith status' has no use for 'extra words' | kith help status",
                "join | 'kith join' lacks TICKET | kith help join",
                "join ticket | a ticket begins with kith:join/ | kith help join",
                "status --home | 'kith status' lacks --home DIR | kith help status",
                "status --space a --space b | --space NAME is given twice | kith help status",
                "status -o ttl | 'kith status' has no form 'ttl'; it has table, json | kith help status",
                "status -o nonsense | there is no form 'nonsense'; it has table, json | kith help status",
                "space list --json --csv | two forms are asked for, json and csv | kith help space list",
                "status --color red | --color is auto, always or never, not 'red' | kith help status",
                "log --limit many | --limit takes a whole number from 1 to 10000, not 'many' | kith help log",
                "log --limit 0 | --limit takes a whole number from 1 to 10000, not '0' | kith help log",
                "invite --can rule | --can is read, write, admin or owner, not 'rule' | kith help invite",
                "person set ada --space x | 'kith person set' lacks a CHANGE | kith help person set",
                "person add | 'kith person add' lacks a HANDLE or a field | kith help person add",
                "completion fish | there is completion for bash and zsh, not for 'fish' | kith help completion",
                "import x.doc | the syntax of 'x.doc' is unknown; say it with --syntax, one of trig, ttl, nt, nq, "
                        + "jsonld, rdfxml | kith help import",
                "peer add did:key:z6Mk | where the node listens is to be said once: NODE@HOST:PORT | "
                        + "kith help peer add",
                "--bogus | 'kith' has no option '--bogus' | kith help",
            })
    void aWrongCommandLineIsAnsweredWithOneLineAndWhatToTry(String line, String message, String hint) {
        Shell.Printed refused = shell.run(line.split(" "));

        assertEquals(2, refused.status());
        assertEquals("kith: " + message + "; run: " + hint + "\n", refused.err());
    }

    @ParameterizedTest
    @CsvSource({"sync --timeout 5x", "sync --timeout 25h", "invite --expires 0s", "invite --expires 366d"})
    void aSpanOfTimeIsCheckedToo(String line) {
        assertEquals(2, shell.run(line.split(" ")).status());
    }

    @Test
    void anErrorIsJsonOnStandardOutputWhenJsonWasAskedFor() {
        Shell.Printed refused = shell.run("status", "--json");

        assertEquals(6, refused.status());
        Json error = JsonText.read(refused.out()).at("error");
        assertEquals("UNREACHABLE", error.at("code").text());
        assertEquals("kith daemon start", error.at("hint").text());
        assertEquals("kith: no daemon runs for " + home + "; run: kith daemon start\n", refused.err());
    }

    @Test
    void anErrorIsJsonEvenWhenTheCommandLineIsWrong() {
        Shell.Printed refused = shell.run("person", "list", "--json", "--bogus");

        assertEquals(
                "USAGE", JsonText.read(refused.out()).at("error").at("code").text());
    }

    @Test
    void optionsOfEveryCommandMayStandAnywhere() {
        for (String line : List.of(
                "--home " + home + " daemon status --quiet",
                "daemon --home " + home + " status --quiet",
                "daemon status --quiet --home=" + home)) {
            Shell.Printed printed = shell.run(line.split(" "));

            assertEquals(6, printed.status());
            assertEquals("running  false\nhome     " + home + "\n", printed.out());
            assertEquals("", printed.err());
        }
    }

    @Test
    void theOverviewNamesEveryCommand() {
        String overview = shell.run().out();

        for (Verbs.Section section : Verbs.sections()) {
            for (String path : section.paths()) {
                assertTrue(overview.contains("\n  " + path + " "), path);
            }
        }
        assertEquals(overview, shell.run("--help").out());
        assertEquals(overview, shell.run("help").out());
    }

    @Test
    void theHelpListsTheSettingsThatThePageExplains() throws IOException {
        String help = shell.run("help", "config").out();

        List<String> keys;
        try (Stream<String> page = Files.lines(Path.of("..", "docs", "config.md"))) {
            keys = page.filter(line -> line.startsWith("| `"))
                    .map(line -> line.substring(3, line.indexOf('`', 3)))
                    .toList();
        }
        List<String> listed = help.lines()
                .filter(line -> line.matches("[a-z]+\\.[a-z-]+ .*"))
                .map(line -> line.substring(0, line.indexOf(' ')))
                .toList();
        assertEquals(keys, listed);
    }

    @Test
    void helpKnowsTheExitCodes() {
        String codes = shell.run("help", "exit-codes").out();

        for (kith.ontology.fault.Code code : kith.ontology.fault.Code.values()) {
            assertTrue(codes.lines().anyMatch(line -> line.startsWith(code.exit() + " ")), code.name());
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "pe | person peer",
                "'person ' | add list get set rm",
                "person l | list",
                "daemon st | start stop status",
                "person add --em | --email",
                "'status -o ' | table json",
                "export --output t | trig ttl",
                "'completion ' | bash zsh",
                "nonsense x | ''",
            })
    void completionKnowsWhatMayFollow(String words, String expected) {
        String[] line = ("__complete -- " + words).split(" ", -1);

        List<String> found = shell.run(line).out().lines().sorted().toList();

        assertEquals(
                List.of(expected.split(" ")).stream()
                        .filter(word -> !word.isEmpty())
                        .sorted()
                        .toList(),
                found);
    }

    @Test
    void aReaderThatLeavesEndsTheCommandQuietly() {
        shell.withoutOutput("Broken pipe");

        assertEquals(new Shell.Printed(Commands.NOBODY_READS, "", ""), shell.run("help"));
        assertEquals(Commands.NOBODY_READS, shell.run("status", "--json").status());
    }

    @Test
    void whatCannotBeWrittenForAnotherCauseIsSaid() {
        shell.withoutOutput("No space left on device");

        assertEquals(
                new Shell.Printed(1, "", "kith: cannot write standard output (No space left on device)\n"),
                shell.run("help"));
    }

    /** The fault that came first is not lost, nor taken for a reader that left. */
    @Test
    void aFaultIsSaidAlsoWhereItsJsonCannotBeWritten() {
        shell.withoutOutput("No space left on device");

        Shell.Printed refused = shell.run("status", "--json");

        assertEquals(6, refused.status());
        assertEquals("kith: no daemon runs for " + home + "; run: kith daemon start\n", refused.err());
    }

    @Test
    void aliasesLeadToTheSameCommand() {
        assertEquals(
                shell.run("help", "person", "list").out(),
                shell.run("person", "ls", "--help").out());
        assertEquals(
                shell.run("help", "person", "get").out(),
                shell.run("person", "show", "--help").out());
        assertEquals(shell.run("help", "query").out(), shell.run("q", "--help").out());
    }
}
