package kith.daemon.wire;

import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioChannelOption;
import io.netty.handler.ssl.SslHandler;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import jdk.net.ExtendedSocketOptions;
import kith.ontology.identity.KeyId;
import org.jspecify.annotations.Nullable;

/** Puts the parts of a connection together: count, TLS, link. */
@SuppressWarnings("FutureReturnValueIgnored") // a channel that does not close well is closed all the same
final class Plumbing {
    /** A peer that vanished without a word is noticed by the system after about two minutes of silence. */
    private static final int KEEPALIVE_IDLE_SECONDS = 60;

    private static final int KEEPALIVE_INTERVAL_SECONDS = 15;
    private static final int KEEPALIVE_COUNT = 4;

    /** What is read at once where what comes is slowed down, so that links take turns soon. */
    private static final int SLOW_READ_BYTES = 16 * 1_024;

    private final Switchboard board;
    private final Executor handshakes;

    /**
     * What is known of a connection that we make.
     *
     * @param through where a proxy is to reach the node; null: we are to reach it ourselves
     */
    record Calling(
            KeyId wanted,
            Gate.Pass pass,
            CompletableFuture<Link> answer,
            @Nullable InetSocketAddress through) {}

    Plumbing(Switchboard board, Executor handshakes) {
        this.board = board;
        this.handshakes = handshakes;
    }

    /** Somebody calls. One too many hears nothing. */
    void answer(SocketChannel channel) {
        Optional<Gate.Pass> pass = board.gate.enter(channel.remoteAddress().getAddress());
        if (pass.isEmpty()) {
            board.count(Tally.TURNED_AWAY);
            channel.close();
            return;
        }
        connect(channel, pass.get(), null);
    }

    /** We call. */
    void call(SocketChannel channel, Calling calling) {
        connect(channel, calling.pass(), calling);
    }

    private void connect(SocketChannel channel, Gate.Pass pass, @Nullable Calling calling) {
        channel.closeFuture().addListener(gone -> pass.leave());
        options(channel);
        ChannelPipeline pipeline = channel.pipeline();
        pipeline.addLast(new ByteCount());
        pipeline.addLast(new Tap(channel));
        Ways.Proxy proxy = board.ways.proxy();
        if (calling == null || calling.through() == null || proxy == null) {
            secure(channel, pass, calling);
        } else {
            pipeline.addLast(new SocksHandler(
                    proxy,
                    calling.through(),
                    () -> secure(channel, pass, calling),
                    calling.answer()::completeExceptionally));
        }
    }

    /** Speaks TLS on it from now on. */
    private void secure(SocketChannel channel, Gate.Pass pass, @Nullable Calling calling) {
        ShownIdentity theirs = new ShownIdentity(
                board.own, calling == null ? null : calling.wanted(), () -> Switchboard.hangUp(channel));
        SslHandler tls = new QuietSslHandler(Tls.engine(calling != null, board.own, theirs), handshakes);
        tls.setHandshakeTimeoutMillis(board.limits.handshakeTimeout().toMillis());
        tls.setCloseNotifyFlushTimeoutMillis(Link.MAX_GOODBYE.toMillis());
        channel.pipeline().addLast(tls);
        channel.pipeline().addLast(new LinkHandler(board, theirs, pass, calling));
    }

    private void options(SocketChannel channel) {
        channel.config().setTcpNoDelay(true).setKeepAlive(true);
        channel.config().setWriteBufferWaterMark(new WriteBufferWaterMark(Link.LOW_WATER_BYTES, Link.HIGH_WATER_BYTES));
        if (board.ways.isSlowDown()) {
            channel.config().setRecvByteBufAllocator(new AdaptiveRecvByteBufAllocator(64, 2_048, SLOW_READ_BYTES));
        }
        option(channel, NioChannelOption.of(ExtendedSocketOptions.TCP_KEEPIDLE), KEEPALIVE_IDLE_SECONDS);
        option(channel, NioChannelOption.of(ExtendedSocketOptions.TCP_KEEPINTERVAL), KEEPALIVE_INTERVAL_SECONDS);
        option(channel, NioChannelOption.of(ExtendedSocketOptions.TCP_KEEPCOUNT), KEEPALIVE_COUNT);
    }

    /** A system that does not know the option keeps its own way. */
    private static void option(SocketChannel channel, ChannelOption<Integer> option, int value) {
        channel.config().setOption(option, value);
    }
}
