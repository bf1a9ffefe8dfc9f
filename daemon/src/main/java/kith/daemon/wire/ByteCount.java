package kith.daemon.wire;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;

/** Counts what crosses the network, nearest to it. Written by the link's loop alone, read from any thread. */
final class ByteCount extends ChannelDuplexHandler {
    private volatile long sent;
    private volatile long received;
    private volatile long drained;
    /** Written, and not yet taken by the system. Of the loop. */
    private long waiting;

    long sent() {
        return sent;
    }

    long received() {
        return received;
    }

    /**
     * Sent bytes that the system took while more were waiting. What waits shows that the system held all it would, so
     * that it took more shows that the other side has taken some.
     */
    long drained() {
        return drained;
    }

    @Override
    @SuppressWarnings("NonAtomicVolatileUpdate") // one writer
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (message instanceof ByteBuf bytes) {
            received += bytes.readableBytes();
        }
        ctx.fireChannelRead(message);
    }

    @Override
    @SuppressWarnings({"NonAtomicVolatileUpdate", "FutureReturnValueIgnored"}) // one writer; the promise goes on
    public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
        if (message instanceof ByteBuf bytes) {
            int count = bytes.readableBytes();
            sent += count;
            waiting += count;
            ctx.write(message, promise.unvoid()).addListener(done -> taken(count));
        } else {
            ctx.write(message, promise);
        }
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // one writer
    private void taken(int count) {
        waiting -= count;
        if (waiting > 0) {
            drained += count;
        }
    }
}
