package kith.cli.client;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import kith.ontology.fault.Code;
import org.jspecify.annotations.Nullable;

/**
 * One HTTP request; immutable but for the stream it may carry.
 *
 * @param target path and query, encoded
 * @param accept media types wanted
 * @param type media type of the body, null when there is none
 * @param body read to its end and not closed, null when there is none
 * @param length of the body in bytes, -1 when unknown
 * @param patience how long the head of the reply may take, and afterwards how long the reply may stand still
 */
public record Request(
        String method,
        String target,
        String accept,
        @Nullable String type,
        @Nullable InputStream body,
        long length,
        Duration patience) {
    /** How long a plain answer may take. */
    public static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final String HEX = "0123456789ABCDEF";

    public static Request get(String target) {
        return new Request("GET", target, "application/json", null, null, 0, PATIENCE);
    }

    public static Request post(String target, String type, String body) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        return post(target, type, new ByteArrayInputStream(bytes), bytes.length);
    }

    public static Request post(String target, String type, InputStream body, long length) {
        return new Request("POST", target, "application/json", type, body, length, PATIENCE);
    }

    public Request accepting(String mediaTypes) {
        return new Request(method, target, mediaTypes, type, body, length, patience);
    }

    public Request waiting(Duration longer) {
        return new Request(method, target, accept, type, body, length, longer);
    }

    /**
     * The name as one segment of a path.
     *
     * @param what is named
     * @param hint the command that knows the names there are
     * @throws Refusal (USAGE) if it is empty: that would make another path, where there is nothing
     */
    static String segment(String name, String what, String hint) {
        if (name.isEmpty()) {
            throw Refusal.of(Code.USAGE, what + " is empty", hint);
        }
        return encoded(name);
    }

    /** The text as one segment of a path or one value of a query: all but letters, digits and {@code -._~} escaped. */
    public static String encoded(String text) {
        StringBuilder encoded = new StringBuilder(text.length() + 16);
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xff);
            boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
            if (letter || (c >= '0' && c <= '9') || "-._~".indexOf(c) >= 0) {
                encoded.append(c);
            } else {
                encoded.append('%').append(HEX.charAt(c >> 4)).append(HEX.charAt(c & 15));
            }
        }
        return encoded.toString();
    }
}
