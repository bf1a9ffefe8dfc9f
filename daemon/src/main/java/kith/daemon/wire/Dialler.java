package kith.daemon.wire;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.ConnectTimeoutException;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.ssl.SslHandshakeTimeoutException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.channels.ClosedChannelException;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import kith.ontology.fault.Code;
import kith.ontology.fault.KithException;
import kith.ontology.identity.KeyId;
import org.jspecify.annotations.Nullable;

/** Calls nodes: looks up the name, tries its addresses one after another, and makes one error of what went wrong. */
final class Dialler {
    /** Of one name. */
    static final int MAX_ADDRESSES = 4;

    private final Switchboard board;
    private final Plumbing plumbing;
    private final EventLoopGroup loops;
    private final Executor names;

    /** One call: where it was to go, to whom, and who waits for the answer. */
    private record Call(InetSocketAddress place, KeyId wanted, CompletableFuture<Link> answer) {
        String host() {
            return place.getHostString();
        }
    }

    Dialler(Switchboard board, Plumbing plumbing, EventLoopGroup loops, Executor names) {
        this.board = board;
        this.plumbing = plumbing;
        this.loops = loops;
        this.names = names;
    }

    CompletableFuture<Link> dial(InetSocketAddress place, KeyId wanted) {
        Call call = new Call(place, wanted, new CompletableFuture<>());
        if (wanted.equals(board.own.node())) {
            fail(call, new KithException(KithException.Blame.USER, Code.USAGE, "a node does not call itself"));
            return call.answer;
        }
        Ways.Proxy proxy = board.ways.proxyFor(call.host());
        if (proxy == null && Ways.isOnion(call.host())) {
            fail(call, fault(Code.UNREACHABLE, to(call.place) + " is reached through Tor only: set peer.proxy", null));
            return call.answer;
        }
        try {
            names.execute(() -> lookUp(call, proxy));
        } catch (RejectedExecutionException closed) {
            fail(call, closed);
        }
        return call.answer;
    }

    /** Of what we look up a name of, that is the node or the proxy; never the node's where the proxy does it. */
    private void lookUp(Call call, Ways.@Nullable Proxy proxy) {
        InetSocketAddress place = proxy == null ? call.place : proxy.place();
        try {
            tryNext(call, proxy, new ArrayDeque<>(addresses(place)));
        } catch (UnknownHostException e) {
            fail(call, proxy == null ? e : unreachable(proxy, "no address is known for it", e));
        }
    }

    /** The addresses of a place, of which there is one at least. */
    static List<InetAddress> addresses(InetSocketAddress place) throws UnknownHostException {
        Stream<InetAddress> found = place.isUnresolved()
                ? Stream.of(InetAddress.getAllByName(place.getHostString()))
                : Stream.of(place.getAddress());
        return found.limit(MAX_ADDRESSES).toList();
    }

    private void tryNext(Call call, Ways.@Nullable Proxy proxy, Queue<InetAddress> rest) {
        CompletableFuture<Link> attempt = proxy == null
                ? connect(call, new InetSocketAddress(rest.remove(), call.place.getPort()), null)
                : connect(
                        call, new InetSocketAddress(rest.remove(), proxy.place().getPort()), proxy);
        var unused = attempt.whenComplete((link, fault) -> {
            if (fault == null) {
                call.answer.complete(link);
            } else if (rest.isEmpty() || (proxy != null && fault instanceof KithException)) {
                // What a proxy says of the node, it would say of it at its other addresses too.
                fail(call, fault);
            } else {
                tryNext(call, proxy, rest);
            }
        });
    }

    private CompletableFuture<Link> connect(Call call, InetSocketAddress to, Ways.@Nullable Proxy proxy) {
        CompletableFuture<Link> attempt = new CompletableFuture<>();
        Gate.Pass pass =
                (proxy == null ? board.gate.leaveTo(to.getAddress()) : board.gate.leaveTo(call.host())).orElse(null);
        if (pass == null) {
            attempt.completeExceptionally(new KithException(
                    KithException.Blame.HOST, Code.UNREACHABLE, "all places for connections are taken"));
            return attempt;
        }
        InetSocketAddress through =
                proxy == null ? null : InetSocketAddress.createUnresolved(call.host(), call.place.getPort());
        new Bootstrap()
                .group(loops)
                .channel(NioSocketChannel.class)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int)
                        board.limits.handshakeTimeout().toMillis())
                .handler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        plumbing.call(channel, new Plumbing.Calling(call.wanted, pass, attempt, through));
                    }
                })
                .connect(to)
                .addListener(done -> {
                    if (!done.isSuccess()) {
                        pass.leave();
                        Throwable why = done.cause();
                        attempt.completeExceptionally(proxy == null ? why : unreachable(proxy, root(why), why));
                    }
                });
        return attempt;
    }

    private static KithException unreachable(Ways.Proxy proxy, String why, Throwable cause) {
        Code code = cause instanceof ConnectTimeoutException ? Code.TIMED_OUT : Code.UNREACHABLE;
        return fault(code, "cannot reach the proxy " + SocksHandler.text(proxy.place()) + " (" + why + ")", cause);
    }

    private void fail(Call call, Throwable cause) {
        call.answer.completeExceptionally(told(cause, call.place, board.limits));
    }

    /** What went wrong at a place, for people. */
    static KithException told(Throwable cause, InetSocketAddress place, WireLimits limits) {
        String to = to(place);
        String slowly =
                to + " did not answer within " + limits.handshakeTimeout().toMillis() + " ms";
        return switch (cause) {
            case WrongNodeException wrong ->
                fault(Code.NOT_ALLOWED, "another node than the one called answers at " + to, wrong);
            case KithException known -> known;
            case ConnectTimeoutException slow -> fault(Code.TIMED_OUT, slowly, slow);
            case SslHandshakeTimeoutException slow -> fault(Code.TIMED_OUT, slowly, slow);
            case UnknownHostException unknown ->
                fault(Code.UNREACHABLE, "no address is known for " + place.getHostString(), unknown);
            case ClosedChannelException hungUp -> fault(Code.UNREACHABLE, to + " hung up during the handshake", hungUp);
            case SSLException tls -> fault(Code.UNREACHABLE, "no handshake with " + to + " (" + root(tls) + ")", tls);
            default -> fault(Code.UNREACHABLE, "cannot reach " + to + " (" + root(cause) + ")", cause);
        };
    }

    private static String to(InetSocketAddress place) {
        return place.getHostString() + ":" + place.getPort();
    }

    private static String root(Throwable fault) {
        Throwable root = fault;
        for (int depth = 0; depth < 8; depth++) {
            Throwable cause = root.getCause();
            if (cause == null) {
                break;
            }
            root = cause;
        }
        return root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
    }

    private static KithException fault(Code code, String message, @Nullable Throwable cause) {
        return new KithException(KithException.Blame.PEER, code, message, cause);
    }
}
