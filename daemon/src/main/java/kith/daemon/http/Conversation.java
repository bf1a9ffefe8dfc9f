package kith.daemon.http;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.netty.util.ReferenceCountUtil;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import kith.daemon.exchange.Spool;
import kith.ontology.fault.Code;
import org.jspecify.annotations.Nullable;

/**
 * One connection: request after request, one at a time. Bytes are read only when there is a place for them, so a
 * client cannot push more than is put aside; while a worker answers, one read stays open to notice a client that
 * leaves. Runs on the connection's event loop, except where a method says otherwise.
 */
// A write that fails closes the connection, and channelInactive says so.
@SuppressWarnings("FutureReturnValueIgnored")
final class Conversation extends ChannelInboundHandlerAdapter {
    /** How long until the first whole request head, and after a refusal: places are few, and strangers can knock. */
    static final Duration FIRST_HEAD = Duration.ofSeconds(5);
    /** How long a connection that was answered may be without another whole request head: idle, or dribbling. */
    static final Duration MAX_HEAD = Duration.ofSeconds(60);
    /** How long what a refused client still sends is read, so that it gets to read why. */
    static final Duration LINGER = Duration.ofSeconds(5);
    /** Bytes of a refused body that are read and thrown away. */
    static final long MAX_DRAINED_BYTES = 16L * 1024 * 1024;

    private enum State {
        HEAD,
        BODY,
        ANSWERING,
        DRAINING,
        CLOSED
    }

    /** What all connections of the door share. */
    record House(Router router, Workers workers, DoorSettings settings) {}

    private final House house;
    private final Gate gate;
    private State state = State.HEAD;
    private @Nullable Intake intake;
    private @Nullable ReplyStream answer;
    private @Nullable Object pending;
    private @Nullable Future<?> timer;
    private boolean wanting;
    private boolean keepAlive;
    private long drained;

