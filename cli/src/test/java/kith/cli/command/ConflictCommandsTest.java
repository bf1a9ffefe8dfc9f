package kith.cli.command;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import kith.cli.json.JsonText;
import kith.cli.testkit.FakeDaemon;
import kith.cli.testkit.Shell;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is asked of conflicts, and what of the answer is shown. */
@Timeout(60)
class ConflictCommandsTest {
    private static final String BY =
            "\"author\":\"did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK\",\"device\":\"hub\","
                    + "\"time\":\"2026-11-20T09:00:00Z\",\"delta\":\"3f2a91cc\"";
    private static final String FRAGMENT = "{\"kind\":\"fragment\",\"thing\":\"urn:x:ben\",\"remains\":4,\"examples\":["
            + "{\"field\":\"http://xmlns.com/foaf/0.1/nick\",\"value\":{\"type\":\"literal\",\"value\":\"B.\"}}],"
            + "\"removed\":{\"classes\":[\"http://xmlns.com/foaf/0.1/Person\"]," + BY + "},\"edited\":{" + BY + "}}";
    private static final String LIST = "{\"conflicts\":[{\"kind\":\"values\",\"thing\":\"urn:x:ada\","
            + "\"predicate\":\"http://xmlns.com/foaf/0.1/name\",\"shown\":{\"value\":\"Ada B.\"," + BY + "},"
            + "\"hidden\":[{\"value\":\"Ada\"},{\"value\":\"A.\"}]}," + FRAGMENT + "],\"more\":true}";
    private static final String SHOW =
            "{\"thing\":\"urn:x:ada\",\"fields\":[{\"kind\":\"values\",\"thing\":\"urn:x:ada\","
                    + "\"predicate\":\"http://xmlns.com/foaf/0.1/name\",\"policy\":{\"policy\":\"latest\",\"source\":\"profile\"},"
                    + "\"why\":\"it was said last\",\"values\":["
                    + "{\"value\":{\"type\":\"literal\",\"value\":\"Ada B.\"},\"shown\":true,\"saidBy\":[{" + BY
                    + "}]},"
                    + "{\"value\":{\"type\":\"literal\",\"value\":\"Ada\",\"xml:lang\":\"en\"},\"shown\":false,\"saidBy\":[{"
                    + BY
                    + "}]},{\"value\":{\"type\":\"literal\",\"value\":\"Ada\"},\"shown\":false,\"saidBy\":[{" + BY
                    + "}]}]}]}";
    private static final String RECEIPT =
            "{\"delta\":\"91be0f3a\",\"deltas\":1,\"added\":1,\"removed\":2,\"same\":0,\"dryRun\":false}";

    @TempDir
    Path home;

    private FakeDaemon daemon;
    private Shell shell;

    @BeforeEach
    void open() throws IOException {
        daemon = FakeDaemon.at(home);
        daemon.insert("<urn:x:ada> a <http://xmlns.com/foaf/0.1/Person> ; <https://w3id.org/kith/ns#handle> \"ada\"");
        daemon.on("GET /v1/spaces/river/conflicts", heard -> LIST);
        daemon.on("GET /v1/spaces/river/conflicts/thing", heard -> SHOW);
        daemon.on("POST /v1/spaces/river/conflicts/settle", heard -> RECEIPT);
        shell = new Shell(home);
    }

    @AfterEach
    void close() throws IOException {
        daemon.close();
    }

    @Test
    void conflictsAreListedWithWhatIsShownAndWhatIsHidden() {
        Shell.Printed printed = done("conflicts", "list");

        String table = printed.out();
        assertAll(
                () -> assertTrue(table.contains("foaf:name"), table),
                () -> assertTrue(table.contains("Ada B."), table),
                () -> assertTrue(table.contains("Ada | A."), table),
                () -> assertTrue(table.contains("foaf:nick \"B.\" and 3 more"), table),
                () -> assertTrue(table.contains("removed by hub 2026-11-20T09:00:00Z"), table),
                () -> assertTrue(printed.err().contains("there may be more"), printed.err()),
                () -> assertTrue(done("conflicts", "list", "--json").out().contains("\"hidden\"")));
    }

