package kith.cli.client;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import kith.cli.testkit.FakeDoor;
import kith.ontology.fault.Code;
import kith.ontology.fault.KithException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the door makes of good, bad and hostile answers. */
@SuppressWarnings("try") // the listener serves by being there
@Timeout(20)
class DoorTest {
    @TempDir
    Path home;

    @Test
    void anAnswerWithALengthIsReadWhole() throws IOException {
        try (FakeDoor listener = FakeDoor.saying(home, "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello, and more")) {
            assertEquals("hello", body(ask("/x")));

            assertEquals("GET", listener.last().method());
            assertEquals("/x", listener.last().target());
            assertEquals("close, TE", listener.last().headers().get("connection"));
        }
    }

    @Test
    void chunksAreJoinedAndTheirExtensionsAndTrailersSkipped() throws IOException {
        String chunked = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
                + "5;name=value\r\nhello\r\nA\r\n, the rest\r\n0\r\nTrailer: x\r\n\r\n";
        try (FakeDoor listener = FakeDoor.saying(home, chunked)) {
            assertEquals("hello, the rest", body(ask("/x")));
        }
    }

    @Test
    void interimAnswersAreSkipped() throws IOException {
        String answers = "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
        try (FakeDoor listener = FakeDoor.saying(home, answers)) {
            assertEquals("ok", body(ask("/x")));
        }
    }

    @Test
    void anAnswerThatEndsBeforeItsLengthIsNeverTakenForWhole() throws IOException {
        try (FakeDoor listener = FakeDoor.saying(home, "HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\nhello")) {
            Reply reply = ask("/x");

            KithException fault = assertThrows(KithException.class, () -> body(reply));

            assertEquals(Code.FAILED, fault.code());
            assertEquals("the daemon's reply broke off after 5 of 50 bytes", fault.getMessage());
        }
    }

    @Test
    void aTrailerSaysWhyAnAnswerIsNotWhole() throws IOException {
        String chunked = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n"
                + "Kith-Error: %7B%22error%22%3A%7B%22code%22%3A%22TIMED_OUT%22%2C%22message%22%3A%22time+is+up%22%7D%7D"
                + "\r\n\r\n";
        try (FakeDoor listener = FakeDoor.saying(home, chunked)) {
            Reply reply = ask("/x");

            KithException fault = assertThrows(KithException.class, () -> body(reply));

            assertEquals(Code.TIMED_OUT, fault.code());
            assertEquals("time is up", fault.getMessage());
            assertEquals("trailers", listener.last().headers().get("te"));
        }
    }

    @Test
    void chunksThatEndWithoutALastOneAreNeverTakenForWhole() throws IOException {
        String chunked = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n";
        try (FakeDoor listener = FakeDoor.saying(home, chunked)) {
            Reply reply = ask("/x");

            KithException fault = assertThrows(KithException.class, () -> body(reply));

            assertEquals("the daemon's reply broke off after 5 bytes", fault.getMessage());
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "garbage without a line end | UNREACHABLE",
                "SSH-2.0-OpenSSH\\n\\n | FAILED",
                "HTTP/1.1 abc OK\\n\\n | FAILED",
                "HTTP/1.1 200 OK\\nno-colon\\n\\n | FAILED",
                "HTTP/1.1 200 OK\\n\\nno length | FAILED",
                "HTTP/1.1 200 OK\\nContent-Length: 5x\\n\\nhello | FAILED",
                "HTTP/1.1 200 OK\\nContent-Length: 99999999999999999999\\n\\nhello | FAILED",
                "HTTP/1.1 200 OK\\nContent-Length: 5\\nTransfer-Encoding: chunked\\n\\n0\\n\\n | FAILED",
                "HTTP/1.1 200 OK\\nTransfer-Encoding: gzip\\n\\nhello | FAILED",
            })
    void whatIsNoHttpIsSaidSo(String bytes, Code code) throws IOException {
        try (FakeDoor listener = FakeDoor.saying(home, bytes.replace("\\n", "\r\n"))) {
            KithException fault = assertThrows(KithException.class, () -> body(ask("/x")));

            assertEquals(code, fault.code());
        }
    }

    @ParameterizedTest
    @CsvSource({"zz, a chunk without a size", "'', a chunk without a size", "1234567890123456, more than 15 digits"})
    void aChunkWithoutAGoodSizeIsRefused(String size, String says) throws IOException {
        String chunked = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + size + "\r\nhello\r\n0\r\n\r\n";
        try (FakeDoor listener = FakeDoor.saying(home, chunked)) {
            Reply reply = ask("/x");

            KithException fault = assertThrows(KithException.class, () -> body(reply));

            assertTrue(fault.getMessage().contains(says), fault.getMessage());
        }
    }

    @Test
    void headersOfOneByteMoreThanAllowedAreRefused() throws IOException {
        String start = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nX: ";
        String fits = start + "x".repeat(Head.MAX_HEAD_BYTES - start.length() - "\r\n\r\n".length());
        String most = fits + "x";
        try (FakeDoor listener = FakeDoor.open(
                home,
                (heard, out) -> out.write(((heard.target().equals("/fits") ? fits : most) + "\r\n\r\nok")
                        .getBytes(StandardCharsets.ISO_8859_1)))) {
            assertEquals("ok", body(ask("/fits")));

            KithException fault = assertThrows(KithException.class, () -> ask("/most"));

            assertTrue(fault.getMessage().contains("headers of more than 16384 bytes"), fault.getMessage());
        }
    }

