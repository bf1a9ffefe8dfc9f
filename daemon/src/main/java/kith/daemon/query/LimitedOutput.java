package kith.daemon.query;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** A stream that takes so many bytes and no more. Flushing is left to whoever owns the stream below. */
final class LimitedOutput extends FilterOutputStream {
    private final long maxBytes;
    private long written;

    LimitedOutput(OutputStream out, long maxBytes) {
        super(out);
        this.maxBytes = maxBytes;
    }

    @Override
    public void write(int b) throws IOException {
        count(1);
        out.write(b);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        count(length);
        out.write(bytes, offset, length);
    }

    // The writers of the engine flush after every cell.
    @Override
    public void flush() {}

    private void count(int length) {
        written += length;
        if (written > maxBytes) {
            throw new LimitReached("the answer is larger than " + maxBytes + " bytes: add LIMIT, or ask for less");
        }
    }
}
