package kith.daemon.http;

import com.google.gson.JsonObject;
import java.nio.charset.StandardCharsets;

/**
 * An answer of lines of JSON, sent one by one as soon as there are some: how far the work is, and last {@code result},
 * or {@code error}. Without one of these it is not whole.
 */
final class Lines implements Upkeep.Listener {
    static final String TYPE = "application/x-ndjson";

    private final Reply reply;
    private boolean begun;

    Lines(Reply reply) {
        this.reply = reply;
    }

    @Override
    public void tell(JsonObject line) {
        if (!begun) {
            begun = true;
            reply.stream(200, TYPE);
        }
        reply.line(line.toString().getBytes(StandardCharsets.UTF_8));
    }

    /** Tells {@code {"progress": {"part", "done", "of"}}}. */
    void progress(String part, long done, long of) {
        JsonObject progress = new JsonObject();
        progress.addProperty("part", part);
        progress.addProperty("done", done);
        progress.addProperty("of", of);
        tell(line("progress", progress));
    }

    void result(JsonObject result) {
        tell(line("result", result));
    }

    /** Tells what went wrong; it is thrown again where nothing was told yet, for then there is a status to say it. */
    void error(RuntimeException fault) {
        if (!begun || fault instanceof ReplyStream.ClientGone) {
            throw fault;
        }
        tell(Errors.told(fault).body());
    }

    private static JsonObject line(String name, JsonObject value) {
        JsonObject line = new JsonObject();
        line.add(name, value);
        return line;
    }
}
