package kith.daemon.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.DefaultLastHttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import java.io.OutputStream;
import java.io.Serial;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import kith.ontology.fault.Code;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of one answer on their way from a worker to the connection. Small answers are sent whole, with their
 * length. Large ones go in chunks, and the last chunk, which says that the answer is whole, goes only when it is: an
 * answer that breaks off cannot be taken for a whole one.
 *
 * <p>Written by one worker thread; {@link #wake} and {@link #gone} come from the event loop.
 */
// A write that fails closes the connection, and that is noticed at the next look at it.
@SuppressWarnings("FutureReturnValueIgnored")
final class ReplyStream extends OutputStream {
    /** The trailer that says why an answer is not whole: the JSON of an error, percent-encoded. */
    static final String ERROR_TRAILER = "kith-error";

    /** Bytes that are gathered before anything is sent. */
    static final int BUFFER_BYTES = 64 * 1024;

    private final Channel channel;
    private final boolean keepAlive;
    private final boolean chunks;
    private final boolean trailers;
    /** Bytes that the connection has taken. */
    private final AtomicLong read = new AtomicLong();

    private ByteBuf buffer;
    private @Nullable Reply head;
    private boolean begun;
    private boolean gone;
    private Runnable whenGone = () -> {};
    /** Longest single wait; null where the pace is all that counts. */
    private @Nullable Duration maxStall;

    private Supplier<RuntimeException> stalled = ReplyStream::tooSlow;

    /** Nobody is there to read the answer. */
    static final class ClientGone extends RuntimeException {
        @Serial
        private static final long serialVersionUID = 1;

        ClientGone(String why) {
            super(why, null, false, false);
        }
    }

    /**
     * @param version of the request: HTTP/1.0 knows no chunks
     * @param keepAlive whether the connection is for more requests
     * @param trailers whether the client said that it reads them (TE: trailers)
     */
    ReplyStream(Channel channel, HttpVersion version, boolean keepAlive, boolean trailers) {
        this.channel = channel;
        this.keepAlive = keepAlive;
        this.chunks = version.isKeepAliveDefault();
        this.trailers = trailers;
        this.buffer = channel.alloc().heapBuffer(1024, BUFFER_BYTES);
    }

    void head(Reply reply) {
        head = reply;
    }

    boolean begun() {
        return begun;
    }

    @Override
    public void write(int b) {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
        int from = offset;
        int left = length;
        while (left > 0) {
            int n = Math.min(left, BUFFER_BYTES - buffer.readableBytes());
            buffer.writeBytes(bytes, from, n);
            from += n;
            left -= n;
            if (left > 0) {
                send();
            }
        }
    }

    // Writers flush at every turn; a buffer goes when it is full.
    @Override
    public void flush() {}

    /** Sends what was gathered, for a client that waits for it. */
    void push() {
        if (buffer.isReadable()) {
            send();
        }
    }

    /** Adds bytes that belong together: if sending throws, all or none of them are on their way. */
    void whole(byte[] bytes) {
        if (buffer.readableBytes() + bytes.length > BUFFER_BYTES) {
            push();
        }
        if (bytes.length <= BUFFER_BYTES) {
            buffer.writeBytes(bytes);
        } else {
            begin();
            part(Unpooled.wrappedBuffer(bytes));
            channel.flush();
            awaitRoom();
        }
    }

    /** What to throw when the client leaves a full connection unread for that long, or reads too slowly. */
    void whenStalled(Duration time, Supplier<RuntimeException> fault) {
        maxStall = time;
        stalled = fault;
    }

    /** Forgets what was gathered and not sent. */
    void discard() {
        buffer.clear();
    }

    /** Sends what is left and the end. */
    void finish() {
        if (begun) {
            part(take());
            await(channel.writeAndFlush(LastHttpContent.EMPTY_LAST_CONTENT));
            return;
        }
        begun = true;
        Reply reply = mustHead();
        DefaultFullHttpResponse whole =
                new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(reply.status()), take());
        headers(whole, reply);
        HttpUtil.setContentLength(whole, whole.content().readableBytes());
        await(channel.writeAndFlush(whole));
    }

    /** Breaks the connection, so that the client sees that the answer is not whole. */
    void breakOff() {
        channel.close();
    }

    /**
     * Ends a begun answer that is not whole. A client that reads trailers is told why in one; any other would take the
     * answer for a whole one, and its connection breaks.
     */
    void breakOff(String why) {
        if (!trailers) {
            breakOff();
            return;
        }
        DefaultLastHttpContent end = new DefaultLastHttpContent();
        end.trailingHeaders().set(ERROR_TRAILER, URLEncoder.encode(why, StandardCharsets.UTF_8));
        channel.writeAndFlush(end).addListener(ChannelFutureListener.CLOSE);
    }

    /** Gives back the buffer. */
    void release() {
        buffer.release();
    }

    void whenGone(Runnable act) {
        boolean already;
        synchronized (this) {
            already = gone;
            whenGone = act;
        }
        if (already) {
            act.run();
        }
    }

    /** The client is gone. */
    void gone() {
        Runnable act;
        synchronized (this) {
            gone = true;
            act = whenGone;
            notifyAll();
        }
        act.run();
    }

    /** The connection takes more, or will not. */
    synchronized void wake() {
        notifyAll();
    }

    private void send() {
        begin();
        part(take());
        channel.flush();
        awaitRoom();
    }

    private void part(ByteBuf content) {
        int bytes = content.readableBytes();
        channel.write(new DefaultHttpContent(content)).addListener(sent -> read.addAndGet(bytes));
    }

    private void begin() {
        if (!begun) {
            if (!chunks) {
                throw new Refusal(
                        505,
                        Code.USAGE,
                        "HTTP/1.0 cannot tell whether an answer of several parts is whole",
                        "use HTTP/1.1");
            }
            begun = true;
            Reply reply = mustHead();
            HttpResponse response =
                    new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(reply.status()));
            headers(response, reply);
            HttpUtil.setTransferEncodingChunked(response, true);
            channel.write(response);
        }
    }

    private Reply mustHead() {
        if (head == null) {
            throw new IllegalStateException("an answer has bytes before it has a status");
        }
        return head;
    }

    private ByteBuf take() {
        ByteBuf full = buffer;
        buffer = channel.alloc().heapBuffer(1024, BUFFER_BYTES);
        return full;
    }

    private void headers(HttpResponse response, Reply reply) {
        response.headers().set(reply.headers());
        response.headers().set(HttpHeaderNames.CACHE_CONTROL, HttpHeaderValues.NO_STORE);
        response.headers().set("x-content-type-options", "nosniff");
        if (!keepAlive) {
            response.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        }
    }

    private synchronized void awaitRoom() {
        ReadingPace pace = new ReadingPace();
        // Waiting in rounds bounds the whole even if a wake-up is for nothing; no clock is needed.
        for (int round = 0; !channel.isWritable(); round++) {
            if (gone || !channel.isActive()) {
                throw new ClientGone("the client went away");
            }
            if (isTooSlow(round, pace)) {
                throw stalled.get();
            }
            try {
                wait(TimeUnit.SECONDS.toMillis(1));
            } catch (InterruptedException stopping) {
                Thread.currentThread().interrupt();
                throw new ClientGone("the daemon is ending");
            }
        }
        if (gone) {
            throw new ClientGone("the client went away");
        }
    }

    /** @param rounds of this wait that are over, of a second each */
    private boolean isTooSlow(int rounds, ReadingPace pace) {
        if (maxStall != null && rounds >= maxStall.toSeconds()) {
            return true;
        }
        return rounds > 0 && !pace.isKept(read.get());
    }

    private void await(ChannelFuture end) {
        ReadingPace pace = new ReadingPace();
        try {
            while (!end.await(1, TimeUnit.SECONDS)) {
                if (!pace.isKept(read.get())) {
                    throw tooSlow();
                }
            }
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw new ClientGone("the daemon is ending");
        }
        if (!end.isSuccess()) {
            throw new ClientGone("the client did not take the end of the answer");
        }
    }

    private static ClientGone tooSlow() {
        return new ClientGone("the client has read less than " + ReadingPace.MIN_BYTES_A_ROUND + " bytes in "
                + ReadingPace.ROUND.toSeconds() + " s");
    }
}
