package kith.cli.client;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import kith.cli.json.Json;
import kith.cli.json.JsonText;
import kith.ontology.fault.Code;
import kith.ontology.fault.KithException;
import org.jspecify.annotations.Nullable;

/**
 * HTTP/1.1 to the daemon of one home. Each request rings anew: over a Unix domain socket that costs a tenth of a
 * millisecond, and no state is left behind. Safe from any thread.
 */
public final class Door {
    /** Greatest size of an error that is read, in bytes. */
    public static final int MAX_ERROR_BYTES = 1024 * 1024;

    private static final String START = "kith daemon start";

    private final Home home;

    public Door(Home home) {
        this.home = home;
    }

    /** Makes ready what a first request needs, beside whatever else the process begins with; returns at once. */
    public static void prepare() {
        Thread thread = new Thread(Line::prepare, "kith-prepare");
        thread.setDaemon(true);
        thread.start();
    }

    public Home home() {
        return home;
    }

    /**
     * Asks and waits for the head of a good answer.
     *
     * @throws Refusal with the code of the daemon's error; UNREACHABLE when no daemon listens, TIMED_OUT when it stands
     *     still
     */
    public Reply send(Request request) {
        Line line = ring(request);
        try {
            return exchange(line, request);
        } catch (IOException e) {
            line.close();
            throw Refusal.broken(Code.UNREACHABLE, "the daemon closed the connection", "kith daemon status", e);
        } catch (RuntimeException e) {
            line.close();
            throw e;
        }
    }

    private Line ring(Request request) {
        Optional<Home.Running> running = home.running();
        if (running.isEmpty()) {
            throw Refusal.of(Code.UNREACHABLE, "no daemon runs for " + home.folder(), START);
        }
        try {
            return Line.to(running.get().socket(), request.patience());
        } catch (IOException e) {
            String what = running.get().isAlive()
                    ? "the daemon (pid " + running.get().pid() + ") does not answer on "
                            + running.get().socket()
                    : "the daemon for " + home.folder() + " has died (pid "
                            + running.get().pid() + ")";
            throw Refusal.broken(Code.UNREACHABLE, what, START, e);
        }
    }

    private static Reply exchange(Line line, Request request) throws IOException {
        @Nullable IOException broken = null;
        try {
            write(request, line.out());
        } catch (IOException e) {
            // A daemon that refuses a large body answers and hangs up: what it said matters more.
            broken = e;
        }
        InputStream in = line.in();
        Head head;
        try {
            head = Head.read(in);
        } catch (KithException e) {
            if (broken != null) {
                e.addSuppressed(broken);
            }
            throw e;
        }
        InputStream body = head.body(in);
        if (head.status() >= 200 && head.status() < 300) {
            return new Reply(line, mediaType(head), body);
        }
        Refusal refusal = refusal(head.status(), body.readNBytes(MAX_ERROR_BYTES));
        line.close();
        throw refusal;
    }

