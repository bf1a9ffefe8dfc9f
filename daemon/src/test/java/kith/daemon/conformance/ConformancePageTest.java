package kith.daemon.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import kith.daemon.conformance.Suite.Case;
import org.junit.jupiter.api.Test;

/** The page about conformance says what the tests say. */
final class ConformancePageTest {
    private static final Path PAGE = Path.of("..", "docs", "conformance.md");

    private static Map<String, List<String>> suites() {
        Map<String, List<String>> suites = new LinkedHashMap<>();
        suites.put("SPARQL 1.0 query", ids(Parts.QUERY_10.cases()));
        suites.put("SPARQL 1.1 query", ids(Parts.QUERY_11.cases()));
        suites.put("SPARQL 1.1 update", ids(Parts.UPDATE.cases()));
        suites.put("SPARQL 1.0 syntax", ids(Parts.SYNTAX_10.cases()));
        suites.put("SPARQL 1.1 syntax", ids(Parts.SYNTAX_11.cases()));
        suites.put("SPARQL 1.1 Protocol", ids(Suite.SPARQL_11.cases("protocol")));
        suites.put(
                "SPARQL 1.1 Graph Store Protocol",
                GraphStoreConformanceTest.exchanges().stream()
                        .map(GraphStoreConformanceTest.Exchange::id)
                        .toList());
        return suites;
    }

    private static List<String> ids(List<Case> cases) {
        return cases.stream().map(Case::id).toList();
    }

    @Test
    void thePageHasTheNumbers() throws IOException {
        String page = Files.readString(PAGE);

        List<String> rows = new ArrayList<>();
        suites().forEach((title, ids) -> {
            long failing = ExpectedFailures.count(ids);
            rows.add("| %s | %d | %d | %d |".formatted(title, ids.size(), ids.size() - failing, failing));
        });

        assertEquals(List.of(), rows.stream().filter(row -> !page.contains(row)).toList());
    }

    @Test
    void thePageTellsOfEveryTestThatMustFail() throws IOException {
        String page = Files.readString(PAGE);

        List<String> untold = ExpectedFailures.ids().stream()
                .filter(id -> !page.contains("`" + id + "`"))
                .toList();

        assertEquals(List.of(), untold);
    }

    @Test
    void whatMustFailIsATestThatIsRun() {
        Set<String> run = new HashSet<>();
        suites().values().forEach(run::addAll);

        assertTrue(run.containsAll(ExpectedFailures.ids()), () -> ExpectedFailures.ids() + " is not all run");
    }

    @Test
    void whatMustFailAndPassesIsAFailure() {
        String id = ExpectedFailures.ids().iterator().next();

        assertThrows(AssertionError.class, () -> ExpectedFailures.judge(id, () -> {}));
    }
}
