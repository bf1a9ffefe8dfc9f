package kith.cli.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import kith.cli.testkit.FakeDaemon;
import kith.cli.testkit.Shell;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Single peers: which one a word means, what is shown of it, and how the whole node fits a screen. */
@Timeout(60)
class PeerCommandsTest {
    private static final String BEN = "did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK";
    private static final String HUB = "did:key:z6MkhaYzCZDvotDkL5257faiztiGiC2QtKLGpbnnEGta9999";
    private static final String OF_BEN = "{\"node\":\"" + BEN + "\",\"name\":\"ben-phone\",\"person\":\"did:key:zP\","
            + "\"addresses\":[\"192.0.2.7:7340\",\"h:1\"],\"knownBy\":\"ticket\",\"state\":\"waiting\","
            + "\"lastSeen\":\"2026-11-20T07:14:00Z\",\"inStep\":false,\"spaces\":[{\"name\":\"river\",\"level\":\"writer\","
            + "\"behind\":0,\"ahead\":41,\"aheadSince\":\"2026-11-20T08:14:00Z\",\"inStep\":false}],"
            + "\"error\":\"cannot reach h:1\",\"nextCall\":\"2026-11-20T09:18:00Z\"}";
    private static final String OF_HUB =
            "{\"node\":\"" + HUB + "\",\"name\":\"hub\",\"addresses\":[\"192.0.2.8:7340\"],"
                    + "\"knownBy\":\"met\",\"state\":\"connected\",\"since\":\"2026-11-20T09:11:00Z\","
                    + "\"address\":\"192.0.2.8:7340\",\"dialled\":true,\"inStep\":true,\"spaces\":[{\"name\":\"river\","
                    + "\"level\":\"owner\",\"behind\":0,\"ahead\":0,\"inStep\":true}],\"sent\":1200,\"received\":34,"
                    + "\"clockOffsetMillis\":-120000}";

    @TempDir
    Path home;

    private FakeDaemon daemon;
    private Shell shell;

    @BeforeEach
    void open() throws IOException {
        daemon = FakeDaemon.at(home);
        shell = new Shell(home);
        daemon.on("GET /v1/peers", heard -> "[" + OF_BEN + "," + OF_HUB + "]");
        daemon.on("GET " + path(BEN, ""), heard -> OF_BEN);
        daemon.on("GET " + path(HUB, ""), heard -> OF_HUB);
    }

    @AfterEach
    void close() throws IOException {
        daemon.close();
    }

    private static String path(String did, String rest) {
        return "/v1/peers/" + did.replace(":", "%3A") + rest;
    }

    @Test
    void aPeerThatIsAwayIsShownWithWhatItLacksAndWhenItIsCalled() {
        assertEquals("""
                peer       ben-phone  did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK
                person     did:key:zP
                state      waiting, last seen 2 h ago
                known      by a ticket
                address    192.0.2.7:7340
                address    h:1
                space      river  writer  it lacks 41 changes for 1 h
                error      cannot reach h:1
                next call  in 4 min
                """, done("peer", "get", "ben-phone").out());
    }

    @Test
    void aPeerThatIsThereIsShownWithItsLinkAndClock() {
        assertEquals("""
                peer       hub  did:key:z6MkhaYzCZDvotDkL5257faiztiGiC2QtKLGpbnnEGta9999
                state      connected for 3 min, called at 192.0.2.8:7340
                known      because it came
                address    192.0.2.8:7340  in use
                space      river  owner  in step
                bytes      1.2 kB sent, 34 B received
                clock      2 min behind this machine's
                """, done("peer", "show", "hub").out());
    }

    @Test
    void aPeerIsMeantByItsNameOrTheBeginningOfItsId() {
        for (String word : new String[] {BEN, "ben-phone", "z6MkhaX", "did:key:z6MkhaX", "did:key:z6MkhaXg...2doK"}) {
            assertTrue(done("peer", "get", word, "--json").out().contains(BEN), word);
        }
    }

    @Test
    void aWordThatMeansSeveralOrNobodyIsAnsweredWithWhoIsNear() {
        Shell.Printed several = shell.run("peer", "get", "z6Mkha");
        Shell.Printed near = shell.run("peer", "get", "ben-fone");
        Shell.Printed nobody = shell.run("peer", "ping", "somebody");
        Shell.Printed scheme = shell.run("peer", "rm", "did:");

        assertEquals(4, several.status());
        assertTrue(
                several.err().contains("ben-phone (did:key:z6MkhaXg...2doK), hub (did:key:z6MkhaYz...9999)"),
                several.err());
        assertEquals(3, near.status());
        assertTrue(near.err().contains("did you mean 'ben-phone'?"), near.err());
        assertEquals(3, nobody.status());
        assertTrue(nobody.err().contains("there are ben-phone"), nobody.err());
        assertEquals(3, scheme.status());
        assertEquals(2, shell.run("peer", "get", "").status());
    }