    private static void write(Request request, OutputStream line) throws IOException {
        OutputStream out = new BufferedOutputStream(line, Line.BUFFER_BYTES);
        StringBuilder head = new StringBuilder(256)
                .append(request.method())
                .append(' ')
                .append(request.target())
                .append(" HTTP/1.1\r\nHost: localhost\r\nConnection: close, TE\r\nTE: trailers\r\nAccept: ")
                .append(request.accept())
                .append("\r\n");
        if (request.type() != null) {
            head.append("Content-Type: ").append(request.type()).append("\r\n");
        }
        @Nullable InputStream body = request.body();
        if (body != null && request.length() < 0) {
            head.append("Transfer-Encoding: chunked\r\n");
        } else if (body != null || request.method().equals("POST")) {
            head.append("Content-Length: ")
                    .append(body == null ? 0 : request.length())
                    .append("\r\n");
        }
        out.write(head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
        if (body != null && request.length() < 0) {
            writeChunks(body, out);
        } else if (body != null) {
            writeWhole(body, request.length(), out);
        }
        out.flush();
    }

    private static void writeWhole(InputStream body, long length, OutputStream out) throws IOException {
        byte[] buffer = new byte[(int) Math.min(Line.BUFFER_BYTES, Math.max(1, length))];
        long left = length;
        while (left > 0) {
            int count = take(body, buffer, (int) Math.min(buffer.length, left));
            if (count < 0) {
                throw Refusal.of(Code.FAILED, "the input shrank while it was being read", "");
            }
            out.write(buffer, 0, count);
            left -= count;
        }
    }

    private static void writeChunks(InputStream body, OutputStream out) throws IOException {
        byte[] buffer = new byte[Line.BUFFER_BYTES];
        // What comes from a program may be long in coming; a daemon hangs up on who says nothing.
        out.flush();
        for (int count = take(body, buffer, buffer.length); count >= 0; count = take(body, buffer, buffer.length)) {
            if (count > 0) {
                out.write((Integer.toHexString(count) + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
                out.write(buffer, 0, count);
                out.write('\r');
                out.write('\n');
                out.flush();
            }
        }
        out.write("0\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
    }

    /** Reads what the user gives; its faults are not those of the line. */
    private static int take(InputStream body, byte[] buffer, int most) {
        try {
            return body.read(buffer, 0, most);
        } catch (IOException e) {
            throw Refusal.broken(Code.FAILED, "the input cannot be read: " + e.getMessage(), "", e);
        }
    }

    private static String mediaType(Head head) {
        String type = head.headers().getOrDefault("content-type", "");
        int parameters = type.indexOf(';');
        return (parameters < 0 ? type : type.substring(0, parameters)).strip().toLowerCase(Locale.ROOT);
    }

    /** Why an answer that had begun is not whole, from its trailer. */
    static Refusal brokenOff(String trailer) {
        try {
            return refusal(
                    500, URLDecoder.decode(trailer, StandardCharsets.UTF_8).getBytes(StandardCharsets.UTF_8));
        } catch (IllegalArgumentException noText) {
            throw Head.malformed("a trailer that is no text");
        }
    }

    private static Refusal refusal(int status, byte[] body) {
        String text = new String(body, StandardCharsets.UTF_8);
        try {
            return refusal(JsonText.read(text), status);
        } catch (KithException notOfOurs) {
            return Refusal.answered(
                    code("", status), "the daemon answered " + status + firstLine(text), "kith doctor", List.of());
        }
    }

    /** What an answer that had begun well says at its end. */
    static Refusal refusal(Json last) {
        return refusal(last, 500);
    }

    private static Refusal refusal(Json reply, int status) {
        Json error = reply.at("error");
        return Refusal.answered(
                code(error.text("code", ""), status),
                error.text("message", "the daemon answered " + status),
                error.text("hint", ""),
                faults(error.find("faults").or(() -> reply.find("faults"))));
    }

    private static Code code(String name, int status) {
        for (Code code : Code.values()) {
            if (code.name().equals(name)) {
                return code;
            }
        }
        return switch (status) {
            case 400, 405, 406, 413, 415 -> Code.USAGE;
            case 401, 403 -> Code.NOT_ALLOWED;
            case 404 -> Code.NOT_FOUND;
            case 409 -> Code.CONFLICT;
            case 422 -> Code.REJECTED;
            case 503 -> Code.TIMED_OUT;
            default -> Code.FAILED;
        };
    }

    private static List<String> faults(Optional<Json> faults) {
        List<String> lines = new ArrayList<>();
        if (faults.isPresent()) {
            for (Json fault : faults.get().items()) {
                if (lines.size() < Refusal.MAX_FAULTS) {
                    lines.add(fault(fault));
                }
            }
        }
        return lines;
    }

    private static String fault(Json fault) {
        String value = fault.text("value", "");
        return fault.text("focus", "?") + " " + fault.text("path", "") + ": "
                + fault.text("message", "not as its shape says") + " ("
                + (value.isEmpty() ? "" : "value " + value + ", ")
                + "shape " + fault.text("shape", "?") + ")";
    }

    private static String firstLine(String text) {
        String line = text.strip();
        int end = line.indexOf('\n');
        line = end < 0 ? line : line.substring(0, end);
        return line.isEmpty() ? "" : ": " + (line.length() > 200 ? line.substring(0, 200) : line);
    }
}
