package kith.daemon.http;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import kith.ontology.fault.Code;
import org.jspecify.annotations.Nullable;

/**
 * The head of a request, read once.
 *
 * @param method in capitals
 * @param path the segments of the path, decoded
 * @param params those of the URL
 */
record Head(String method, List<String> path, Params params, HttpHeaders headers) {
    static Head of(HttpRequest request) {
        String uri = request.uri();
        int question = uri.indexOf('?');
        String path = question < 0 ? uri : uri.substring(0, question);
        if (!path.startsWith("/")) {
            path = pathOfAbsolute(path);
        }
        Params params = question < 0 ? Params.NONE : Params.parse(uri.substring(question + 1));
        return new Head(request.method().name(), segments(path), params, request.headers());
    }

    /** The media type of the body without parameters, in small letters; empty when none is named. */
    String mediaType() {
        return mediaType(contentType());
    }

    /** The type of the body as it is said, with parameters; empty when it is not. */
    String contentType() {
        return headers.get(HttpHeaderNames.CONTENT_TYPE, "");
    }

    static String mediaType(String contentType) {
        int semicolon = contentType.indexOf(';');
        return (semicolon < 0 ? contentType : contentType.substring(0, semicolon))
                .strip()
                .toLowerCase(Locale.ROOT);
    }

    /** Refuses a body in another charset than UTF-8, or compressed. */
    void mustBeUtf8() {
        String encoding = headers.get(HttpHeaderNames.CONTENT_ENCODING, "identity");
        if (!encoding.equalsIgnoreCase("identity")) {
            throw new Refusal(
                    415, Code.USAGE, "a body encoded as " + encoding + " is not read", "send it uncompressed");
        }
        mustBeUtf8(contentType());
    }

    /** Refuses a type that names another charset than UTF-8. */
    static void mustBeUtf8(String contentType) {
        String type = contentType.toLowerCase(Locale.ROOT);
        int at = type.indexOf("charset=");
        if (at < 0) {
            return;
        }
        String charset = type.substring(at + "charset=".length())
                .split(";", 2)[0]
                .strip()
                .replace("\"", "");
        if (!charset.equals("utf-8") && !charset.equals("us-ascii")) {
            throw new Refusal(415, Code.USAGE, "the charset " + charset + " is not read", "send UTF-8");
        }
    }

    Accept accept() {
        return Accept.parse(headers.getAll(HttpHeaderNames.ACCEPT));
    }

    @Nullable
    String header(CharSequence name) {
        return headers.get(name);
    }

    boolean isHead() {
        return method.equals("HEAD");
    }

    // "GET http://host/path" is as good as "GET /path" (RFC 9112, 3.2.2).
    private static String pathOfAbsolute(String uri) {
        int authority = uri.indexOf("://");
        int slash = authority < 0 ? -1 : uri.indexOf('/', authority + 3);
        if (authority < 0) {
            throw Refusal.badRequest("the request line names no path");
        }
        return slash < 0 ? "/" : uri.substring(slash);
    }

    private static List<String> segments(String path) {
        List<String> segments = new ArrayList<>();
        for (String segment : path.substring(1).split("/", -1)) {
            segments.add(Params.decode(segment, false));
        }
        return segments;
    }
}
