package kith.daemon.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How a body may be sent: whole or in chunks, and not packed for the way. */
@Timeout(60)
final class FramingTest {
    private static final String POST = "POST /v1/spaces HTTP/1.1\r\nHost: kith\r\n";
    private static final String CHUNKS = "\r\nc\r\n{\"name\":\"b\"}\r\n0\r\n\r\n";

    @TempDir
    private Path folder;

    private OpenDoor door;

    @BeforeEach
    void open() {
        door = new OpenDoor(folder);
    }

    @AfterEach
    void close() {
        door.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"chunked", "Chunked", "CHUNKED", " chunked "})
    void aBodyInChunksIsRead(String coding) {
        try (Raw raw = door.raw()) {
            raw.send(POST + "Transfer-Encoding: " + coding + "\r\n" + CHUNKS);

            Raw.Answer answer = raw.answer();
            assertEquals(201, answer.status());
            assertTrue(answer.body().contains("createSpace b"));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "gzip, chunked",
                "gzip,chunked",
                "Deflate, Chunked",
                "gzip, deflate, chunked",
                "gzip\r\nTransfer-Encoding: chunked"
            })
    void aBodyThatIsPackedForTheWayIsRefusedAndTheConnectionEnds(String coding) {
        try (Raw raw = door.raw()) {
            raw.send(POST + "Transfer-Encoding: " + coding + "\r\n" + CHUNKS);

            assertIsLast(501, raw.answer());
            assertTrue(raw.isClosed());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "gzip",
                "identity",
                "chunked, gzip",
                "chunked, chunked",
                "chunked\r\nTransfer-Encoding: chunked",
                "chunked;q=1",
            })
    void aBodyOfWhichNobodyKnowsWhereItEndsIsRefusedAndTheConnectionEnds(String coding) {
        try (Raw raw = door.raw()) {
            raw.send(POST + "Transfer-Encoding: " + coding + "\r\n" + CHUNKS);

            assertIsLast(400, raw.answer());
        }
    }

    private static void assertIsLast(int status, Raw.Answer answer) {
        assertEquals(status, answer.status());
        assertEquals("close", answer.header("connection"));
    }
}
