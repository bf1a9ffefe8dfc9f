package kith.cli.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import kith.cli.json.JsonText;
import kith.cli.testkit.FakeDaemon;
import kith.cli.testkit.Shell;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is asked of the rules and shapes of a space, and what of the answer is shown. */
@Timeout(60)
class SchemaCommandsTest {
    private static final String BY = "\"author\":\"did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK\","
            + "\"time\":\"2026-11-20T09:00:00Z\",\"delta\":\"3f2a91cc\"";
    private static final String LIST = "[{\"predicate\":\"http://xmlns.com/foaf/0.1/nick\",\"class\":\"urn:x:Boat\","
            + "\"policy\":\"latest\",\"source\":\"rule\"," + BY + "},"
            + "{\"predicate\":\"http://xmlns.com/foaf/0.1/name\",\"policy\":\"latest\",\"source\":\"profile\"},"
            + "{\"predicate\":\"urn:x:size\",\"policy\":\"latest\",\"source\":\"shape\",\"shape\":\"boats\"},"
            + "{\"name\":\"boats\",\"source\":\"shape\",\"triples\":5," + BY + "}]";
    private static final String DRY =
            "{\"delta\":null,\"dryRun\":true,\"hidden\":1,\"back\":0,\"hides\":[{\"sign\":\"-\","
                    + "\"thing\":\"urn:x:ada\",\"field\":\"urn:x:size\",\"value\":{\"type\":\"literal\",\"value\":\"1\"}}],"
                    + "\"shows\":[]}";

    @TempDir
    Path home;

    private FakeDaemon daemon;
    private Shell shell;

    @BeforeEach
    void open() throws IOException {
        daemon = FakeDaemon.at(home);
        shell = new Shell(home);
    }

    @AfterEach
    void close() throws IOException {
        daemon.close();
    }

    private String asked(String name) {
        return FakeDaemon.parameters(daemon.last().target()).get(name);
    }

    @Test
    void theOwnRulesAndShapesAreListedAndThoseOfTheProfileOnDemand() {
        daemon.on("GET /v1/spaces/river/schema", heard -> LIST);

        String own = done("schema", "list").out();

        assertTrue(own.contains("foaf:nick"), own);
        assertTrue(own.contains("shape boats"), own);
        assertTrue(own.contains("5 triples"), own);
        assertFalse(own.contains("foaf:name"), own);
        assertTrue(done("schema", "list", "--all").out().contains("foaf:name"));
        assertEquals(
                3, JsonText.read(done("schema", "list", "--json").out()).items().size());
        assertTrue(done("schema", "list", "--csv").out().startsWith("name,class,policy,source,author,time,delta"));
    }

    @Test
    void aRuleIsSetByPredicateClassAndPolicy() {
        daemon.on("POST /v1/spaces/river/schema/rules", heard -> "{\"delta\":\"91be0f3a\",\"dryRun\":false}");

        String line = done("schema", "add", "--predicate", "foaf:nick", "--class", "foaf:Person", "--policy", "first")
                .out();

        assertEquals("change 91be0f3a\n", line);
        assertEquals("http://xmlns.com/foaf/0.1/nick", asked("predicate"));
        assertEquals("http://xmlns.com/foaf/0.1/Person", asked("class"));
        assertEquals("first", asked("policy"));
    }

    @Test
    void aDryRunShowsExamplesAndCounts() {
        daemon.on("POST /v1/spaces/river/schema/rules", heard -> DRY);

        Shell.Printed printed = done("schema", "add", "--predicate", "urn:x:size", "--policy", "latest", "--dry-run");

        assertEquals("true", asked("dry-run"));
        assertEquals("- <urn:x:ada> <urn:x:size> \"1\"\n", printed.out());
        assertEquals(
                "1 values would be hidden, 0 would come back; nothing is written: this was a dry run\n", printed.err());
    }

    @Test
    void shapesAreSentFromAFile() throws IOException {
        Path file = Files.writeString(home.resolve("boats.ttl"), "<urn:s> <urn:p> <urn:o> .");
        daemon.on("POST /v1/spaces/river/schema/shapes/boats", heard -> "{\"delta\":null,\"dryRun\":false}");

        assertEquals(
                "no change\n",
                done("schema", "add", "boats", "-f", file.toString()).out());

        assertEquals("<urn:s> <urn:p> <urn:o> .", daemon.last().text());
    }

    @Test
    void shapesAndPoliciesAreShown() {
        daemon.on(
                "GET /v1/spaces/river/schema/entry",
                heard -> heard.target().contains("boats")
                        ? "{\"name\":\"boats\",\"turtle\":\"<urn:s> <urn:p> \\u001b[2J .\\n\",\"unjudged\":\"sh:sparql\"}"
                        : "{\"predicate\":\"urn:x:size\",\"policies\":[{\"predicate\":\"urn:x:size\","
                                + "\"policy\":\"latest\",\"source\":\"rule\"," + BY + "}]}");

        Shell.Printed shapes = done("schema", "show", "boats");

        assertEquals("<urn:s> <urn:p> ?[2J .\n", shapes.out());
        assertEquals("no change is judged by these: sh:sparql\n", shapes.err());
        assertTrue(done("schema", "show", "urn:x:size").out().contains("latest"));
        assertEquals("urn:x:size", asked("key"));
    }

    @Test
    void aRuleOrShapesAreTakenAway() {
        daemon.on("POST /v1/spaces/river/schema/remove", heard -> "{\"delta\":\"91be0f3a\",\"dryRun\":false}");

        assertEquals(
                "change 91be0f3a\n",
                done("schema", "rm", "foaf:nick", "--class", "urn:x:Boat").out());

        assertEquals("http://xmlns.com/foaf/0.1/nick", asked("key"));
        assertEquals("urn:x:Boat", asked("class"));
        done("schema", "rm", "boats");
        assertEquals("boats", asked("key"));
    }

    @Test
    void whatIsNeitherARuleNorShapesIsAFaultOfTheCommandLine() {
        for (String[] words : new String[][] {
            {"schema", "add"},
            {"schema", "add", "boats"},
            {"schema", "add", "boats", "--policy", "latest"},
            {"schema", "add", "--policy", "latest"},
            {"schema", "add", "--predicate", "urn:p"},
            {"schema", "add", "--predicate", "urn:p", "--policy", "newest"},
            {"schema", "add", "boats", "-f", "x", "--class", "urn:c"}
        }) {
            assertEquals(2, shell.run(words).status(), String.join(" ", words));
        }
        assertEquals(
                3, shell.run("schema", "add", "boats", "-f", "/nowhere.ttl").status());
    }

    private Shell.Printed done(String... words) {
        Shell.Printed printed = shell.run(words);
        assertEquals(0, printed.status(), () -> String.join(" ", words) + ": " + printed.err());
        return printed;
    }
}