    @Test
    void aListIsShownAsWhatIsInItAndChosenByThat() {
        String list = "{\"type\":\"bnode\",\"value\":\"b0\",\"list\":[{\"type\":\"literal\",\"value\":\"a\"},"
                + "{\"type\":\"bnode\",\"value\":\"b1\",\"list\":[{\"type\":\"literal\",\"value\":\"b\"}]}],\"more\":true}";
        daemon.on("GET /v1/spaces/river/conflicts", heard -> LIST.replace("{\"value\":\"A.\"}", list));
        daemon.on(
                "GET /v1/spaces/river/conflicts/thing",
                heard -> SHOW.replace("{\"type\":\"literal\",\"value\":\"Ada\"}", list));

        String table = done("conflicts", "list").out();
        String shown = done("conflicts", "show", "ada").out();
        done("conflicts", "resolve", "ada", "--value", "(a (b) ...)");

        assertTrue(table.contains("Ada | (a (b) ...)"), table);
        assertTrue(shown.contains("(a (b) ...)"), shown);
        String sent = daemon.last().text();
        assertTrue(sent.contains("\"b0\""), sent);
        assertFalse(sent.contains("\"list\""), sent);
        assertFalse(sent.contains("\"more\""), sent);
    }

    @Test
    void everyValueIsShownWithItsAuthorAndTheReason() {
        String csv = done(
                        "conflicts",
                        "show",
                        "ada",
                        "--field",
                        "name",
                        "--csv",
                        "--fields",
                        "field,value,shown,why,delta")
                .out();

        assertEquals("""
                field,value,shown,why,delta
                name,Ada B.,shown,"it was said last (latest, profile)",3f2a91cc
                name,"\"\"Ada\"\"@en",hidden,,3f2a91cc
                name,Ada,hidden,,3f2a91cc
                """.replace("\"\"\"", "\"\"\""), csv.replace("\r", ""));
        assertEquals(
                "http://xmlns.com/foaf/0.1/name",
                FakeDaemon.parameters(daemon.last().target()).get("field"));
        assertEquals(
                "urn:x:ada",
                JsonText.read(done("conflicts", "show", "ada", "--json").out())
                        .at("thing")
                        .text());
    }

    @Test
    void whatRemainsOfAThingIsShown() {
        daemon.on(
                "GET /v1/spaces/river/conflicts/thing",
                heard -> "{\"thing\":\"urn:x:ben\",\"fields\":[],\"fragment\":" + FRAGMENT + "}");

        Shell.Printed printed = done("conflicts", "show", "urn:x:ben");

        assertTrue(printed.out().contains("removed by hub"), printed.out());
        assertTrue(printed.err().contains("4 of its facts remain; it was foaf:Person"), printed.err());
    }

    @Test
    void aValueIsChosenByWhatPeopleRead() {
        String line = done("conflicts", "resolve", "ada", "--field", "name", "--value", "Ada B.", "--note", "asked her")
                .out();

        assertEquals("+1 fact  -2 facts  change 91be0f3a\n", line);
        assertEquals(
                "{\"thing\":\"urn:x:ada\",\"field\":\"http://xmlns.com/foaf/0.1/name\",\"keep\":\"value\","
                        + "\"type\":\"literal\",\"value\":\"Ada B.\",\"note\":\"asked her\",\"dryRun\":false}",
                daemon.last().text());

        done("conflicts", "resolve", "ada", "--field", "name", "--value", "\"Ada\"@en", "--dry-run");
        assertTrue(
                daemon.last().text().contains("\"xml:lang\":\"en\",\"dryRun\":true"),
                daemon.last().text());
    }

    @Test
    void shownHiddenRestoreAndRemoveAreSentAsTheyAre() {
        for (String word : new String[] {"shown", "hidden", "restore", "remove"}) {
            done("conflicts", "resolve", "urn:x:ada", "--" + word);

            assertTrue(
                    daemon.last().text().contains("\"keep\":\"" + word + "\""),
                    daemon.last().text());
        }
    }

    @Test
    void aChoiceThatIsNoneIsRefused() {
        assertAll(
                () -> assertEquals(2, shell.run("conflicts", "resolve", "ada").status()),
                () -> assertEquals(
                        2,
                        shell.run("conflicts", "resolve", "ada", "--shown", "--hidden")
                                .status()),
                () -> assertEquals(
                        3,
                        shell.run("conflicts", "resolve", "ada", "--value", "Eve")
                                .status()),
                () -> assertEquals(
                        4,
                        shell.run("conflicts", "resolve", "ada", "--value", "Ada")
                                .status()));
    }

    private Shell.Printed done(String... words) {
        Shell.Printed printed = shell.run(words);
        assertEquals(0, printed.status(), printed.err());
        return printed;
    }
}
