package kith.daemon.http;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import kith.daemon.exchange.Spool;
import kith.ontology.fault.KithException;
import org.jspecify.annotations.Nullable;

/**
 * Takes a body of several parts apart (RFC 2046 and RFC 7578): each part is put aside by itself. Parts that have parts
 * of their own may have such once.
 */
final class Multipart {
    /** Parts of one body, those that have parts of their own counted too. */
    static final int MAX_PARTS = 64;
    /** Bytes of the headers of one part. */
    static final int MAX_PART_HEAD_BYTES = 8 * 1024;

    private static final int MAX_BOUNDARY_CHARS = 70;
    private static final int CHUNK_BYTES = 16 * 1024;
    private static final Pattern BOUNDARY = Pattern.compile("(?i);\\s*boundary=(\"[^\"]*\"|[^\\s;\"]*)");
    private static final Pattern FILE_NAME = Pattern.compile("(?i);\\s*filename=(\"[^\"]*\"|[^\\s;\"]*)");

    private final List<Part> parts;
    private final byte[] delimiter;
    private final InputStream in;
    private final byte[] chunk = new byte[CHUNK_BYTES];
    private int gathered;

    /** One part; whoever has it closes its body. */
    record Part(Map<String, String> headers, Spool body) {
        /** As its headers say it, with parameters; empty when they do not. */
        String contentType() {
            return headers.getOrDefault("content-type", "");
        }

        /** What the file was called where it came from; empty when nobody says. */
        String fileName() {
            return parameter(FILE_NAME, headers.getOrDefault("content-disposition", ""));
        }
    }

    private Multipart(InputStream in, String contentType, List<Part> parts) {
        String boundary = parameter(BOUNDARY, contentType);
        if (boundary.isEmpty() || boundary.length() > MAX_BOUNDARY_CHARS) {
            throw Refusal.badRequest(
                    "a body of several parts names a boundary of 1 to " + MAX_BOUNDARY_CHARS + " characters");
        }
        this.delimiter = ("\r\n--" + boundary).getBytes(StandardCharsets.ISO_8859_1);
        this.in = in;
        this.parts = parts;
    }

    /**
     * The parts of a body, in their order.
     *
     * @throws Refusal 400 if it is no body of parts, or has too many; nothing of it is kept then
     */
    static List<Part> of(Spool body, String contentType) {
        List<Part> parts = new ArrayList<>();
        try {
            take(body, contentType, parts, true);
            return parts;
        } catch (RuntimeException fault) {
            parts.forEach(part -> part.body().close());
            throw fault;
        }
    }

    private static void take(Spool body, String contentType, List<Part> parts, boolean mayNest) {
        try (InputStream in = new BufferedInputStream(body.open(), CHUNK_BYTES)) {
            new Multipart(in, contentType, parts).take(body, mayNest);
        } catch (IOException failed) {
            throw KithException.host("cannot read the request back", failed);
        }
    }

    private void take(Spool whole, boolean mayNest) throws IOException {
        // The first boundary may stand at the very beginning, with no line before it.
        upToBoundary(null, 2);
        while (!isEnd()) {
            if (parts.size() >= MAX_PARTS) {
                throw Refusal.badRequest("a body may have " + MAX_PARTS + " parts; send the rest by itself");
            }
            Part part = new Part(headers(), whole.another());
            parts.add(part);
            upToBoundary(part.body(), 0);
            if (part.contentType().toLowerCase(Locale.ROOT).startsWith("multipart/")) {
                unfold(part, mayNest);
            }
        }
    }

    /** Puts the parts of a part in its place. */
    private void unfold(Part part, boolean mayNest) {
        if (!mayNest) {
            throw Refusal.badRequest("parts in parts in parts are not read");
        }
        parts.removeLast();
        try (Spool body = part.body()) {
            take(body, part.contentType(), parts, false);
        }
    }

    /** Whether the boundary just read is the last one; else the next byte is the first of a part. */
    private boolean isEnd() throws IOException {
        String rest = line(MAX_PART_HEAD_BYTES).stripTrailing();
        if (!rest.isEmpty() && !rest.equals("--")) {
            throw Refusal.badRequest("a boundary in the body does not end where its line ends");
        }
        return rest.equals("--");
    }

    private Map<String, String> headers() throws IOException {
        Map<String, String> headers = new HashMap<>();
        int left = MAX_PART_HEAD_BYTES;
        for (String line = line(left); !line.isEmpty(); line = line(left)) {
            left -= line.length() + 2;
            int colon = line.indexOf(':');
            if (colon <= 0) {
                throw Refusal.badRequest("a part of the body has a header without a name");
            }
            headers.put(
                    line.substring(0, colon).strip().toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        return headers;
    }

    /** Up to the end of the line, which is taken too; a last boundary may end the body without one. */
    private String line(int most) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int b = in.read(); b >= 0 && b != '\n'; b = in.read()) {
            if (line.length() >= most) {
                throw Refusal.badRequest(
                        "a part of the body has more than " + MAX_PART_HEAD_BYTES + " bytes of headers");
            }
            line.append((char) b);
        }
        int end = line.length();
        return end > 0 && line.charAt(end - 1) == '\r' ? line.substring(0, end - 1) : line.toString();
    }

    /** Puts what comes before the next boundary aside, or passes it over. */
    private void upToBoundary(@Nullable Spool aside, int alreadySeen) throws IOException {
        int seen = alreadySeen;
        gathered = 0;
        while (seen < delimiter.length) {
            int b = in.read();
            if (b < 0) {
                throw Refusal.badRequest("the body ends in the middle of a part: its last boundary is missing");
            }
            if (b == delimiter[seen]) {
                seen++;
                continue;
            }
            // A boundary has one carriage return, its first byte: what was taken for the begin of one can hold no
            // other.
            for (int i = 0; i < seen; i++) {
                keep(delimiter[i], aside);
            }
            seen = b == delimiter[0] ? 1 : 0;
            if (seen == 0) {
                keep((byte) b, aside);
            }
        }
        flush(aside);
    }

    private void keep(byte b, @Nullable Spool aside) {
        if (gathered == chunk.length) {
            flush(aside);
        }
        chunk[gathered++] = b;
    }

    private void flush(@Nullable Spool aside) {
        if (aside != null && gathered > 0) {
            aside.write(ByteBuffer.wrap(chunk, 0, gathered));
        }
        gathered = 0;
    }

    private static String parameter(Pattern pattern, String header) {
        Matcher matcher = pattern.matcher(header);
        return matcher.find() ? matcher.group(1).replace("\"", "") : "";
    }
}
