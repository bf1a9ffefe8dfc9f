package kith.daemon.exchange;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Bytes on their way to a parser, counted. */
final class Passed extends FilterInputStream {
    private long count;

    Passed(InputStream in) {
        super(in);
    }

    long count() {
        return count;
    }

    @Override
    public int read() throws IOException {
        int b = super.read();
        count += b < 0 ? 0 : 1;
        return b;
    }

    @Override
    public int read(byte[] target, int offset, int most) throws IOException {
        int got = super.read(target, offset, most);
        count += Math.max(0, got);
        return got;
    }
}
