package kith.cli.command;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
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
import org.junit.jupiter.params.provider.ValueSource;

/** Rights: what is asked of the daemon, what is told before, and what has to be agreed to. */
@Timeout(60)
class MembershipCommandsTest {
    private static final String ADA = "did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK";
    private static final String DEVICE = "{\"grant\":\"" + "ab".repeat(32) + "\",\"person\":\"" + ADA
            + "\",\"device\":\"did:key:zD\",\"name\":\"laptop\",\"thisDevice\":true,\"level\":\"owner\","
            + "\"state\":\"standing\",\"since\":\"2026-11-01T00:00:00Z\",\"by\":\"" + ADA + "\"}";
    private static final String ENDED = DEVICE.replace("laptop", "phone")
            .replace("\"thisDevice\":true", "\"thisDevice\":false")
            .replace("\"standing\"", "\"ended\"")
            .replace(
                    "\"since\"",
                    "\"ended\":{\"by\":\"" + ADA
                            + "\",\"time\":\"2026-11-02T00:00:00Z\",\"reason\":\"lost\",\"act\":\"cd\"},\"since\"");
    private static final String DONE = "{\"dryRun\":false,\"says\":[\"ends the right of bo\"],\"ends\":[],"
            + "\"gives\":[],\"voids\":3,\"delta\":\"3f2a91cc\"}";

    @TempDir
    Path home;

    private FakeDaemon daemon;
    private Shell shell;

    @BeforeEach
    void open() throws IOException {
        daemon = FakeDaemon.at(home);
        shell = new Shell(home);
        for (String resource : new String[] {"ends", "grants", "leave", "adoptions", "admissions", "recoveries"}) {
            daemon.on("POST /v1/spaces/river/" + resource, heard -> DONE);
        }
    }

    @AfterEach
    void close() throws IOException {
        daemon.close();
    }

    private Shell.Printed done(String... words) {
        Shell.Printed printed = shell.run(words);
        assertEquals(0, printed.status(), printed.err());
        return printed;
    }

    private void members() {
        daemon.on(
                "GET /v1/spaces/river/members",
                heard -> "[{\"person\":\"" + ADA + "\",\"me\":true,\"state\":\"standing\",\"level\":\"owner\","
                        + "\"devices\":[" + DEVICE + "," + ENDED + "]}]");
    }

    @Test
    void membersAreListedADeviceARowAndThisOneIsMarked() {
        members();

        String table = done("member", "list").out();

        assertAll(
                () -> assertTrue(table.contains("laptop *"), table),
                () -> assertTrue(table.contains("did:key:z6MkhaXg...2doK"), table),
                () -> assertTrue(table.contains("2026-11-02T00:00:00Z by did:key:z6MkhaXg...2doK: lost"), table),
                () -> assertEquals(
                        2,
                        JsonText.read(done("member", "list", "--json").out())
                                .items()
                                .get(0)
                                .at("devices")
                                .items()
                                .size()),
                () -> assertEquals(2, done("node", "list", "-o", "name").lines().length));
    }