    @Test
    void anErrorKeepsItsCodeItsHintAndItsFaults() throws IOException {
        String error = """
                {"error":{"code":"REJECTED","message":"2 values are not as their shapes say","hint":"kith help add"},
                 "faults":[{"shape":"PersonShape","focus":"urn:x:1","path":"foaf:name","value":"","message":"at least 1"}]}
                """;
        try (FakeDoor listener = FakeDoor.replying(home, 422, "application/json", error)) {
            Refusal refusal = assertThrows(Refusal.class, () -> ask("/x"));

            assertEquals(Code.REJECTED, refusal.code());
            assertEquals("2 values are not as their shapes say", refusal.getMessage());
            assertEquals("kith help add", refusal.hint());
            assertEquals(java.util.List.of("urn:x:1 foaf:name: at least 1 (shape PersonShape)"), refusal.faults());
        }
    }

    @ParameterizedTest
    @CsvSource({"400, USAGE", "401, NOT_ALLOWED", "404, NOT_FOUND", "409, CONFLICT", "503, TIMED_OUT", "500, FAILED"})
    void anErrorThatIsNoJsonIsKnownByItsStatus(int status, Code code) throws IOException {
        try (FakeDoor listener = FakeDoor.replying(home, status, "text/html", "<html>\nsorry</html>")) {
            Refusal refusal = assertThrows(Refusal.class, () -> ask("/x"));

            assertEquals(code, refusal.code());
            assertEquals("the daemon answered " + status + ": <html>", refusal.getMessage());
        }
    }

    @Test
    void aBodyOfKnownLengthIsSentWithIt() throws IOException {
        byte[] document = new byte[300_000];
        new Random(1).nextBytes(document);
        try (FakeDoor listener = FakeDoor.replying(home, 200, "application/json", "{}")) {
            Request request = Request.post("/x", "text/turtle", new ByteArrayInputStream(document), document.length);

            new Door(new Home(home)).send(request).json();

            assertEquals("300000", listener.last().headers().get("content-length"));
            assertArrayEquals(document, listener.last().body());
        }
    }

    @Test
    void aBodyOfUnknownLengthIsSentInChunks() throws IOException {
        byte[] document = new byte[300_000];
        new Random(2).nextBytes(document);
        try (FakeDoor listener = FakeDoor.replying(home, 200, "application/json", "{}")) {
            Request request = Request.post("/x", "text/turtle", new ByteArrayInputStream(document), -1);

            new Door(new Home(home)).send(request).json();

            assertEquals("chunked", listener.last().headers().get("transfer-encoding"));
            assertArrayEquals(document, listener.last().body());
        }
    }

    @Test
    void aDaemonHearsOfABodyThatIsLongInComing() throws IOException {
        try (FakeDoor listener = FakeDoor.replying(home, 200, "application/json", "{}")) {
            InputStream slow = new InputStream() {
                @Override
                public int read() throws IOException {
                    if (!listener.hearsHead()) {
                        throw new IOException("nothing was sent yet");
                    }
                    return -1;
                }
            };

            new Door(new Home(home))
                    .send(Request.post("/x", "text/turtle", slow, -1))
                    .json();

            assertEquals("", listener.last().text());
        }
    }

    @Test
    void anInputThatCannotBeReadIsNotTheDaemonsFault() throws IOException {
        InputStream broken = new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("disk on fire");
            }
        };
        try (FakeDoor listener = FakeDoor.replying(home, 200, "application/json", "{}")) {
            Refusal refusal = assertThrows(
                    Refusal.class, () -> new Door(new Home(home)).send(Request.post("/x", "text/turtle", broken, -1)));

            assertEquals("the input cannot be read: disk on fire", refusal.getMessage());
        }
    }

    @Test
    void withoutADaemonTheAnswerIsHowToStartOne() {
        Refusal refusal = assertThrows(Refusal.class, () -> ask("/x"));

        assertEquals(Code.UNREACHABLE, refusal.code());
        assertEquals("kith daemon start", refusal.hint());
    }

    @Test
    void aDaemonThatDiedIsNamedByItsNumber() throws IOException {
        Files.createDirectories(home.resolve("run"));
        Files.writeString(home.resolve("run/kithd.pid"), "pid 999999999\nsince 2026\nsocket " + home + "/run/none\n");

        Refusal refusal = assertThrows(Refusal.class, () -> ask("/x"));

        assertEquals(Code.UNREACHABLE, refusal.code());
        assertTrue(refusal.getMessage().endsWith("has died (pid 999999999)"), refusal.getMessage());
    }

    @ParameterizedTest
    @CsvSource({"''", "pid x", "'pid 5'", "'socket /x'", "'pid 5,socket relative'"})
    void aPidFileThatNamesNothingIsSaidSo(String lines) throws IOException {
        Files.createDirectories(home.resolve("run"));
        Files.writeString(home.resolve("run/kithd.pid"), lines.replace(',', '\n'));

        Refusal refusal = assertThrows(Refusal.class, () -> ask("/x"));

        assertEquals(Code.UNREACHABLE, refusal.code());
        assertEquals("kith doctor", refusal.hint());
    }

    @Test
    void aDaemonThatStandsStillIsGivenUp() throws IOException {
        Object never = new Object();
        try (FakeDoor listener = FakeDoor.open(home, (heard, out) -> {
            synchronized (never) {
                try {
                    never.wait(10_000);
                } catch (InterruptedException e) {
                    throw new IOException(e);
                }
            }
        })) {
            Request request = Request.get("/x").waiting(Duration.ofMillis(200));

            Refusal refusal = assertThrows(Refusal.class, () -> new Door(new Home(home)).send(request));

            assertEquals(Code.TIMED_OUT, refusal.code());
            synchronized (never) {
                never.notifyAll();
            }
        }
    }

    private Reply ask(String target) {
        return new Door(new Home(home)).send(Request.get(target));
    }

    private static String body(Reply reply) throws IOException {
        try (reply) {
            return new String(reply.body().readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
