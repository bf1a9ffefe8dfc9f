package kith.cli.journey;

import static kith.cli.journey.MainJobIT.digest;
import static kith.cli.journey.Program.kith;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What breaks a limit or a rule gets one clear error, and nothing is lost. */
final class BadInputIT {
    @TempDir
    Path folder;

    private Path home;

    @BeforeEach
    void start() {
        home = Program.daemon(folder.resolve("home"), "here");
        kith(home, "space", "create", "river").ok();
    }

    @AfterEach
    void stop() {
        Program.stop(home);
    }

    @Test
    void ofAHalfWrittenFileNothingIsCommitted() throws IOException {
        Path half = folder.resolve("half.ttl");
        Files.writeString(half, "<urn:a> <urn:p> 'one' .\n<urn:b> <urn:p> 'two' .\n<urn:c> <urn:p> 'thr");
        String before = digest(home);

        Program.Run refused = kith(home, "import", half);

        assertEquals(2, refused.exit(), refused.err());
        assertTrue(refused.err().contains("line 3"), refused.err());
        assertTrue(refused.err().matches("(?s).*col(umn)? ?\\d+.*"), refused.err());
        assertEquals(before, digest(home));
    }

    @Test
    void aWrongCheckDigitIsAShapeError() {
        Program.Run refused = kith(home, "import", Program.PROJECT.resolve("docs/examples/seed-wrong-isbn.ttl"));

        assertEquals(7, refused.exit(), refused.err());
        assertTrue(refused.err().toLowerCase(java.util.Locale.ROOT).contains("isbn"), refused.err());
        assertEquals("0", count());
    }

    @Test
    void anUnknownSettingIsNamedWithItsLine() throws IOException {
        Program.stop(home);
        Files.writeString(home.resolve("config"), "# mine\npeer.lisen = 127.0.0.1:0\n");

        Program.Run refused = Program.run(
                List.of(Program.INSTALLED.resolve("bin/kithd").toString(), "run", "--home", home.toString()), Map.of());

        assertEquals(2, refused.exit(), refused.err());
        assertTrue(refused.err().contains("peer.lisen") && refused.err().contains("2"), refused.err());
        assertTrue(refused.err().contains("peer.listen"), refused.err());
    }

    @Test
    void aSecondDaemonSaysWhoIsThereAndSinceWhen() {
        Program.Run second = Program.run(
                List.of(Program.INSTALLED.resolve("bin/kithd").toString(), "run", "--home", home.toString()), Map.of());

        assertEquals(4, second.exit(), second.err());
        assertTrue(second.err().contains(String.valueOf(Program.pid(home))), second.err());
        assertTrue(second.err().contains("since"), second.err());
        kith(home, "daemon", "status").ok();
    }

    @Test
    void aLineOfWrongFlagsIsRefusedInOneLine() {
        Program.Run refused = kith(home, "persn", "--frobnicate", "--colour=pink", "-Z", "adda");

        assertEquals(2, refused.exit());
        assertTrue(refused.err().contains("person"), refused.err());
        assertEquals("", refused.out());
    }

    @Test
    void whereOutputCannotBeWrittenItIsSaidUnlessTheReaderLeft() {
        kith(home, "update", "INSERT DATA { <urn:a> <urn:p> 1 }").ok();
        String kith = Program.INSTALLED.resolve("bin/kith").toString();

        for (String command : List.of("export", "space list", "query 'SELECT * { ?s ?p ?o }'")) {
            Program.Run full = Program.run(
                    List.of("sh", "-c", kith + " " + command + " > /dev/full"), Map.of("KITH_HOME", home.toString()));

            assertEquals(1, full.exit(), command);
            assertEquals("kith: cannot write standard output (No space left on device)\n", full.err(), command);
        }
        Program.Run unread = Program.run(
                List.of("sh", "-c", "(" + kith + " export; echo $? >&2) | true"), Map.of("KITH_HOME", home.toString()));
        assertEquals("141\n", unread.err());
    }

    @Test
    void garbageOnThePeerPortCostsOnlyItsConnection() throws IOException {
        int port = peerPort();
        Random random = new Random(7);
        for (int i = 0; i < 20; i++) {
            try (Socket socket = new Socket("127.0.0.1", port)) {
                byte[] garbage = new byte[1 + random.nextInt(20_000)];
                random.nextBytes(garbage);
                if (i % 3 == 0) {
                    garbage = "GET / HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
                }
                socket.getOutputStream().write(garbage);
            } catch (IOException closed) {
                // The daemon hung up while we were still talking nonsense: that is what it should do.
                assertNotEquals("", closed.toString());
            }
        }

        kith(home, "update", "INSERT DATA { <urn:a> <urn:p> 1 }").ok();
        assertEquals("1", count());
    }

    private String count() {
        return kith(home, "query", "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", "--csv")
                .ok()
                .out()
                .lines()
                .skip(1)
                .findFirst()
                .orElseThrow()
                .strip();
    }

    private int peerPort() {
        String json = kith(home, "status", "--json").ok().out();
        Matcher port = Pattern.compile("127\\.0\\.0\\.1:(\\d+)").matcher(json);
        assertTrue(port.find(), json);
        return Integer.parseInt(port.group(1));
    }
}
