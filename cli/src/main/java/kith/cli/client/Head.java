package kith.cli.client;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import kith.ontology.fault.Code;
import org.jspecify.annotations.Nullable;

/**
 * Status line and headers of a reply.
 *
 * @param headers by name in lower case; of a repeated header the last
 */
record Head(int status, Map<String, String> headers) {
    /** Greatest size of status line and headers together, in bytes. */
    static final int MAX_HEAD_BYTES = 16 * 1024;

    /** Greatest number of interim replies (1xx) before the real one. */
    static final int MAX_INTERIM = 4;

    /** Reads the head of the reply, past interim ones. */
    static Head read(InputStream in) throws IOException {
        for (int interim = 0; interim <= MAX_INTERIM; interim++) {
            Head head = readOne(in);
            if (head.status >= 200) {
                return head;
            }
        }
        throw malformed("more than " + MAX_INTERIM + " interim replies");
    }

    /** The body, unframed. */
    InputStream body(InputStream in) {
        if (status == 204 || status == 304) {
            return InputStream.nullInputStream();
        }
        @Nullable String coding = headers.get("transfer-encoding");
        @Nullable String length = headers.get("content-length");
        if (coding != null) {
            if (length != null || !coding.equalsIgnoreCase("chunked")) {
                throw malformed("two framings, or one that nobody asked for");
            }
            return new ChunkedInput(in);
        }
        // Without a length the body would end wherever the daemon died, and nobody could tell.
        if (length == null) {
            throw malformed("neither a length nor chunks");
        }
        return new FixedInput(in, length(length));
    }

    static Refusal malformed(String why) {
        return Refusal.broken(
                Code.FAILED, "what listens on the socket does not speak HTTP/1.1: " + why, "kith doctor", null);
    }

    private static Head readOne(InputStream in) throws IOException {
        Budget budget = new Budget(in);
        String status = budget.line();
        if (!status.startsWith("HTTP/1.") || status.length() < 12) {
            throw malformed("no status line");
        }
        Map<String, String> headers = new HashMap<>();
        for (String line = budget.line(); !line.isEmpty(); line = budget.line()) {
            int colon = line.indexOf(':');
            if (colon < 1) {
                throw malformed("a header without a name");
            }
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        return new Head(status(status.substring(9, 12)), headers);
    }

    private static int status(String digits) {
        int status = 0;
        for (int i = 0; i < 3; i++) {
            int digit = digits.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                throw malformed("no status number");
            }
            status = status * 10 + digit;
        }
        return status;
    }

    private static long length(String digits) {
        long length = 0;
        for (int i = 0; i < digits.length(); i++) {
            int digit = digits.charAt(i) - '0';
            if (digit < 0 || digit > 9 || length > Long.MAX_VALUE / 16) {
                throw malformed("a length that is no number");
            }
            length = length * 10 + digit;
        }
        if (digits.isEmpty()) {
            throw malformed("a length that is no number");
        }
        return length;
    }

    /** Lines that together may not pass {@link #MAX_HEAD_BYTES}. */
    static final class Budget {
        private final InputStream in;
        private int left = MAX_HEAD_BYTES;

        Budget(InputStream in) {
            this.in = in;
        }

        /** The next line, without its end. */
        String line() throws IOException {
            byte[] bytes = new byte[128];
            int count = 0;
            for (int b = next(); b != '\n'; b = next()) {
                if (count == bytes.length) {
                    bytes = Arrays.copyOf(bytes, count * 2);
                }
                bytes[count++] = (byte) b;
            }
            if (count > 0 && bytes[count - 1] == '\r') {
                count--;
            }
            return new String(bytes, 0, count, StandardCharsets.ISO_8859_1);
        }

        private int next() throws IOException {
            int b = in.read();
            if (b < 0) {
                throw Refusal.broken(
                        Code.UNREACHABLE,
                        "the daemon closed the connection before it answered; what was to be changed may or may not be"
                                + " done, and doing it again is harmless",
                        "kith daemon status",
                        null);
            }
            if (--left < 0) {
                throw malformed("headers of more than " + MAX_HEAD_BYTES + " bytes");
            }
            return b;
        }
    }
}
