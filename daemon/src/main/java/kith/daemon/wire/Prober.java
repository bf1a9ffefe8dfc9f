package kith.daemon.wire;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.channels.ClosedChannelException;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import kith.ontology.fault.Code;
import kith.ontology.fault.KithException;
import kith.ontology.identity.KeyId;
import org.jspecify.annotations.Nullable;

/**
 * Looks who answers at a place, and hangs up. It shows no certificate: the other side proves who it is and then finds
 * nobody to talk to, so no link comes to be, and none that stands is disturbed.
 */
final class Prober {
    private final Switchboard board;
    private final EventLoopGroup loops;
    private final Executor handshakes;
    private final Executor names;

    /** One look: at which place, and who waits for the answer. */
    private record Look(InetSocketAddress place, CompletableFuture<KeyId> answer) {}

    Prober(Switchboard board, EventLoopGroup loops, Executor handshakes, Executor names) {
        this.board = board;
        this.loops = loops;
        this.handshakes = handshakes;
        this.names = names;
    }

    CompletableFuture<KeyId> probe(InetSocketAddress place) {
        Look look = new Look(place, new CompletableFuture<>());
        if (board.ways.proxyFor(place.getHostString()) != null || Ways.isOnion(place.getHostString())) {
            // A look past the proxy would ask for the name, and show where we are.
            fail(
                    look,
                    new KithException(
                            KithException.Blame.PEER,
                            Code.UNREACHABLE,
                            SocksHandler.text(place)
                                    + " is reached through a proxy only; who answers there is not looked at"));
            return look.answer;
        }
        try {
            names.execute(() -> lookUp(look));
        } catch (RejectedExecutionException closed) {
            fail(look, closed);
        }
        return look.answer;
    }

    private void lookUp(Look look) {
        try {
            tryNext(look, new ArrayDeque<>(Dialler.addresses(look.place)));
        } catch (UnknownHostException e) {
            fail(look, e);
        }
    }

    private void tryNext(Look look, Queue<InetAddress> rest) {
        InetSocketAddress place = new InetSocketAddress(rest.remove(), look.place.getPort());
        var unused = handshake(place).whenComplete((node, fault) -> {
            if (fault == null) {
                look.answer.complete(node);
            } else if (rest.isEmpty() || look.answer.isDone()) {
                fail(look, fault);
            } else {
                tryNext(look, rest);
            }
        });
    }

    private CompletableFuture<KeyId> handshake(InetSocketAddress place) {
        CompletableFuture<KeyId> proved = new CompletableFuture<>();
        Gate.Pass pass = board.gate.leaveTo(place.getAddress()).orElse(null);
        if (pass == null) {
            proved.completeExceptionally(new KithException(
                    KithException.Blame.HOST, Code.UNREACHABLE, "all places for connections are taken"));
            return proved;
        }
        new Bootstrap()
                .group(loops)
                .channel(NioSocketChannel.class)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int)
                        board.limits.handshakeTimeout().toMillis())
                .handler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        connect(channel, pass, proved);
                    }
                })
                .connect(place)
                .addListener(done -> {
                    if (!done.isSuccess()) {
                        pass.leave();
                        proved.completeExceptionally(done.cause());
                    }
                });
        return proved;
    }

    private void connect(SocketChannel channel, Gate.Pass pass, CompletableFuture<KeyId> proved) {
        channel.closeFuture().addListener(gone -> pass.leave());
        ShownIdentity theirs = ShownIdentity.ofAnybody(board.own);
        SslHandler tls = new QuietSslHandler(Tls.nameless(board.own, theirs), handshakes);
        tls.setHandshakeTimeoutMillis(board.limits.handshakeTimeout().toMillis());
        channel.pipeline().addLast(tls, new Answered(theirs, proved));
    }

    private void fail(Look look, Throwable cause) {
        look.answer.completeExceptionally(Dialler.told(cause, look.place, board.limits));
    }

    /** The end of a look: when the other side has proved who it is, or has not. */
    private static final class Answered extends ChannelInboundHandlerAdapter {
        private final ShownIdentity theirs;
        private final CompletableFuture<KeyId> proved;

        Answered(ShownIdentity theirs, CompletableFuture<KeyId> proved) {
            this.theirs = theirs;
            this.proved = proved;
        }

        @Override
        public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
            if (event instanceof SslHandshakeCompletionEvent done) {
                @Nullable KeyId node = theirs.node();
                String protocol = ctx.pipeline().get(SslHandler.class).engine().getApplicationProtocol();
                if (!done.isSuccess()) {
                    proved.completeExceptionally(done.cause());
                } else if (node == null || !protocol.equals(Tls.PROTOCOL)) {
                    proved.completeExceptionally(new KithException(
                            KithException.Blame.PEER, Code.UNREACHABLE, "what answers does not speak " + Tls.PROTOCOL));
                } else {
                    proved.complete(node);
                }
                Switchboard.hangUp(ctx.channel());
            }
        }

        @Override
        public void channelRead(ChannelHandlerContext ctx, Object message) {
            // Whatever it says after its proof is for somebody who has shown who they are.
            ((ByteBuf) message).release();
        }

        @Override
        public void channelInactive(ChannelHandlerContext ctx) {
            proved.completeExceptionally(new ClosedChannelException());
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            proved.completeExceptionally(cause);
            Switchboard.hangUp(ctx.channel());
        }
    }
}
