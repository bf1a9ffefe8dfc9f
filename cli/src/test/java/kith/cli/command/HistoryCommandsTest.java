package kith.cli.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import kith.cli.json.Json;
import kith.cli.json.JsonText;
import kith.cli.testkit.FakeDaemon;
import kith.cli.testkit.Shell;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is asked of the past, and what of the answer is shown. */
@Timeout(60)
class HistoryCommandsTest {
    private static final String DID = "did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK";
    private static final String BY = "\"author\":\"" + DID + "\",\"person\":\"did:key:zP\",\"device\":\"hub\"";
    private static final String WHEN = "\"delta\":\"3f2a91cc\",\"time\":\"2026-11-20T09:00:00Z\"," + BY;
    private static final String MAIL =
            "\"field\":\"http://xmlns.com/foaf/0.1/mbox\",\"value\":{\"type\":\"uri\",\"value\":\"mailto:ada@x.example\"}";
    private static final String NOTE = "\"field\":\"http://www.w3.org/2000/01/rdf-schema#comment\",\"value\":"
            + "{\"type\":\"literal\",\"value\":\"two\\n\\\"lines\\\"\\u001b[2J\",\"xml:lang\":\"en\"}";
    private static final String AGE = "\"field\":\"urn:age\",\"value\":{\"type\":\"literal\",\"value\":\"36\","
            + "\"datatype\":\"http://www.w3.org/2001/XMLSchema#integer\"},\"graph\":\"urn:g\"";

    @TempDir
    Path home;

    private FakeDaemon daemon;
    private Shell shell;

    @BeforeEach
    void open() throws IOException {
        daemon = FakeDaemon.at(home);
        daemon.insert("<urn:x:ada> a <http://xmlns.com/foaf/0.1/Person> ; <https://w3id.org/kith/ns#handle> \"ada\"");
        shell = new Shell(home);
    }

    @AfterEach
    void close() throws IOException {
        daemon.close();
    }

    private static String changes() {
        return "\"changes\":[{\"sign\":\"-\",\"thing\":\"urn:x:ada\"," + MAIL
                + "},{\"sign\":\"+\",\"thing\":\"urn:x:ada\"," + NOTE + "},{\"sign\":\"+\",\"thing\":\"urn:x:ada\","
                + AGE + "}],\"left\":2";
    }

    @Test
    void aChangeIsShownWithItsFactsAsLines() {
        daemon.on(
                "GET /v1/spaces/river/deltas/3f2a91cc",
                heard -> "{" + WHEN + ",\"seq\":7,\"plane\":\"data\",\"state\":\"shown\",\"asserts\":2,\"retracts\":1,"
                        + "\"link\":\"3f2a91cc00\",\"log\":\"aa\",\"note\":\"scan\"," + changes() + "}");

        Shell.Printed printed = done("show", "3f2a91cc");

        assertEquals("change  3f2a91cc", printed.lines()[0]);
        assertTrue(printed.out().contains("\nauthor  " + DID + "\ndevice  hub\n"), printed.out());
        assertTrue(printed.out().contains("\nnote    scan\n"), printed.out());
        assertTrue(printed.out().endsWith("""
                                - <urn:x:ada> foaf:mbox <mailto:ada@x.example>
                                + <urn:x:ada> rdfs:comment "two\\n\\"lines\\"\\u001b[2J"@en
                                + <urn:x:ada> <urn:age> "36"^^xsd:integer  in <urn:g>
                                """), printed.out());
        assertEquals("and 2 more\n", printed.err());
        assertEquals(
                "3f2a91cc00",
                JsonText.read(done("show", "3f2a91cc", "--json").out())
                        .at("link")
                        .text());
    }

    @Test
    void anActOfAuthorityIsShownInWords() {
        daemon.on(
                "GET /v1/spaces/river/deltas/3f2a91cc",
                heard -> "{" + WHEN + ",\"plane\":\"control\",\"note\":\"founded river\",\"changes\":[],\"left\":0}");

        assertTrue(done("show", "3f2a91cc").out().contains("act     founded river\n"));
    }

    @Test
    void blameIsAskedByHandleAndFieldAndShownUnderFriendlyNames() {
        daemon.on("GET /v1/spaces/river/blame", heard -> "[{" + MAIL + ",\"holds\":true," + WHEN + "}]");

        Shell.Printed printed = done("blame", "person/ada", "--field", "email");

        assertEquals("urn:x:ada", FakeDaemon.parameters(daemon.last().target()).get("thing"));
        assertEquals(
                "http://xmlns.com/foaf/0.1/mbox",
                FakeDaemon.parameters(daemon.last().target()).get("field"));
        assertEquals("""
                FIELD  VALUE          DEVICE  AUTHOR                   TIME                  CHANGE    NOTE
                email  ada@x.example  hub     did:key:z6MkhaXg...2doK  2026-11-20T09:00:00Z  3f2a91cc
                """, printed.out().replaceAll(" +\n", "\n"));
        Json row = JsonText.read(done("blame", "ada", "--json").out()).items().get(0);
        assertEquals(DID, row.at("author").text());
        assertEquals("http://xmlns.com/foaf/0.1/mbox", row.at("predicate").text());
        assertTrue(done("blame", "ada", "--csv").out().startsWith("field,value,device,author,time,delta,note,"));
        assertEquals(3, shell.run("blame", "nobody").status());
        assertEquals(2, shell.run("blame", "ada", "--field", "colour").status());
    }

