package kith.cli.view;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is said of a document on its way. */
class ProgressTest {
    private long now;
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void offATerminalNothingIsSaid() {
        InputStream document = new ByteArrayInputStream(new byte[10]);

        assertSame(document, Progress.of(document, terminal(false), 10));
        assertNotSame(document, Progress.of(document, terminal(true), 10));
    }

    @Test
    void whatIsSlowIsSaidAndWipedAway() throws Exception {
        try (InputStream document = watched(100)) {
            document.readNBytes(30);
            now += 200_000_001;
            document.readNBytes(10);
            document.readAllBytes();
        }

        assertTrue(err.toString().startsWith("\r\u001b[Ksent 40 %"), err.toString());
        assertTrue(err.toString().endsWith("\r\u001b[K"), err.toString());
    }

    @Test
    void whatIsQuickLeavesNoTrace() throws IOException {
        try (InputStream document = watched(-1)) {
            assertEquals(100, document.readAllBytes().length);
        }

        assertEquals("", err.toString());
    }

    /** Of a hundred bytes. */
    private Progress watched(long length) {
        return new Progress(new ByteArrayInputStream(new byte[100]), terminal(true), length, () -> now);
    }

    private Terminal terminal(boolean isTerminal) {
        return new Terminal(
                InputStream.nullInputStream(),
                OutputStream.nullOutputStream(),
                err,
                new Terminal.Traits(false, false, isTerminal, 0, Map.of()));
    }
}
