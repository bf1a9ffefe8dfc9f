package kith.cli.client;

import java.io.IOException;
import java.io.InputStream;
import kith.ontology.fault.Code;

/** A body of a length said before; one that ends earlier is a fault, never taken for the whole. */
final class FixedInput extends InputStream {
    private final InputStream in;
    private final long length;
    private long left;

    FixedInput(InputStream in, long length) {
        this.in = in;
        this.length = length;
        this.left = length;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int count) throws IOException {
        if (left == 0) {
            return -1;
        }
        int got = in.read(target, offset, (int) Math.min(count, left));
        if (got < 0) {
            throw cutShort((length - left) + " of " + length + " bytes");
        }
        left -= got;
        return got;
    }

    static Refusal cutShort(String after) {
        return Refusal.broken(Code.FAILED, "the daemon's reply broke off after " + after, "kith daemon status", null);
    }
}