    @Test
    void sharesAreRightsTicketsAndBans() {
        daemon.on(
                "GET /v1/spaces/river/shares",
                heard -> "{\"grants\":[" + DEVICE
                        + "],\"invitations\":[{\"invitation\":\"cdcdcdcdcd\",\"level\":\"writer\","
                        + "\"scope\":\"predicate=urn:p\",\"by\":\"" + ADA + "\",\"forDevice\":false,"
                        + "\"expires\":\"2026-12-01T00:00:00Z\",\"state\":\"open\",\"usedBy\":[]},"
                        + "{\"invitation\":\"abcdabcdab\",\"level\":\"relay\",\"by\":\"" + ADA
                        + "\",\"forDevice\":true,"
                        + "\"expires\":\"2026-12-01T00:00:00Z\",\"state\":\"open\",\"usedBy\":[]}],"
                        + "\"bans\":[{\"ban\":\"efefefefef\",\"subject\":\"did:key:zB\",\"name\":\"\",\"by\":\"" + ADA
                        + "\",\"level\":\"owner\",\"time\":\"2026-11-03T00:00:00Z\",\"reason\":\"spam\"}]}");

        Shell.Printed printed = done("share", "list", "--csv", "--fields", "kind,id,name,level,state");

        assertEquals("""
                kind,id,name,level,state
                grant,%s,laptop,owner,standing
                invitation,cdcdcdcdcd,,writer,open
                node ticket,abcdabcdab,,as its person,open
                ban,efefefefef,did:key:zB,below owner,in force
                """.formatted("ab".repeat(32)), printed.out().replace("\r", ""));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "member end bo|{'what':'member','whom':'bo'}",
                "share revoke abababab --since 2026-11-20|{'what':'grant','whom':'abababab','since':'2026-11-20'}",
                "share ban bo --reason spam|{'what':'ban','whom':'bo','reason':'spam'}",
                "node lost phone --keep-nothing|{'what':'device','whom':'phone','keepNothing':true}",
                "node retire|{'what':'device'}",
                "member adopt bo|{'whom':'bo'}",
                "leave --now|{'allDevices':false,'now':true}",
            })
    void whatTakesARightAwayIsToldFirstAndAgreedTo(String command, String body) {
        String[] words = command.split(" ");

        Shell.Printed refused = shell.run(words);
        assertEquals(2, refused.status());
        assertTrue(refused.err().startsWith("ends the right of bo\n"), refused.err());
        assertTrue(daemon.last().text().endsWith("\"dryRun\":true}"), "only the trial was asked for");

        Shell.Printed done = done((command + " --yes").split(" "));
        assertEquals(body.replace('\'', '"'), daemon.last().text());
        assertTrue(done.err().contains("ends the right of bo"), done.err());
    }

    @Test
    void aDryRunShowsWhatWouldBeAndDoesNothing() {
        Shell.Printed printed = done("member", "end", "bo", "--dry-run");

        assertEquals("ends the right of bo\n", printed.out());
        assertTrue(printed.err().contains("this was a dry run"), printed.err());
        assertEquals(
                1,
                daemon.heard().stream()
                        .filter(heard -> heard.method().equals("POST"))
                        .count());
    }

    @Test
    void whoSaysNoChangesNothing() {
        Shell.Printed printed = shell.onTerminal(80).typing("n\n").run("member", "end", "bo");

        assertEquals(1, printed.status());
        assertTrue(printed.err().contains("nothing was changed"), printed.err());
        assertTrue(daemon.last().text().contains("dryRun"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "share grant bo --can read|{'can':'read','whom':'bo'}",
                "member add bo --quota 20M --lift-ban ab --lift-ban cd"
                        + "|{'can':'write','quotaBytes':20000000,'liftBans':'ab cd','whom':'bo'}",
                "member add bo --scope predicate=foaf:* --scope deed=assert"
                        + "|{'can':'write','scope':'predicate=foaf:* deed=assert','whom':'bo'}",
            })
    void aRightIsGivenInTheWordsOfTheUser(String command, String body) {
        done(command.split(" "));

        assertEquals(body.replace('\'', '"'), daemon.last().text());
    }

    @Test
    void aTicketForADeviceIsAskedForInTwoWays() {
        daemon.on(
                "POST /v1/spaces/river/invites",
                heard -> "{\"says\":[],\"ticket\":\"kith:join/river#x\",\"expires\":\"2026-11-20T21:14:00Z\"}");

        for (String command : new String[] {"node add --expires 5m", "invite --device --expires 5m"}) {
            assertEquals("kith:join/river#x\n", done(command.split(" ")).out());
            assertEquals(
                    "{\"device\":true,\"expiresSeconds\":300}", daemon.last().text());
        }
        assertEquals(2, shell.run("invite", "--device", "--can", "read").status());
        assertEquals(2, shell.run("invite", "--device", "--quota", "20M").status());
        String picture = done("node", "add", "--qr").out();
        assertTrue(picture.contains("\u001b[30;107m") && picture.lines().count() > 10, picture);
    }

    @Test
    void aKeyOnPaperIsShownOnceAndReadFromWhereNobodySeesIt() throws IOException {
        String key = "kith:paper/river#k";
        daemon.on("POST /v1/spaces", heard -> "{\"name\":\"river\",\"id\":\"ab\",\"paper\":\"" + key + "\"}");
        daemon.on("POST /v1/spaces/river/paper", heard -> "{\"fits\":false,\"says\":\"this is another key\"}");
        Files.writeString(home.resolve("paper"), key + "\n");

        assertTrue(done("space", "create", "river", "--quiet").err().contains(key));
        assertEquals(2, shell.run("key", "recover", key).status());
        done("key", "recover", "@" + home.resolve("paper"));
        assertEquals("{\"paper\":\"" + key + "\"}", daemon.last().text());
        Shell.Printed check = shell.typing(key).run("key", "paper", "--check", "-");
        assertEquals(1, check.status());
        assertEquals("this is another key\n", check.out());
        done("key", "recover", "--vote", "bo");
        assertEquals("{\"vote\":\"bo\"}", daemon.last().text());
    }

    @Test
    void aClaimIsCarriedByHand() {
        daemon.on("POST /v1/claim", heard -> "{\"claim\":\"kith:claim/ab#c\",\"space\":\"river\"}");

        Shell.Printed claim = done("join", "kith:join/river#x", "--claim");
        shell.typing(claim.out());
        done("admit", "-");

        assertEquals("kith:claim/ab#c\n", claim.out());
        assertEquals("{\"claim\":\"kith:claim/ab#c\"}", daemon.last().text());
    }

    @Test
    void whatATicketIsForIsToldWithoutJoining() {
        daemon.on(
                "POST /v1/join",
                heard -> "{\"space\":\"river\",\"id\":\"ab\",\"here\":false,\"node\":\"" + ADA
                        + "\",\"addresses\":[\"192.0.2.7:7340\"]}");

        Shell.Printed told = done("join", "kith:join/river#x", "--dry-run");

        assertTrue(told.out().contains("river\n"), told.out());
        assertTrue(told.out().contains(ADA + " at 192.0.2.7:7340"), told.out());
        assertTrue(told.err().contains("this was a dry run"), told.err());
        assertTrue(daemon.last().text().contains("\"dryRun\":true"));
    }

    /** The bodies of all that was asked. */
    private String heard() {
        return daemon.heard().stream().map(heard -> heard.text()).collect(Collectors.joining("\n"));
    }

    @Test
    void aKeyIsChangedAfterItWasToldAndAgreedWithWhatIsLeftBehindAndThePassphrase() throws IOException {
        daemon.on(
                "POST /v1/keys/rotation",
                heard ->
                        "{\"says\":[\"makes a new key\"],\"sealed\":true,\"was\":\"did:key:zD\",\"now\":\"did:key:zE\","
                                + "\"spaces\":[{\"space\":\"river\",\"carried\":true},{\"space\":\"brook\",\"carried\":false}]}");
        Path file = home.resolve("passphrase");
        Files.writeString(file, "over the hills\nnot this\n");

        assertEquals("makes a new key\n", done("key", "rotate", "--dry-run").out());
        assertEquals(2, shell.run("key", "rotate", "--yes").status(), "sealed, and no passphrase");
        assertEquals(
                2,
                shell.run("key", "rotate", "--passphrase-file", file.toString()).status(),
                "not agreed");
        assertFalse(heard().contains("passphrase"), heard());
        Shell.Printed printed = done("key", "rotate", "--yes", "--passphrase-file", file.toString());

        assertEquals("device  did:key:zE\n", printed.out());
        assertTrue(printed.err().contains("kith daemon stop, then kith daemon start"), printed.err());
        assertTrue(heard().contains("{\"without\":\"brook\",\"passphrase\":\"over the hills\"}"), heard());
    }

    @Test
    void devicesAreEndedByTheWordThatPeopleUseToo() {
        done("device", "lost", "phone", "--yes");
        done("device", "retire", "--yes");

        String heard = heard();
        assertTrue(heard.contains("{\"what\":\"device\",\"whom\":\"phone\"}"), heard);
        assertTrue(heard.contains("{\"what\":\"device\"}"), heard);
        assertEquals(2, shell.run("device", "lose").status());
    }

    @ParameterizedTest
    @ValueSource(strings = {"add", "list"})
    void theHelpOfDevicesOfASpacePointsToThoseOfAPerson(String action) {
        String help = done("device", action, "--help").out();

        String[] lines = help.split("\n");
        assertEquals("For the devices that act for a person: kith node add, kith node list", lines[lines.length - 1]);
        assertFalse(done("person", action, "--help").out().contains("kith node"));
    }

    @Test
    void aDeviceIsAThingAndAWriter() {
        String help = done("help", "device").out();

        for (String action : new String[] {"add", "list", "get", "set", "rm", "retire", "lost"}) {
            assertTrue(help.contains("device " + action), help);
        }
    }

    @Test
    void keysAreShownWithoutTheirSecrets() {
        daemon.on(
                "GET /v1/keys",
                heard ->
                        "{\"person\":\"did:key:zP\",\"device\":\"did:key:zD\",\"name\":\"hub\",\"since\":\"2026-11-01\","
                                + "\"file\":\"/x/device.key\",\"sealed\":true,\"spaces\":[{\"space\":\"river\",\"paper\":true,"
                                + "\"quorum\":3,\"actsFor\":\"did:key:zQ\"}]}");

        assertEquals("""
                person  did:key:zP
                device  did:key:zD  hub
                kept    /x/device.key  sealed  since 2026-11-01
                space   river  has a key on paper  quorum of 3  acts for did:key:zQ
                """, done("key", "list").out());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "member add bo --can rule",
                "member add bo --quota 5x",
                "member add bo --quota 0",
                "admit kith:join/x",
                "key recover",
                "key recover - --vote bo",
                "node add --expires 0s",
                "space create r --quorum 0",
            })
    void whatIsNotAsItShouldBeIsRefusedWithTheHelp(String command) {
        Shell.Printed printed = shell.run(command.split(" "));

        assertEquals(2, printed.status(), printed.err());
        assertFalse(printed.err().isEmpty());
        assertTrue(daemon.heard().stream().noneMatch(heard -> heard.method().equals("POST")));
    }
}