    Conversation(House house, Gate gate) {
        this.house = house;
        this.gate = gate;
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        closeAfter(ctx, FIRST_HEAD);
        want(ctx);
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        wanting = false;
        switch (state) {
            case HEAD -> head(ctx, message);
            case BODY -> mustIntake().piece(ctx, message);
            case ANSWERING -> pending = message;
            case DRAINING -> drain(ctx, message);
            case CLOSED -> ReferenceCountUtil.release(message);
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        // A round of reading ends all wishes, also those it has not met.
        if (wanting) {
            ctx.read();
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        if (answer != null) {
            answer.wake();
        }
        ctx.fireChannelWritabilityChanged();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        State was = state;
        state = State.CLOSED;
        rest();
        if (pending != null) {
            ReferenceCountUtil.release(pending);
            pending = null;
        }
        if (was == State.BODY) {
            mustIntake().abandon();
        } else if (answer != null) {
            answer.gone();
        }
        ctx.fireChannelInactive();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        // A connection that breaks is the client's business; faults of ours are told where they happen.
        ctx.close();
    }

    private void head(ChannelHandlerContext ctx, Object message) {
        if (!(message instanceof HttpRequest request)) {
            // What is left of a body that nobody wanted.
            ReferenceCountUtil.release(message);
            wantLater(ctx);
            return;
        }
        rest();
        if (request.decoderResult().isFailure()) {
            keepAlive = false;
            refuse(ctx, unreadable(request.decoderResult().cause()), false);
            return;
        }
        keepAlive = HttpUtil.isKeepAlive(request);
        try {
            begin(ctx, request);
        } catch (RuntimeException refused) {
            // A client that waits for leave to send its body will not send it now.
            keepAlive &= !HttpUtil.is100ContinueExpected(request);
            refuse(ctx, refused, false);
        }
    }

    private void begin(ChannelHandlerContext ctx, HttpRequest request) {
        mustBePlain(request);
        Head head = Head.of(request);
        gate.check(ctx.channel(), head);
        Resource resource = house.router().find(head);
        long maxBytes = resource.maxBodyBytes(head);
        long announced = HttpUtil.getContentLength(request, 0L);
        if (announced > maxBytes) {
            throw new Refusal(
                    413, Code.USAGE, "the body has " + announced + " bytes; the limit here is " + maxBytes, "");
        }
        Spool body = new Spool(house.settings().spool(), maxBytes);
        HttpVersion version = request.protocolVersion();
        intake = new Intake(body, house.workers(), new Intake.Course() {
            @Override
            public void next() {
                wantLater(ctx);
            }

            @Override
            public void end(@Nullable RuntimeException fault, boolean whole) {
                if (fault == null) {
                    answer(ctx, resource, new Request(head, body), version);
                } else {
                    keepAlive &= whole;
                    refuse(ctx, fault, whole);
                }
            }
        });
        state = State.BODY;
        if (HttpUtil.is100ContinueExpected(request)) {
            ctx.writeAndFlush(new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.CONTINUE));
        }
        if (!gate.isPatient()) {
            intake.watch(ctx);
        }
        want(ctx);
    }

    /** What was packed for the way is not unpacked: taken as it is, it would be taken for something else. */
    private void mustBePlain(HttpRequest request) {
        List<String> codings = request.headers().getAll(HttpHeaderNames.TRANSFER_ENCODING);
        boolean chunked = codings.size() == 1 && HttpHeaderValues.CHUNKED.contentEqualsIgnoreCase(codings.getFirst());
        if (!codings.isEmpty() && !chunked) {
            // Where such a body ends is not known for sure.
            keepAlive = false;
            throw new Refusal(
                    501,
                    Code.USAGE,
                    "of transfer encodings only chunked is known here",
                    "send the body as it is, with its length or in chunks");
        }
    }

    private static Refusal unreadable(@Nullable Throwable cause) {
        if (cause instanceof TooLongHttpLineException) {
            return new Refusal(
                    414,
                    Code.USAGE,
                    "the request line has more than " + LocalDoor.MAX_LINE_BYTES + " bytes",
                    "send the query by POST");
        }
        if (cause instanceof TooLongHttpHeaderException) {
            return new Refusal(
                    431, Code.USAGE, "the headers have more than " + LocalDoor.MAX_HEADER_BYTES + " bytes", "");
        }
        return Refusal.badRequest("this is not HTTP/1.1");
    }

    private void answer(ChannelHandlerContext ctx, Resource resource, Request request, HttpVersion version) {
        state = State.ANSWERING;
        boolean trailers = request.head().headers().containsValue(HttpHeaderNames.TE, HttpHeaderValues.TRAILERS, true);
        ReplyStream stream = new ReplyStream(ctx.channel(), version, keepAlive, trailers);
        answer = stream;
        try {
            house.workers().answer(resource.work(request), () -> work(ctx, resource, request, stream));
        } catch (Refusal busy) {
            answer = null;
            stream.release();
            request.body().close();
            refuse(ctx, busy, true);
            return;
        }
        // Stays open while the worker answers: it ends when the client leaves, or with the head of its next request.
        want(ctx);
    }

    /** Answers, on a worker thread. */
    private void work(ChannelHandlerContext ctx, Resource resource, Request request, ReplyStream stream) {
        Reply reply = new Reply(stream);
        try {
            try {
                resource.answer(request, reply);
            } finally {
                // Whoever has the answer finds nothing of the request left.
                request.body().close();
            }
            reply.finish();
        } catch (RuntimeException | Error fault) {
            reply.fail(fault);
        } finally {
            stream.release();
            ctx.executor().execute(() -> answered(ctx));
        }
    }

    private void answered(ChannelHandlerContext ctx) {
        answer = null;
        if (state == State.CLOSED) {
            return;
        }
        if (!keepAlive) {
            ctx.close();
            return;
        }
        state = State.HEAD;
        closeAfter(ctx, MAX_HEAD);
        if (pending != null) {
            Object early = pending;
            pending = null;
            head(ctx, early);
        }
        // Else the read that was opened with the answer is still open.
    }

    // Sent from the event loop: it is small, and nothing waits for it.
    private void refuse(ChannelHandlerContext ctx, RuntimeException why, boolean bodyRead) {
        rest();
        Errors.Told told = Errors.told(why);
        DefaultFullHttpResponse response = new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1,
                HttpResponseStatus.valueOf(told.status()),
                Unpooled.copiedBuffer(told.body() + "\n", StandardCharsets.UTF_8));
        response.headers().set(HttpHeaderNames.CONTENT_TYPE, "application/json");
        told.headers().forEach((name, value) -> response.headers().set(name, value));
        HttpUtil.setContentLength(response, response.content().readableBytes());
        HttpUtil.setKeepAlive(response, keepAlive);
        ctx.writeAndFlush(response);
        if (bodyRead && keepAlive) {
            state = State.HEAD;
            closeAfter(ctx, FIRST_HEAD);
        } else {
            // A connection that closes with unread bytes would take the answer away from the client.
            state = State.DRAINING;
            drained = 0;
            closeAfter(ctx, LINGER);
        }
        wantLater(ctx);
    }

    private void drain(ChannelHandlerContext ctx, Object message) {
        boolean last = message instanceof LastHttpContent;
        drained += message instanceof HttpContent content ? content.content().readableBytes() : 0;
        ReferenceCountUtil.release(message);
        if (last && keepAlive) {
            state = State.HEAD;
            closeAfter(ctx, MAX_HEAD);
        } else if (last || drained > MAX_DRAINED_BYTES) {
            ctx.close();
            return;
        }
        wantLater(ctx);
    }

    /** Asks for the next message; one at a time. */
    private void want(ChannelHandlerContext ctx) {
        if (!wanting && state != State.CLOSED) {
            wanting = true;
            ctx.read();
        }
    }

    // Not at once: messages that wait already would come inside the call, each one deeper.
    private void wantLater(ChannelHandlerContext ctx) {
        ctx.executor().execute(() -> want(ctx));
    }

    private void closeAfter(ChannelHandlerContext ctx, Duration time) {
        rest();
        timer = ctx.executor().schedule(() -> ctx.close(), time.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void rest() {
        if (timer != null) {
            timer.cancel(false);
            timer = null;
        }
    }

    private Intake mustIntake() {
        if (intake == null) {
            throw new IllegalStateException("a body without a request");
        }
        return intake;
    }
}