    @Test
    void historyIsListedAlsoOfWhatOnlyItsIriNames() {
        daemon.on(
                "GET /v1/spaces/river/history",
                heard -> heard.target().contains("gone")
                        ? "[{\"sign\":\"-\"," + AGE + ",\"holds\":true," + WHEN + "}]"
                        : "[]");

        Shell.Printed printed = done("history", "urn:x:gone", "--field", "urn:age", "--limit", "5");

        assertEquals("5", FakeDaemon.parameters(daemon.last().target()).get("limit"));
        assertEquals("urn:age", FakeDaemon.parameters(daemon.last().target()).get("field"));
        assertTrue(printed.out().contains("-   urn:age  36     true"), printed.out());
        assertEquals(3, shell.run("history", "urn:x:never").status());
        assertEquals(3, shell.run("history", "never").status());
        assertEquals(2, shell.run("history", "ada", "--limit", "10001").status());
    }

    @Test
    void aDiffAnswersWithItsExitStatusToo() {
        daemon.on(
                "GET /v1/spaces/river/diff",
                heard -> heard.target().contains("from=2026-11-01")
                        ? "{\"from\":\"a\",\"to\":\"b\",\"added\":4,\"removed\":1," + changes() + "}"
                        : "{\"from\":\"a\",\"to\":\"b\",\"added\":0,\"removed\":0,\"changes\":[],\"left\":0}");

        Shell.Printed differs = shell.run("diff", "2026-11-01..3f2a91cc");

        assertEquals(1, differs.status());
        assertEquals("- <urn:x:ada> foaf:mbox <mailto:ada@x.example>", differs.lines()[0]);
        assertEquals("and 2 more\n+4  -1\n", differs.err());
        assertEquals("3f2a91cc", FakeDaemon.parameters(daemon.last().target()).get("to"));
        assertEquals("no difference\n", done("diff", "3f2a91cc..3f2a91cc").err());
        for (String span : new String[] {"3f2a91cc", "..3f2a91cc", "3f2a91cc.."}) {
            assertEquals(2, shell.run("diff", span).status(), span);
        }
    }

    @Test
    void aRevertIsOneChangeMore() {
        daemon.on(
                "POST /v1/spaces/river/deltas/3f2a91cc/revert",
                heard -> "{\"delta\":\"91be0f3a\",\"deltas\":1,\"added\":1,\"removed\":2,\"same\":0,\"dryRun\":false}");

        assertEquals(
                "+1 fact  -2 facts  change 91be0f3a\n",
                done("revert", "3f2a91cc", "--note", "wrong rack").out());
        assertEquals("wrong rack", FakeDaemon.parameters(daemon.last().target()).get("note"));
        done("revert", "3f2a91cc", "--dry-run");
        assertEquals("true", FakeDaemon.parameters(daemon.last().target()).get("dry-run"));
    }

    @Test
    void aChangeThatMayCountNowhereIsWarnedOf() {
        daemon.on(
                "POST /v1/spaces/river/deltas/3f2a91cc/revert",
                heard -> "{\"delta\":\"91be0f3a\",\"deltas\":1,\"added\":1,\"removed\":2,\"same\":0,\"dryRun\":false,"
                        + "\"warning\":\"what is written here now may count nowhere else\\u001b[2J\"}");

        Shell.Printed printed = done("revert", "3f2a91cc");

        assertEquals("+1 fact  -2 facts  change 91be0f3a\n", printed.out());
        assertTrue(printed.err().startsWith("warning: what is written here now may count nowhere else"), printed.err());
        assertFalse(printed.err().contains("\u001b"));
        assertTrue(done("revert", "3f2a91cc", "--quiet").err().contains("warning: "));
    }

    @Test
    void aQueryOfThePastNamesItsMoment() {
        done("query", "--at", "2026-11-20T09:14:00Z", "SELECT * { ?s ?p ?o }");

        assertEquals(
                "2026-11-20T09:14:00Z",
                FakeDaemon.parameters(daemon.last().target()).get("at"));
        assertFalse(done("ask", "ASK {}").out().isEmpty());
        assertFalse(daemon.last().target().contains("at="));
    }

    private Shell.Printed done(String... words) {
        Shell.Printed printed = shell.run(words);
        assertEquals(0, printed.status(), () -> String.join(" ", words) + ": " + printed.err());
        return printed;
    }
}