    @Test
    void pingsAreCountedAndSummedUp() {
        daemon.on(
                "POST " + path(HUB, "/ping"),
                heard -> "{\"node\":\"" + HUB + "\",\"name\":\"hub\",\"address\":\"192.0.2.8:7340\",\"micros\":12345,"
                        + "\"connectMicros\":40000}");

        Shell.Printed printed = done("peer", "ping", "hub", "--count", "2", "--timeout", "5s");

        assertEquals("{\"timeoutSeconds\":5}", daemon.last().text());
        String line = "hub (did:key:z6MkhaYz...9999) answers at 192.0.2.8:7340 in 12.3 ms, connected in 40.0 ms\n";
        assertEquals(line + line + "2 of 2 answered, 12.3 ms at best, 12.3 ms in the middle\n", printed.out());
        assertTrue(done("peer", "ping", "hub", "--count", "1", "--json").out().contains("\"medianMicros\": 12345"));
        assertEquals(2, shell.run("peer", "ping", "hub", "--count", "1001").status());
    }

    @Test
    void aPeerThatIsBlockedIsNamedWithTheReason() {
        daemon.on(
                "POST " + path(BEN, "/block"),
                heard -> "{\"node\":\"" + BEN + "\",\"says\":[\"blocked\",\"rights stay\"]}");

        assertEquals(
                "blocked\nrights stay\n",
                done("peer", "block", "ben-phone", "--reason", "lost").out());
        assertEquals("{\"reason\":\"lost\"}", daemon.last().text());
    }

    @Test
    void unblockingAndForgettingSayWhatTheyDid() {
        daemon.on("POST " + path(BEN, "/unblock"), heard -> "{\"says\":[\"comes again\"]}");
        daemon.on("POST " + path(BEN, "/forget"), heard -> "{\"says\":[\"forgotten\"]}");

        assertEquals("comes again\n", done("peer", "unblock", "ben-phone").out());
        assertEquals("forgotten\n", done("peer", "remove", "ben-phone").out());
    }

    @Test
    void syncMayBeWithOnePeer() {
        daemon.on(
                "POST /v1/sync",
                heard -> "{\"node\":\"" + HUB + "\",\"name\":\"hub\",\"inStep\":true,\"peers\":1,\"spaces\":[]}");

        assertEquals(
                "in step with hub (did:key:z6MkhaYz...9999)\n",
                done("sync", "hub", "--wait").out());
        assertEquals(
                "{\"peer\":\"" + HUB + "\",\"wait\":true,\"timeoutSeconds\":60}",
                daemon.last().text());
    }

    @Test
    void theWayIsCheckedWithTheExitStatusToo() {
        daemon.on(
                "POST /v1/net/check",
                heard -> "{\"well\":false,\"checks\":[{\"name\":\"listening\",\"state\":\"ok\","
                        + "\"says\":\"on h:1\"},{\"name\":\"tickets\",\"state\":\"warn\",\"says\":\"tell h:1\",\"fix\":\"advertise\"}],"
                        + "\"here\":[{\"address\":\"h:1\",\"bound\":true,\"state\":\"ok\",\"says\":\"this node answers\",\"millis\":3}],"
                        + "\"peers\":[{\"node\":\"" + BEN
                        + "\",\"state\":\"waiting\",\"says\":\"is not found\",\"addresses\":[{"
                        + "\"address\":\"b:1\",\"state\":\"warn\",\"says\":\"refused\"}]}],\"next\":\"ask\"}");

        Shell.Printed printed = shell.run("net", "check");

        assertEquals(1, printed.status());
        assertEquals("""
                ok    listening   on h:1
                warn  tickets     tell h:1
                      fix: advertise
                ok    here        h:1  this node answers  3 ms
                peer  did:key:z6MkhaXg...2doK  waiting: is not found
                warn              b:1  refused
                not well; next: ask
                """, printed.out());
        daemon.on("POST /v1/net/check", heard -> "{\"well\":true,\"checks\":[],\"here\":[],\"peers\":[]}");
        assertEquals("all is well\n", done("net", "check").out());
    }

    @Test
    void howeverManyPeersThereAreTheStatusFitsTheSmallestScreen() {
        String peers = IntStream.range(0, 400)
                .mapToObj(i -> i == 250 ? OF_BEN : OF_HUB)
                .collect(Collectors.joining(","));
        String spaces = IntStream.range(0, 30)
                .mapToObj(i -> "{\"name\":\"s" + i + "\",\"level\":\"owner\"}")
                .collect(Collectors.joining(","));
        daemon.on(
                "GET /v1/status",
                heard -> "{\"node\":{\"did\":\"" + HUB + "\",\"person\":\"did:key:zP\",\"name\":\"hub\",\"listen\":[],"
                        + "\"since\":\"2026-11-17T05:14:00Z\",\"pid\":12,\"home\":\"/x\",\"sealed\":false},\"spaces\":["
                        + spaces + "],\"peers\":[" + peers
                        + "],\"verified\":{\"at\":\"2026-11-20T05:14:00Z\",\"faults\":0}}");

        String[] lines = done("status").lines();

        assertEquals(StatusScreen.MAX_LINES, lines.length);
        assertEquals("        and 23 more: kith space list", lines[StatusScreen.MAX_SPACES]);
        assertEquals(
                "peers   ben-phone (did:key:z6MkhaXg...2doK)  waiting  it lacks 41 changes for 1 h  last seen 2 h ago"
                        + "  cannot reach h:1",
                lines[StatusScreen.MAX_SPACES + 1],
                "the worst first");
        assertTrue(lines[lines.length - 2].matches(" +and [0-9]+ more: kith peer list"), lines[lines.length - 2]);
    }

    private Shell.Printed done(String... words) {
        Shell.Printed printed = shell.run(words);
        assertEquals(0, printed.status(), () -> String.join(" ", words) + ": " + printed.err());
        return printed;
    }
}
