package kith.cli.command;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import kith.cli.json.Json;
import kith.cli.json.JsonText;
import kith.cli.testkit.FakeDaemon;
import kith.cli.testkit.Shell;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Spaces, peers, documents and queries: what is asked of the daemon, and what of its answer is shown. */
@Timeout(60)
class ControlCommandsTest {
    private static final String DID = "did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK";
    private static final String SPACE = "{\"name\":\"river\",\"id\":\"" + "ab".repeat(32)
            + "\",\"level\":\"owner\",\"quads\":4812,\"deltas\":33,\"authors\":2}";
    private static final String PEER =
            "{\"node\":\"" + DID + "\",\"addresses\":[\"10.0.0.1:7340\"],\"state\":\"waiting\","
                    + "\"lastSeen\":\"2026-11-20T07:14:00Z\",\"inStep\":false,\"spaces\":[{\"name\":\"river\",\"behind\":41,"
                    + "\"ahead\":1,\"inStep\":false}],\"sent\":10,\"received\":20}";

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

    @Test
    void statusFitsOneScreen() {
        daemon.on(
                "GET /v1/status",
                heard -> "{\"node\":{\"did\":\"" + DID + "\",\"person\":\"did:key:zP\",\"name\":\"hub\","
                        + "\"listen\":[\"0.0.0.0:7340\"],\"since\":\"2026-11-17T05:14:00Z\",\"pid\":12,\"home\":\"/x\","
                        + "\"sealed\":false},\"spaces\":[" + SPACE + "],\"peers\":[" + PEER + "]}");

        assertEquals("""
                node    hub  did:key:z6MkhaXg...2doK  up 3 d 4 h  pid 12  listening on 0.0.0.0:7340
                spaces  river  owner  4,812 facts  33 changes by 2
                peers   did:key:z6MkhaXg...2doK  waiting  it lacks 1 change, this node lacks 41 changes  last seen 2 h ago
                next    kith net check
                """, done("status").out());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "{\"on\":false}; on 0.0.0.0:7340",
                "{\"on\":true,\"networks\":[\"eth0\"],\"found\":2}; on 0.0.0.0:7340  2 near",
                "{\"on\":true,\"networks\":[],\"found\":0,\"problem\":\"no\"};"
                        + " on 0.0.0.0:7340  deaf to the network around: no"
            })
    void statusTellsHowManyMembersAreNear(String lan, String told) {
        daemon.on(
                "GET /v1/status",
                heard -> "{\"node\":{\"did\":\"" + DID + "\",\"name\":\"hub\",\"listen\":[\"0.0.0.0:7340\"],\"lan\":"
                        + lan + ",\"since\":\"2026-11-17T05:14:00Z\",\"pid\":12},\"spaces\":[],\"peers\":[]}");

        String line = done("status").out().lines().findFirst().orElseThrow();

        assertTrue(line.endsWith(told), line);
    }

    @Test
    void aSpaceIsCreatedByName() {
        daemon.on("POST /v1/spaces", heard -> SPACE);

        Shell.Printed printed = done("space", "create", "river");

        assertEquals("{\"name\":\"river\",\"paper\":true}", daemon.last().text());
        assertTrue(printed.out().startsWith("space river  abab"), printed.out());
    }

    @Test
    void aSpaceIsShownWithItsDigest() {
        daemon.on("GET /v1/spaces/river", heard -> SPACE.replace("}", ",\"digest\":\"cd\",\"waiting\":0}"));

        assertEquals(
                "cd",
                JsonText.read(done("space", "show", "--json").out())
                        .at("digest")
                        .text());
        assertTrue(done("space", "show", "river").out().contains("digest   cd\n"));
    }

    @Test
    void anInvitationPrintsTheTicketAloneOnStandardOutput() {
        daemon.on(
                "POST /v1/spaces/river/invites",
                heard ->
                        "{\"says\":[\"lets in\"],\"ticket\":\"kith:join/river#x\",\"can\":\"read\",\"expires\":\"2026-11-20T21:14:00Z\"}");

        Shell.Printed printed = done("invite", "--can", "read", "--expires", "12h");

        assertEquals("kith:join/river#x\n", printed.out());
        assertEquals(
                "{\"can\":\"read\",\"expiresSeconds\":43200}", daemon.last().text());
    }

    @Test
    void aTicketMayComeOnStandardInput() {
        daemon.on("POST /v1/join", heard -> SPACE);

        done("join", "kith:join/river#x", "--timeout", "5s");
        assertEquals(
                "{\"ticket\":\"kith:join/river#x\",\"timeoutSeconds\":5}",
                daemon.last().text());

        shell.typing("kith:join/river#y\n");
        assertEquals("joined river as owner\n", done("join", "-").out());
        assertEquals(
                "kith:join/river#y",
                JsonText.read(daemon.last().text()).at("ticket").text());
    }

    @Test
    void peersAreListedWithHowFarTheyAreBehind() {
        daemon.on("GET /v1/peers", heard -> "[" + PEER + "]");

        assertEquals("""
                NODE                     NAME  STATE    IN STEP  BEHIND  AHEAD  SINCE
                did:key:z6MkhaXg...2doK        waiting  false    41      1      2026-11-20T07:14:00Z
                """, done("peer", "list").out());
        assertEquals(DID + "\n", done("peer", "list", "-o", "name").out());
    }

    @Test
    void aPeerIsAddedInOneWordOrTwo() {
        daemon.on("POST /v1/peers", heard -> PEER);
        String expected = "{\"node\":\"" + DID + "\",\"address\":\"hub:7340\"}";

        done("peer", "add", DID + "@hub:7340");
        assertEquals(expected, daemon.last().text());
        done("peer", "add", DID, "hub:7340");
        assertEquals(expected, daemon.last().text());
    }

    @Test
    void syncWaitsWhenAskedTo() {
        daemon.on("POST /v1/sync", heard -> "{\"inStep\":true,\"peers\":2,\"spaces\":[]}");

        assertEquals(
                "in step with 2 peers\n",
                done("sync", "--wait", "--timeout", "5m").out());
        assertEquals("{\"wait\":true,\"timeoutSeconds\":300}", daemon.last().text());
    }

    @Test
    void theLogIsListed() {
        daemon.on(
                "GET /v1/spaces/river/log",
                heard -> "[{\"delta\":\"3f2a91cc\",\"time\":\"2026-11-20T09:00:00Z\","
                        + "\"author\":\"" + DID
                        + "\",\"seq\":7,\"plane\":\"data\",\"asserts\":5,\"retracts\":1,\"bytes\":310,"
                        + "\"note\":\"scan\",\"state\":\"shown\"}]");

        assertEquals("""
                CHANGE    TIME                  AUTHOR                   +  -  STATE  NOTE
                3f2a91cc  2026-11-20T09:00:00Z  did:key:z6MkhaXg...2doK  5  1  shown  scan
                """, done("log", "--limit", "7").out());
        assertEquals("/v1/spaces/river/log?limit=7", daemon.last().target());
    }

    @Test
    void aDocumentIsSentAsItIsWithItsSyntax() throws IOException {
        Path file = home.resolve("a b.ttl");
        Files.writeString(file, "<urn:x:1> <urn:p> \"\u00e9\" .");
        receipt("/v1/spaces/river/import", 1);

        Shell.Printed printed =
                done("import", file.toString(), "--graph", "kith:plan", "--note", "by hand & foot", "--dry-run");

        assertEquals("text/turtle", daemon.last().headers().get("content-type"));
        assertArrayEquals(Files.readAllBytes(file), daemon.last().body());
        assertEquals(
                Map.of("dry-run", "true", "graph", "https://w3id.org/kith/ns#plan", "note", "by hand & foot"),
                FakeDaemon.parameters(daemon.last().target()));
        assertEquals("a b.ttl  +1 fact  change 3f2a91cc\n", printed.out());
    }

    @Test
    void aDocumentMayComeOnStandardInputAndCompressed() throws IOException {
        receipt("/v1/spaces/river/import", 0);
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write("<urn:x:1> <urn:p> 1 .".getBytes(StandardCharsets.UTF_8));
        }
        Files.write(home.resolve("x.nt.gz"), packed.toByteArray());

        done("import", home.resolve("x.nt.gz").toString());
        assertEquals("application/n-triples", daemon.last().headers().get("content-type"));
        assertEquals("<urn:x:1> <urn:p> 1 .", daemon.last().text());

        shell.typing("<urn:x:2> <urn:p> 1 .");
        assertEquals("no change\n", done("import", "-", "--syntax", "ttl").out());
        assertEquals("<urn:x:2> <urn:p> 1 .", daemon.last().text());
    }

    @Test
    void aCompressedDocumentIsKnownByItsBytesOnStandardInput() throws IOException {
        ByteArrayOutputStream compressed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(compressed)) {
            gzip.write("<urn:x:2> <urn:p> 1 .".getBytes(StandardCharsets.UTF_8));
        }
        daemon.on("POST /v1/spaces/river/import", heard -> "{\"added\":0,\"removed\":0,\"same\":0}");

        shell.typing(compressed.toByteArray());
        done("import", "-", "--syntax", "nt");

        assertEquals("<urn:x:2> <urn:p> 1 .", daemon.last().text());
    }

    @Test
    void aLongImportShowsOnATerminalHowFarItIs() throws IOException {
        Path file = home.resolve("all.nq");
        Files.writeString(file, "<urn:x:1> <urn:p> 1 .");
        daemon.on(
                "POST /v1/spaces/river/import",
                heard -> "{\"progress\":{\"part\":\"reading\",\"done\":45,\"of\":100}}\n"
                        + "{\"result\":{\"delta\":\"3f2a91cc\",\"deltas\":3,\"added\":70000}}\n");

        Shell.Printed piped = done("import", file.toString());
        Shell.Printed quiet = shell.onTerminal(80).run("import", file.toString(), "--quiet");
        Shell.Printed shown = shell.run("import", file.toString());

        String receipt = "all.nq  +70,000 facts  change 3f2a91cc and 2 more\n";
        assertAll(
                () -> assertEquals("", piped.err()),
                () -> assertEquals(receipt, piped.out()),
                () -> assertEquals("", quiet.err()),
                () -> assertEquals(receipt, shown.out()),
                () -> assertEquals("\r\u001b[Kreading 45 %\r\u001b[K", shown.err()));
    }

    @Test
    void anImportThatBreaksOffInTheMiddleSaysWhy() throws IOException {
        Path file = home.resolve("all.nq");
        Files.writeString(file, "<urn:x:1> <urn:p> 1 .");
        daemon.on(
                "POST /v1/spaces/river/import",
                heard -> "{\"progress\":{\"part\":\"reading\",\"done\":45,\"of\":100}}\n"
                        + "{\"error\":{\"code\":\"REJECTED\",\"message\":\"the change breaks a shape\"},"
                        + "\"faults\":[{\"focus\":\"<urn:x:1>\",\"path\":\"foaf:name\",\"message\":\"a name\"}]}\n");

        Shell.Printed printed = shell.run("import", file.toString());

        assertEquals(7, printed.status());
        assertTrue(
                printed.err().startsWith("kith: the change breaks a shape\n  <urn:x:1> foaf:name: a name"),
                printed.err());
    }

    @Test
    void anImportThatEndsWithoutAResultIsNotDone() throws IOException {
        Path file = home.resolve("all.nq");
        Files.writeString(file, "<urn:x:1> <urn:p> 1 .");
        daemon.on(
                "POST /v1/spaces/river/import",
                heard -> "{\"progress\":{\"part\":\"reading\",\"done\":45,\"of\":100}}\n");

        Shell.Printed printed = shell.run("import", file.toString());

        assertEquals(6, printed.status(), printed.err());
    }

    @Test
    void whileASpaceIsJoiningItSaysSo() {
        daemon.on("GET /v1/spaces", heard -> "[{\"name\":\"river\",\"level\":\"joining\"}]");

        Shell.Printed list = done("person", "list");
        Shell.Printed query = done("query", "ASK {}", "--space", "river", "--json");

        String notice = "space river is still joining: what it says is not here yet; next: kith status\n";
        assertEquals(notice, list.err());
        assertEquals(notice, query.err());
    }

    @Test
    void aFileThatIsNotThereIsNotFound() {
        Shell.Printed printed = shell.run("import", "/nonexistent/x.ttl");

        assertEquals(3, printed.status());
        assertEquals("kith: cannot read /nonexistent/x.ttl (there is no such file)\n", printed.err());
    }

    @Test
    void anExportIsHandedThrough() {
        daemon.on("GET /v1/spaces/river/export", heard -> "<urn:x:1> <urn:p> 1 .\n");

        assertEquals("<urn:x:1> <urn:p> 1 .\n", done("export", "-o", "nq").out());
        assertEquals("application/n-quads", daemon.last().headers().get("accept"));
        done("export", "--graph", "urn:g");
        assertEquals("text/turtle", daemon.last().headers().get("accept"));
        done("export");
        assertEquals("application/trig", daemon.last().headers().get("accept"));
    }

    @Test
    void aQueryNeedsNoDeclarationOfOurPrefixes() throws IOException {
        daemon.insert("<urn:x:1> <http://xmlns.com/foaf/0.1/name> 'Ada'");
        Files.writeString(home.resolve("q.rq"), "SELECT ?n { ?s foaf:name ?n }");

        Json rows = JsonText.read(
                done("query", "SELECT ?n { ?s foaf:name ?n }", "--json").out());
        assertEquals(
                "Ada",
                rows.at("results")
                        .at("bindings")
                        .items()
                        .get(0)
                        .at("n")
                        .at("value")
                        .text());

        done("query", "-f", home.resolve("q.rq").toString(), "--timeout", "2s", "--graph", "urn:g");
        assertEquals(
                Map.of("timeout", "2", "default-graph-uri", "urn:g"),
                FakeDaemon.parameters(daemon.last().target()));
        assertEquals("text/plain, text/turtle;q=0.9", daemon.last().headers().get("accept"));
    }

    @Test
    void anAskAnswersWithTheExitStatusToo() {
        daemon.insert("<urn:x:1> <urn:p> 1");

        assertEquals("true\n", done("ask", "ASK { <urn:x:1> ?p ?o }").out());
        Shell.Printed no = shell.run("ask", "ASK { <urn:x:2> ?p ?o }");
        assertEquals(1, no.status());
        assertEquals("false\n", no.out());
        assertEquals("", no.err());
        assertEquals(2, shell.run("ask", "SELECT * { ?s ?p ?o }").status());
    }

    @Test
    void aWrongQueryIsAnsweredWithTheFaultOfTheDaemon() {
        Shell.Printed printed = shell.run("query", "SELECT nonsense");

        assertEquals(2, printed.status());
        assertTrue(printed.err().startsWith("kith: "), printed.err());
        assertEquals(1, printed.err().lines().count());
    }

    @Test
    void anUpdateSaysWhatItDid() {
        shell.typing("INSERT DATA { <urn:x:1> foaf:name 'Ada' , 'Countess' }");

        assertEquals("+2 facts  change 3f2a91cc\n", done("update").out());
        assertEquals(2, daemon.said().size());
    }

    @Test
    void severalSpacesAreNamedWhenNoneIsChosen() {
        daemon.on("GET /v1/spaces", heard -> "[" + SPACE + "," + SPACE.replace("river", "hill") + "]");

        Shell.Printed printed = shell.run("log");

        assertEquals(2, printed.status());
        assertTrue(printed.err().startsWith("kith: there are several spaces (river, hill); say which"), printed.err());
        daemon.on("GET /v1/spaces/hill/log", heard -> "[]");
        done("log", "--space", "hill");
        shell.with("KITH_SPACE", "hill");
        done("log");
    }

    @Test
    void withoutAnySpaceTheAnswerIsHowToGetOne() {
        daemon.on("GET /v1/spaces", heard -> "[]");

        Shell.Printed printed = shell.run("person", "list");

        assertEquals(3, printed.status());
        assertTrue(printed.err().contains("kith space create NAME"), printed.err());
    }

    @Test
    void doctorJoinsWhatItSeesAndWhatTheDaemonSays() throws IOException {
        Files.createDirectories(home.resolve("keys"));
        Files.writeString(home.resolve("keys/device.key"), "x");
        Files.setPosixFilePermissions(
                home.resolve("keys"), java.nio.file.attribute.PosixFilePermissions.fromString("rwxr-xr-x"));
        daemon.on(
                "GET /v1/doctor", heard -> "{\"checks\":[{\"name\":\"clock\",\"state\":\"ok\",\"says\":\"in time\"}]}");

        Shell.Printed printed = shell.run("doctor");

        assertEquals(1, printed.status());
        assertTrue(printed.out().contains("fail  keys        " + home.resolve("keys")), printed.out());
        assertTrue(printed.out().contains("      fix: chmod go-rwx "), printed.out());
        assertTrue(printed.out().contains("ok    clock       in time\n"), printed.out());
    }

    @Test
    void onATerminalControlCharactersOfAnAnswerAreDisarmed() {
        daemon.on("GET /v1/spaces/river/export", heard -> "a\u001b[2Jb\u009bc\td\n");

        assertEquals("a\u001b[2Jb\u009bc\td\n", done("export").out());
        shell.onTerminal(80);
        assertTrue(done("export").out().startsWith("a?[2Jb"));
        assertTrue(done("export").out().indexOf('\u009b') < 0);
    }

    private void receipt(String path, int added) {
        daemon.on(
                "POST " + path,
                heard -> "{\"delta\":" + (added == 0 ? "null" : "\"3f2a91cc\"") + ",\"deltas\":1,\"added\":" + added
                        + ",\"removed\":0,\"same\":0,\"dryRun\":false}");
    }

    private Shell.Printed done(String... words) {
        Shell.Printed printed = shell.run(words);
        assertEquals(0, printed.status(), () -> String.join(" ", words) + ": " + printed.err());
        return printed;
    }
}
