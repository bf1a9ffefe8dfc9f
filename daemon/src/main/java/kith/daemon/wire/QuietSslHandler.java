package kith.daemon.wire;

import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.ssl.SslHandler;
import java.util.concurrent.Executor;
import javax.net.ssl.SSLEngine;

/**
 * TLS that keeps to itself what it finds out after the connection has gone: strangers who hang up in the middle of a
 * handshake could otherwise fill the log.
 */
final class QuietSslHandler extends SslHandler {
    QuietSslHandler(SSLEngine engine, Executor handshakes) {
        super(engine, false, handshakes);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) throws Exception {
        if (!ctx.isRemoved()) {
            super.exceptionCaught(ctx, cause);
        }
    }
}
