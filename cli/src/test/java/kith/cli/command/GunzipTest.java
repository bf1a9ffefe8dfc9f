package kith.cli.command;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

/** A pipe pauses: that is not its end. */
final class GunzipTest {
    /** As a pipe is between two writers: nothing is there yet, and more comes. */
    private static final class Pausing extends ByteArrayInputStream {
        Pausing(byte[] bytes) {
            super(bytes);
        }

        @Override
        public synchronized int available() {
            return 0;
        }

        @Override
        public synchronized int read(byte[] into, int from, int count) {
            return super.read(into, from, Math.min(1, count));
        }
    }

    private static byte[] packed(String text) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (OutputStream packing = new GZIPOutputStream(out)) {
            packing.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return out.toByteArray();
    }

    @Test
    void allMembersAreReadAlsoWhereTheyComeOneByOne() throws IOException {
        InputStream both =
                new SequenceInputStream(new Pausing(packed("the first, ")), new Pausing(packed("and the second")));

        try (InputStream in = Gunzip.of(both)) {
            assertEquals("the first, and the second", new String(in.readAllBytes(), StandardCharsets.UTF_8));
        }
    }
}
