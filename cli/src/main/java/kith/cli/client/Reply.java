package kith.cli.client;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Consumer;
import kith.cli.json.Json;
import kith.cli.json.JsonText;
import kith.ontology.fault.Code;

/** A good answer; closing it hangs up. Its body is read once. */
public final class Reply implements AutoCloseable {
    /** Greatest size of a JSON answer that is taken as one value, in bytes. */
    public static final int MAX_JSON_BYTES = 64 * 1024 * 1024;

    /** Greatest size of one line of an answer that comes line by line, in bytes. */
    public static final int MAX_LINE_BYTES = 4 * 1024 * 1024;

    private final Line line;
    private final String type;
    private final InputStream body;

    Reply(Line line, String type, InputStream body) {
        this.line = line;
        this.type = type;
        this.body = body;
    }

    /** Media type without parameters, in lower case; empty when the daemon named none. */
    public String type() {
        return type;
    }

    /**
     * The body as it arrives; throws {@link Refusal} when it breaks off or stands still, and never {@link IOException}.
     */
    public InputStream body() {
        return body;
    }

    /** The body as one JSON value, and hangs up. */
    public Json json() {
        try (this) {
            byte[] bytes = body.readNBytes(MAX_JSON_BYTES + 1);
            if (bytes.length > MAX_JSON_BYTES) {
                throw Refusal.broken(Code.FAILED, "the daemon's reply is larger than 64 MiB", "kith help query", null);
            }
            return JsonText.read(new ByteArrayInputStream(bytes));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Hands on the body line by line, each a JSON value, as they come.
     *
     * @return the last one; nothing if there is none
     */
    public Optional<Json> lines(Consumer<Json> each) {
        Optional<Json> last = Optional.empty();
        try {
            ByteArrayOutputStream text = new ByteArrayOutputStream();
            InputStream in = new BufferedInputStream(body);
            for (int b = in.read(); b >= 0; b = in.read()) {
                if (b != '\n') {
                    text.write(b);
                    mustBeLine(text.size());
                    continue;
                }
                Json line = JsonText.read(text.toString(StandardCharsets.UTF_8));
                text.reset();
                last = Optional.of(line);
                each.accept(line);
            }
            return last;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void mustBeLine(int bytes) {
        if (bytes > MAX_LINE_BYTES) {
            throw Refusal.broken(Code.FAILED, "the daemon sent a line of more than 4 MiB", "kith doctor", null);
        }
    }

    @Override
    public void close() {
        line.close();
    }
}
