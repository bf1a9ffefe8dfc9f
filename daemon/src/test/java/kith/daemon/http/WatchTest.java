package kith.daemon.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import kith.daemon.query.PlainSpace;
import org.apache.jena.graph.NodeFactory;
import org.apache.jena.sparql.core.Quad;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Live queries as a client meets them: lines, event streams, and what is said to one who cannot keep up. */
@Timeout(120)
final class WatchTest {
    private static final String NAMES = OpenDoor.encoded("SELECT ?n { ?s <urn:name> ?n }");

    @TempDir
    private Path folder;

    private PlainSpace space;
    private OpenDoor door;

    @BeforeEach
    void open() {
        space = PlainSpace.of("<urn:ada> <urn:name> 'Ada' .");
        door = new OpenDoor(folder, space, OpenDoor.LIMITS);
    }

    @AfterEach
    void close() {
        door.close();
    }

    /** A client that reads line by line, the sizes of chunks and blank lines left out. */
    private final class Reader implements AutoCloseable {
        private final Socket socket;
        private final BufferedReader lines;
        private final List<String> head = new ArrayList<>();

        Reader(String target, String... headers) throws IOException {
            socket = new Socket("127.0.0.1", door.port());
            StringBuilder request = new StringBuilder("GET " + target + " HTTP/1.1\r\nHost: localhost\r\n"
                    + "Authorization: Bearer " + OpenDoor.TOKEN + "\r\n");
            for (String header : headers) {
                request.append(header).append("\r\n");
            }
            socket.getOutputStream().write(request.append("\r\n").toString().getBytes(StandardCharsets.UTF_8));
            lines = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            for (String line = lines.readLine(); !line.isEmpty(); line = lines.readLine()) {
                head.add(line.toLowerCase(java.util.Locale.ROOT));
            }
        }

        String next() throws IOException {
            String line = lines.readLine();
            while (line != null && (line.isEmpty() || line.matches("[0-9a-fA-F]{1,8}"))) {
                line = lines.readLine();
            }
            return String.valueOf(line);
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    private void name(String subject, String name) {
        try (var write = space.write()) {
            write.dataset()
                    .add(Quad.create(
                            Quad.defaultGraphIRI,
                            NodeFactory.createURI("urn:" + subject),
                            NodeFactory.createURI("urn:name"),
                            NodeFactory.createLiteralString(name)));
            write.commit("");
        }
    }

    private static String event(String event, String name) {
        return "{\"event\":\"" + event + "\",\"row\":{\"n\":{\"type\":\"literal\",\"value\":\"" + name + "\"}}}";
    }

    @Test
    void rowsComeLineByLineAsTheyAppear() throws IOException {
        try (Reader reader = new Reader("/spaces/home/watch?query=" + NAMES)) {
            assertTrue(reader.head.contains("content-type: application/x-ndjson"), reader.head.toString());
            assertEquals(event("appear", "Ada"), reader.next());
            assertEquals("{\"event\":\"present\",\"rows\":1}", reader.next());

            name("bo", "Bo");

            assertEquals(event("appear", "Bo"), reader.next());
        }
    }

    @Test
    void anEventStreamNumbersItsEventsAndIsNotTakenUpAgain() throws IOException {
        try (Reader reader =
                new Reader("/spaces/home/watch?present=false&query=" + NAMES, "Accept: text/event-stream")) {
            assertTrue(reader.head.contains("content-type: text/event-stream"), reader.head.toString());
            assertEquals("id: 1", reader.next());
            assertEquals("event: present", reader.next());
            assertEquals("data: {\"event\":\"present\",\"rows\":1}", reader.next());

            name("bo", "Bo");

            assertEquals("id: 2", reader.next());
            assertEquals("event: appear", reader.next());
            assertEquals("data: " + event("appear", "Bo"), reader.next());
        }
        Raw.Answer again =
                door.get("/spaces/home/watch?query=" + NAMES, "Accept: text/event-stream", "Last-Event-ID: 2");
        assertEquals(409, again.status());
        assertTrue(again.body().contains("taken up again"), again.body());
    }

    @Test
    void whatIsNoQueryIsRefusedBeforeAnythingIsTold() {
        Raw.Answer noQuery = door.get("/spaces/home/watch?query=" + OpenDoor.encoded("SELECT nonsense"));
        Raw.Answer now = door.post("/spaces/home/watch", "application/sparql-query", "SELECT (NOW() AS ?n) {}");
        Raw.Answer nowhere = door.get("/spaces/none/watch?query=" + NAMES);
        Raw.Answer update = door.post("/spaces/home/watch", "application/sparql-update", "CLEAR ALL");

        assertEquals(400, noQuery.status());
        assertEquals(400, now.status());
        assertTrue(now.body().contains("NOW()"), now.body());
        assertEquals(404, nowhere.status());
        assertEquals(415, update.status());
    }

    /** It does not read until the daemon is done with it: the last line says why, and no line before it is torn. */
    @Test
    void aSlowReaderIsToldAndEndedAndNothingWasPassedOver() throws Exception {
        String wide = "x".repeat(20_000);
        try (Reader reader = new Reader("/spaces/home/watch?query=" + NAMES)) {
            int written = 0;
            long end = System.nanoTime() + 40_000_000_000L;
            // Not one answer of all, but change upon change.
            while (written < 2_000 && System.nanoTime() < end) {
                name("s" + written, "v" + written + wide);
                written++;
            }
            Thread.sleep(WatchResource.MAX_LAG.plusSeconds(3).toMillis());

            int appeared = 0;
            String line = reader.next();
            while (line.startsWith("{\"event\":\"appear\"") || line.startsWith("{\"event\":\"present\"")) {
                assertTrue(line.endsWith("}"), "torn");
                appeared += line.contains("\"appear\"") ? 1 : 0;
                line = reader.next();
            }

            assertTrue(line.startsWith("{\"event\":\"end\",\"code\":\"TIMED_OUT\""), line);
            assertTrue(line.contains("too slow"), line);
            assertTrue(appeared > 1 && appeared < written + 1, appeared + " of " + written);
        }
    }

    @Test
    void thereAreOnlySoManyAndThePlaceOfOneThatEndsIsFree() throws Exception {
        List<Reader> readers = new ArrayList<>();
        try {
            for (int i = 0; i < Workers.MAX_WATCHES; i++) {
                Reader reader = new Reader("/spaces/home/watch?query=" + NAMES);
                readers.add(reader);
                assertEquals(event("appear", "Ada"), reader.next());
            }
            Raw.Answer full = door.get("/spaces/home/watch?query=" + NAMES);
            assertEquals(503, full.status());
            assertTrue(full.body().contains("16 live queries"), full.body());
            assertEquals(200, door.get("/health").status());

            readers.removeLast().close();

            int status = 503;
            long end = System.nanoTime() + 20_000_000_000L;
            while (status == 503 && System.nanoTime() < end) {
                try (Reader reader = new Reader("/spaces/home/watch?query=" + NAMES)) {
                    status = reader.head.getFirst().contains(" 200 ") ? 200 : 503;
                }
                Thread.sleep(20);
            }
            assertEquals(200, status);
        } finally {
            for (Reader reader : readers) {
                reader.close();
            }
        }
    }

    @Test
    void theDoorClosesOnThemAtOnce() throws Exception {
        try (Reader reader = new Reader("/spaces/home/watch?query=" + NAMES)) {
            reader.next();
            reader.next();
            long began = System.nanoTime();

            door.close();

            assertTrue(System.nanoTime() - began < 4_000_000_000L);
            assertEquals("null", reader.next());
        }
    }
}
