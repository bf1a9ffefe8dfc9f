package kith.ontology.delta;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import kith.ontology.bytes.MalformedException;

/** Raw deflate with the preset dictionary of the format, {@code dictionary-1.txt}. */
final class Deflation {
    private static final byte[] DICTIONARY = dictionary();

    /** Deflaters at rest: to make one takes longer than to deflate a small change. */
    private static final Queue<Deflater> AT_REST = new ArrayBlockingQueue<>(4);

    private Deflation() {}

    static byte[] deflate(byte[] content) {
        Deflater rested = AT_REST.poll();
        Deflater deflater = rested == null ? new Deflater(Deflater.DEFAULT_COMPRESSION, true) : rested;
        try {
            deflater.setDictionary(DICTIONARY);
            deflater.setInput(content);
            deflater.finish();
            ByteArrayOutputStream out = new ByteArrayOutputStream(content.length / 2 + 64);
            byte[] buffer = new byte[8_192];
            while (!deflater.finished()) {
                out.write(buffer, 0, deflater.deflate(buffer));
            }
            return out.toByteArray();
        } finally {
            deflater.reset();
            if (!AT_REST.offer(deflater)) {
                deflater.end();
            }
        }
    }

    /** Exactly {@code length} bytes, or a fault; never allocates more. */
    static byte[] inflate(byte[] deflated, int length) {
        Inflater inflater = new Inflater(true);
        try {
            inflater.setDictionary(DICTIONARY);
            inflater.setInput(deflated);
            byte[] content = new byte[length];
            int done = 0;
            while (done < length) {
                int more = inflater.inflate(content, done, length - done);
                if (more == 0) {
                    throw new MalformedException("deflated content ends early", done);
                }
                done += more;
            }
            boolean over = inflater.inflate(new byte[1]) != 0 || !inflater.finished() || inflater.getRemaining() != 0;
            if (over) {
                throw new MalformedException("deflated content runs on", done);
            }
            return content;
        } catch (DataFormatException e) {
            throw new MalformedException("deflated content is damaged", 0);
        } finally {
            inflater.end();
        }
    }

    private static byte[] dictionary() {
        try (InputStream in = Deflation.class.getResourceAsStream("dictionary-1.txt")) {
            if (in == null) {
                throw new IllegalStateException("dictionary-1.txt is missing from the jar");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new IllegalStateException("dictionary-1.txt cannot be read", e);
        }
    }
}
