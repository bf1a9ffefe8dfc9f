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
    private record Call(InetSocketAddress place, KeyId wanted, CompletableFuture<Link> answer) {}

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
        try {
            names.execute(() -> lookUp(call));
        } catch (RejectedExecutionException closed) {
            fail(call, closed);
        }
        return call.answer;
    }

    private void lookUp(Call call) {
        try {
            tryNext(call, new ArrayDeque<>(addresses(call.place)));
        } catch (UnknownHostException e) {
            fail(call, e);
        }
    }

    /** The addresses of a place, of which there is one at least. */
    static List<InetAddress> addresses(InetSocketAddress place) throws UnknownHostException {
        Stream<InetAddress> found = place.isUnresolved()
                ? Stream.of(InetAddress.getAllByName(place.getHostString()))
                : Stream.of(place.getAddress());
        return found.limit(MAX_ADDRESSES).toList();
    }

    private void tryNext(Call call, Queue<InetAddress> rest) {
        CompletableFuture<Link> attempt = connect(call, rest.remove());
        var unused = attempt.whenComplete((link, fault) -> {
            if (fault == null) {
                call.answer.complete(link);
            } else if (rest.isEmpty()) {
                fail(call, fault);
            } else {
                tryNext(call, rest);
            }
        });
    }

    private CompletableFuture<Link> connect(Call call, InetAddress address) {
        CompletableFuture<Link> attempt = new CompletableFuture<>();
        Gate.Pass pass = board.gate.leaveTo(address).orElse(null);
        if (pass == null) {
            attempt.completeExceptionally(new KithException(
                    KithException.Blame.HOST, Code.UNREACHABLE, "all places for connections are taken"));
            return attempt;
        }
        new Bootstrap()
                .group(loops)
                .channel(NioSocketChannel.class)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int)
                        board.limits.handshakeTimeout().toMillis())
                .handler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        plumbing.call(channel, new Plumbing.Calling(call.wanted, pass, attempt));
                    }
                })
                .connect(new InetSocketAddress(address, call.place.getPort()))
                .addListener(done -> {
                    if (!done.isSuccess()) {
                        pass.leave();
                        attempt.completeExceptionally(done.cause());
                    }
                });
        return attempt;
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
