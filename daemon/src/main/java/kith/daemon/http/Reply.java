package kith.daemon.http;

import com.google.gson.JsonElement;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.Supplier;

/** The answer to one request, written on the worker thread that makes it. */
final class Reply {
    private static final String JSON = "application/json";

    private final ReplyStream stream;
    private final HttpHeaders headers = new DefaultHttpHeaders();
    private Runnable after = () -> {};
    private int status = 200;

    Reply(ReplyStream stream) {
        this.stream = stream;
    }

    /** Adds a header; without effect once the answer has begun to be sent. */
    void header(CharSequence name, String value) {
        headers.set(name, value);
    }

    /** A small answer, whole. */
    void json(int newStatus, JsonElement body) {
        byte[] bytes = (body.toString() + "\n").getBytes(StandardCharsets.UTF_8);
        stream(newStatus, JSON);
        stream.write(bytes, 0, bytes.length);
    }

    /** A large answer; back-pressure makes writing wait. Nothing is sent before the first buffer is full. */
    OutputStream stream(int newStatus, String contentType) {
        this.status = newStatus;
        headers.set(HttpHeaderNames.CONTENT_TYPE, contentType);
        stream.head(this);
        return stream;
    }

    /** Adds a line to a large answer and sends it at once; waits while the client reads what was sent before. */
    void line(byte[] line) {
        stream.write(line, 0, line.length);
        stream.write('\n');
        stream.push();
    }

    /** Adds what belongs together to a large answer. */
    void whole(byte[] bytes) {
        stream.whole(bytes);
    }

    /** Sends what was added, at once. */
    void push() {
        stream.push();
    }

    /** What writing throws when the client leaves a full connection unread for that long; in place of giving it up. */
    void whenStalled(Duration time, Supplier<RuntimeException> fault) {
        stream.whenStalled(time, fault);
    }

    /** What to do as soon as the client is gone, on an event loop: must not wait. At once if it is gone already. */
    void whenGone(Runnable act) {
        stream.whenGone(act);
    }

    /** What to do when the answer has been sent. */
    void whenSent(Runnable act) {
        after = act;
    }

    /** Sends what is left; blocks until it is written. */
    void finish() {
        stream.finish();
        after.run();
    }

    /** Tells the client what went wrong; if the answer has begun, in its trailer or by breaking the connection. Throws nothing. */
    void fail(Throwable fault) {
        if (fault instanceof ReplyStream.ClientGone) {
            stream.breakOff();
            return;
        }
        // Also when it is too late to tell: a bug goes to the log.
        Errors.Told told = Errors.told(fault);
        if (stream.begun()) {
            stream.breakOff(told.body().toString());
            return;
        }
        stream.discard();
        told.headers().forEach((name, value) -> headers.set(name, value));
        try {
            json(told.status(), told.body());
            stream.finish();
        } catch (ReplyStream.ClientGone gone) {
            stream.breakOff();
        }
    }

    int status() {
        return status;
    }

    HttpHeaders headers() {
        return headers;
    }
}
