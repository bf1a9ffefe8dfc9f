package kith.cli.client;

import java.io.IOException;
import java.io.InputStream;

/**
 * A body in chunks (RFC 9112, section 7.1); one that ends without its last chunk is a fault, and so is one whose trailer
 * says why it is not whole.
 */
final class ChunkedInput extends InputStream {
    /** Greatest number of hexadecimal digits of a chunk's size: below 2^60 bytes. */
    static final int MAX_SIZE_DIGITS = 15;

    private static final String ERROR_TRAILER = "kith-error:";

    private final InputStream in;
    private long passed;
    private long left;
    private boolean first = true;
    private boolean ended;

    ChunkedInput(InputStream in) {
        this.in = in;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int count) throws IOException {
        if (count == 0) {
            return 0;
        }
        if (left == 0 && !ended) {
            nextChunk();
        }
        if (ended) {
            return -1;
        }
        int got = in.read(target, offset, (int) Math.min(count, left));
        if (got < 0) {
            throw FixedInput.cutShort(passed + " bytes");
        }
        left -= got;
        passed += got;
        return got;
    }

    private void nextChunk() throws IOException {
        if (!first && (next() != '\r' || next() != '\n')) {
            throw Head.malformed("a chunk longer than it said");
        }
        first = false;
        left = size();
        if (left == 0) {
            Head.Budget trailers = new Head.Budget(in);
            String error = "";
            for (String line = trailers.line(); !line.isEmpty(); line = trailers.line()) {
                if (line.regionMatches(true, 0, ERROR_TRAILER, 0, ERROR_TRAILER.length())) {
                    error = line.substring(ERROR_TRAILER.length()).strip();
                }
            }
            ended = true;
            if (!error.isEmpty()) {
                throw Door.brokenOff(error);
            }
        }
    }

    private long size() throws IOException {
        long size = 0;
        int digits = 0;
        int c = next();
        for (int digit = Character.digit(c, 16); digit >= 0; digit = Character.digit(c, 16)) {
            if (++digits > MAX_SIZE_DIGITS) {
                throw Head.malformed("a chunk's size of more than " + MAX_SIZE_DIGITS + " digits");
            }
            size = size << 4 | digit;
            c = next();
        }
        if (digits == 0) {
            throw Head.malformed("a chunk without a size");
        }
        for (int skipped = 0; c != '\n'; skipped++) {
            if (skipped > Head.MAX_HEAD_BYTES) {
                throw Head.malformed("a chunk's extension of more than " + Head.MAX_HEAD_BYTES + " bytes");
            }
            c = next();
        }
        return size;
    }

    private int next() throws IOException {
        int b = in.read();
        if (b < 0) {
            throw FixedInput.cutShort(passed + " bytes");
        }
        return b;
    }
}
