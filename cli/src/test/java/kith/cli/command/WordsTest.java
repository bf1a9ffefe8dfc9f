package kith.cli.command;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import kith.cli.client.Refusal;
import kith.ontology.fault.Code;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Spans, amounts, near words and prefixes. */
class WordsTest {
    @ParameterizedTest
    @CsvSource({"90s, 90", "5m, 300", "1h30m, 5400", "2d, 172800", "45, 45", "0, 0", "999999999s, 999999999"})
    void aSpanIsNumbersWithUnits(String text, long seconds) {
        assertEquals(Optional.of(Duration.ofSeconds(seconds)), Spans.parse(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "s", "5x", "-5s", "1h30", "1.5h", "9999999999s", " 5s"})
    void anythingElseIsNoSpan(String text) {
        assertEquals(Optional.empty(), Spans.parse(text));
    }

    @ParameterizedTest
    @CsvSource({"273600, 3 d 4 h", "86400, 1 d", "3725, 1 h 2 min", "61, 1 min 1 s", "7, 7 s", "-5, 0 s"})
    void aSpanIsShownInItsTwoGreatestUnits(long seconds, String text) {
        assertEquals(text, Spans.show(Duration.ofSeconds(seconds)));
    }

    @ParameterizedTest
    @CsvSource({"7, 7 ms", "999, 999 ms", "1000, 1.00 s", "12345, 12.34 s"})
    void aStopwatchShowsHundredths(long millis, String text) {
        assertEquals(text, Spans.precise(Duration.ofMillis(millis)));
    }

    @ParameterizedTest
    @CsvSource({"0, 0 B", "999, 999 B", "1000, 1.0 kB", "12345, 12 kB", "999999, 1.0 MB", "1500000, 1.5 MB"})
    void bytesAreRounded(long count, String text) {
        assertEquals(text, Amounts.bytes(count));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"0|0", "999|999", "1000|1,000", "1234567|1,234,567", "-1000|-1,000"})
    void thousandsAreGrouped(long number, String text) {
        assertEquals(text, Amounts.grouped(number));
    }

    @ParameterizedTest
    @CsvSource({"stats, status", "lsit, list", "qury, query", "exprot, export", "--jsn, --json", "x, ''", "zzzzzz, ''"})
    void theNearestWordIsFound(String word, String nearest) {
        List<String> words = List.of("status", "list", "query", "export", "import", "--json");

        assertEquals(nearest, Nearest.to(word, words).orElse(""));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "SELECT * { ?s foaf:name ?n } | foaf",
                "ASK { ?s a org:Site ; foaf:name ?n } | foaf org",
                "PREFIX foaf: <urn:other> SELECT * { ?s foaf:name ?n } | ''",
                "prefix  foaf: <urn:other> SELECT * { ?s foaf:name ?n } | ''",
                "SELECT * { ?s <http://foaf:80/> ?n ; myfoaf:x 1 } | ''",
                "SELECT * { ?s ?p ?o } | ''",
            })
    void prefixesThatAreUsedAndNotDeclaredAreDeclared(String text, String prefixes) {
        StringBuilder expected = new StringBuilder();
        for (String prefix : prefixes.split(" ")) {
            if (!prefix.isEmpty()) {
                expected.append("PREFIX ")
                        .append(prefix)
                        .append(": <")
                        .append(kith.ontology.vocab.Prefixes.map().get(prefix))
                        .append("> ");
            }
        }

        assertEquals(expected + text, SparqlText.withPrefixes(text).text());
    }

    @Test
    void aFaultNamesTheColumnThatTheUserSees() {
        SparqlText text = SparqlText.withPrefixes("SELECT * { ?s foaf:name }");
        int ours = text.added() + 24;

        assertEquals(
                "not SPARQL at line 1, column 24: }",
                text.located(Refusal.of(Code.USAGE, "not SPARQL at line 1, column " + ours + ": }", ""))
                        .getMessage());
        assertEquals(
                "at line 2, column 3",
                text.located(Refusal.of(Code.USAGE, "at line 2, column 3", "")).getMessage());
        assertEquals(
                "at line 1, column 3",
                text.located(Refusal.of(Code.USAGE, "at line 1, column 3", "")).getMessage());
    }
}
