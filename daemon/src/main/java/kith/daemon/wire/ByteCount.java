package kith.daemon.wire;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;

/** Counts what crosses the network, nearest to it. Written by the link's loop alone, read from any thread. */
final class ByteCount extends ChannelDuplexHandler {
    private volatile long sent;
    private volatile long received;

    long sent() {
        return sent;
    }

    long received() {
        return received;
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
            sent += bytes.readableBytes();
        }
        ctx.write(message, promise);
    }
}
