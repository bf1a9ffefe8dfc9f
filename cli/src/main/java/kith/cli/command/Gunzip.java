package kith.cli.command;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;

/** Uncompresses all members of a file in gzip's format, however slowly they come. */
final class Gunzip {
    private static final int BUFFER_BYTES = 64 * 1024;

    private Gunzip() {}

    static InputStream of(InputStream in) throws IOException {
        return new GZIPInputStream(new Awaited(in), BUFFER_BYTES);
    }

    /** Waits before it says that nothing more comes: releases of Java before 23 take a pause of a pipe for the end. */
    private static final class Awaited extends BufferedInputStream {
        Awaited(InputStream in) {
            super(in, BUFFER_BYTES);
        }

        @Override
        public synchronized int available() throws IOException {
            mark(1);
            if (read() < 0) {
                return 0;
            }
            reset();
            return Math.max(1, super.available());
        }
    }
}
