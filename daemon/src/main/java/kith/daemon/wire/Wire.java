package kith.daemon.wire;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.util.concurrent.DefaultEventExecutorGroup;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.EventExecutorGroup;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import kith.ontology.fault.Code;
import kith.ontology.fault.KithException;
import kith.ontology.identity.KeyId;
import kith.ontology.identity.SigningKey;
import org.jspecify.annotations.Nullable;

/**
 * The transport of one node: peers call it and it calls peers, over TCP and mutual TLS 1.3. Safe from any thread.
 *
 * <p>Its threads: loops that move bytes and encrypt, lanes on which conversations are held, workers for handshakes, one
 * that looks up names. A conversation verifies signatures and waits for the store, so it is kept off the loops, which
 * serve all links; a link keeps its lane for life, so its conversation needs no locks.
 */
public final class Wire implements AutoCloseable {
    private static final int MAX_LOOPS = 4;
    private static final int MAX_LANES = 8;
    private static final int CALLERS_WAITING = 128;
    private static final long SHUTDOWN_MILLIS = 2_000;

    private final EventLoopGroup loops;
    private final EventExecutorGroup lanes;
    private final EventExecutorGroup handshakes;
    private final EventExecutorGroup names;
    private final Switchboard board;
    private final Plumbing plumbing;
    private final Dialler dialler;
    private final Prober prober;
    private @Nullable Channel listener;

    private Wire(SigningKey node, WireSettings settings, Ways ways, Reception reception) {
        int processors = Runtime.getRuntime().availableProcessors();
        loops = new MultiThreadIoEventLoopGroup(
                Math.min(MAX_LOOPS, processors), threads("loop"), NioIoHandler.newFactory());
        lanes = new DefaultEventExecutorGroup(Math.clamp(processors, 2, MAX_LANES), threads("lane"));
        handshakes = new DefaultEventExecutorGroup(Math.max(1, processors / 2), threads("handshake"));
        names = new DefaultEventExecutorGroup(1, threads("names"));
        Credentials own = new Credentials(node, settings.clock(), settings.random());
        board = new Switchboard(own, new Switchboard.Terms(settings.limits(), ways), reception, lanes);
        plumbing = new Plumbing(board, handshakes);
        dialler = new Dialler(board, plumbing, loops, names);
        prober = new Prober(board, loops, handshakes, names);
        // The first certificate loads half a library; better beside the start than within the first handshake.
        Switchboard.execute(handshakes.next(), own::current);
    }

    /**
     * Starts to listen, where it is told to.
     *
     * @throws KithException (USER, CONFLICT) if the place to listen cannot be had
     */
    public static Wire start(SigningKey node, WireSettings settings, Ways ways, Reception reception) {
        Wire wire = new Wire(node, settings, ways, reception);
        InetSocketAddress place = settings.listen();
        if (place != null) {
            try {
                wire.listen(place);
            } catch (KithException e) {
                wire.close();
                throw e;
            }
        }
        return wire;
    }

    /** As {@link #start(SigningKey, WireSettings, Ways, Reception)}, with nothing in the way. */
    public static Wire start(SigningKey node, WireSettings settings, Reception reception) {
        return start(node, settings, Ways.OPEN, reception);
    }

    private void listen(InetSocketAddress place) {
        InetSocketAddress resolved =
                place.isUnresolved() ? new InetSocketAddress(place.getHostString(), place.getPort()) : place;
        ChannelFuture bound = new ServerBootstrap()
                .group(loops)
                .channel(NioServerSocketChannel.class)
                .option(ChannelOption.SO_BACKLOG, CALLERS_WAITING)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childHandler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        plumbing.answer(channel);
                    }
                })
                .bind(resolved)
                .awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw new KithException(
                    KithException.Blame.USER,
                    Code.CONFLICT,
                    "cannot listen for peers on " + place.getHostString() + ":" + place.getPort() + " ("
                            + said(bound.cause()) + "); change peer.listen",
                    bound.cause());
        }
        listener = bound.channel();
    }

    private static String said(Throwable cause) {
        return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    }

    /** Where it listens, with the port that it was given; empty if it does not. */
    public List<InetSocketAddress> bound() {
        return listener == null ? List.of() : List.of((InetSocketAddress) listener.localAddress());
    }

    /** Where peers may try: where it listens, or, if that is everywhere, the addresses of this machine. */
    public List<InetSocketAddress> reachable() {
        List<InetSocketAddress> places = new ArrayList<>();
        for (InetSocketAddress place : bound()) {
            places.addAll(OwnAddresses.of(place));
        }
        return places;
    }

    /** The addresses of this machine at this moment, but for those that mean something on one cable only. */
    public static Set<InetAddress> ownAddresses() {
        return OwnAddresses.ofMachine().collect(Collectors.toUnmodifiableSet());
    }

    /**
     * Calls a node. When the answer is there, the link is open and its conversation, made by the reception, has been
     * told so.
     *
     * <p>The future fails with a {@link KithException} (PEER): UNREACHABLE, TIMED_OUT, or NOT_ALLOWED where another
     * node answers; a node that does not admit us just ends the link soon after. Takes up to twice the handshake's
     * limit for each address that the name has, of which {@link Dialler#MAX_ADDRESSES} are tried; through a proxy, which
     * gets the name as it is, as long as that is given time besides. A name that ends in {@code .onion} is called through
     * a proxy or not at all.
     *
     * @param place resolved, or not yet
     */
    public CompletableFuture<Link> dial(InetSocketAddress place, KeyId wanted) {
        return dialler.dial(place, wanted);
    }

    /**
     * Looks which node answers at a place, be it this one, and hangs up; no link comes to be. The node has proved who it
     * is; whether it would let this one in is not asked.
     *
     * <p>The future fails with a {@link KithException}: UNREACHABLE or TIMED_OUT. Takes as long as {@link #dial}.
     *
     * @param place resolved, or not yet
     */
    public CompletableFuture<KeyId> probe(InetSocketAddress place) {
        return prober.probe(place);
    }

    /** Connections of both directions, those that have not yet proved who they are included. */
    public int connections() {
        return board.gate.connections();
    }

    public long count(Tally tally) {
        return board.counted(tally);
    }

    /** Ends all links with SHUTDOWN and waits, about four seconds at most, until they are gone. */
    @Override
    public void close() {
        if (listener != null) {
            listener.close().awaitUninterruptibly();
        }
        List<TcpLink> open = List.copyOf(board.links);
        open.forEach(link -> link.close(CloseCode.SHUTDOWN));
        for (TcpLink link : open) {
            link.channel().closeFuture().awaitUninterruptibly(2 * Link.MAX_GOODBYE.toMillis());
        }
        for (EventExecutorGroup group : List.of(loops, handshakes, names, lanes)) {
            group.shutdownGracefully(0, SHUTDOWN_MILLIS, TimeUnit.MILLISECONDS)
                    .awaitUninterruptibly(2 * SHUTDOWN_MILLIS);
        }
    }

    private static DefaultThreadFactory threads(String name) {
        return new DefaultThreadFactory("kith-wire-" + name, true);
    }
}
