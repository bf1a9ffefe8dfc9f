package kith.daemon.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import kith.daemon.exchange.Spool;
import kith.ontology.fault.Code;
import org.jspecify.annotations.Nullable;

/**
 * Takes one body in, piece by piece: the next piece is asked for when the last one has been put aside. Runs on the
 * connection's event loop; only the disk is left to another thread.
 */
final class Intake {
    /** How often it is looked whether a body still comes. */
    static final Duration ROUND = Duration.ofSeconds(20);
    /** Bytes that must have come in a round: 1 KiB a second, less is a client that only wants to hold us. */
    static final long MIN_BYTES_A_ROUND = 20 * 1024;

    private final Spool body;
    private final Workers workers;
    private final Course course;
    private @Nullable Future<?> timer;
    private long received;
    private long receivedBefore;
    private boolean spooling;
    private boolean over;

    /** How the connection goes on; called on its event loop. */
    interface Course {
        /** The next piece may come. */
        void next();

        /**
         * The body is whole, or it was not taken.
         *
         * @param fault why the body was not taken; null if it was
         * @param whole whether all of it has been read from the connection
         */
        void end(@Nullable RuntimeException fault, boolean whole);
    }

    Intake(Spool body, Workers workers, Course course) {
        this.body = body;
        this.workers = workers;
        this.course = course;
    }

    /** Watches from now on that the body comes. */
    void watch(ChannelHandlerContext ctx) {
        timer = ctx.executor().schedule(() -> look(ctx), ROUND.toMillis(), TimeUnit.MILLISECONDS);
    }

    void piece(ChannelHandlerContext ctx, Object message) {
        if (!(message instanceof HttpContent content) || content.decoderResult().isFailure()) {
            ReferenceCountUtil.release(message);
            end(Refusal.badRequest("the body is not what its headers say"), false);
            return;
        }
        ByteBuf bytes = content.content();
        received += bytes.readableBytes();
        if (received <= Spool.MAX_MEMORY_BYTES) {
            taken(content, put(bytes));
            return;
        }
        spooling = true;
        workers.spool(() -> {
            RuntimeException fault = put(bytes);
            ctx.executor().execute(() -> {
                spooling = false;
                taken(content, fault);
            });
        });
    }

    /** The connection is gone; what was put aside goes too. */
    void abandon() {
        over = true;
        stop();
        if (!spooling) {
            body.close();
        }
    }

    private @Nullable RuntimeException put(ByteBuf bytes) {
        try {
            if (bytes.isReadable()) {
                body.write(bytes.nioBuffer());
            }
            return null;
        } catch (RuntimeException fault) {
            return fault;
        }
    }

    private void taken(HttpContent content, @Nullable RuntimeException fault) {
        boolean last = content instanceof LastHttpContent;
        content.release();
        if (over) {
            body.close();
        } else if (fault != null || last) {
            end(fault, last);
        } else {
            course.next();
        }
    }

    private void look(ChannelHandlerContext ctx) {
        if (over) {
            return;
        }
        if (received - receivedBefore < MIN_BYTES_A_ROUND && !spooling) {
            end(new Refusal(408, Code.TIMED_OUT, "the body comes too slowly", ""), false);
            return;
        }
        receivedBefore = received;
        watch(ctx);
    }

    private void end(@Nullable RuntimeException fault, boolean whole) {
        over = true;
        stop();
        if (fault != null) {
            body.close();
        }
        course.end(fault, whole);
    }

    private void stop() {
        if (timer != null) {
            timer.cancel(false);
            timer = null;
        }
    }
}
