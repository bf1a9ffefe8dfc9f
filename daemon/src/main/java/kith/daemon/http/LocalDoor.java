package kith.daemon.http;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerDomainSocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.flow.FlowControlHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import kith.daemon.exchange.Spool;
import kith.daemon.query.Sandbox;
import kith.daemon.query.Spaces;
import kith.ontology.fault.Code;
import kith.ontology.fault.KithException;
import org.jspecify.annotations.Nullable;

/**
 * The daemon's door for programs on this machine: HTTP/1.1 over a Unix domain socket, and over loopback TCP when that
 * is switched on. Open from {@link #open} until {@link #close}; safe from any thread.
 */
public final class LocalDoor implements AutoCloseable {
    /** Bytes of a request line: a query may stand in it. */
    public static final int MAX_LINE_BYTES = 64 * 1024;
    /** Bytes of all headers of a request. */
    public static final int MAX_HEADER_BYTES = 32 * 1024;
    /** Connections of each listener at once; what comes beyond is closed again. */
    public static final int MAX_CONNECTIONS = 256;

    private static final int LOOPS = 2;
    private static final int MAX_CHUNK_BYTES = 64 * 1024;
    private static final WriteBufferWaterMark WRITE_BUFFER = new WriteBufferWaterMark(64 * 1024, 256 * 1024);

    private final EventLoopGroup loops = new MultiThreadIoEventLoopGroup(
            LOOPS, new DefaultThreadFactory("kith-http", true), NioIoHandler.newFactory());
    private final ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
    private final Workers workers = new Workers();
    private final UnixSocket socket;
    private final Conversation.House house;
    private @Nullable Channel unix;
    private @Nullable Channel tcp;

    private LocalDoor(DoorSettings settings, UnixSocket socket, Router router) {
        this.socket = socket;
        this.house = new Conversation.House(router, workers, settings);
    }

    /**
     * Opens the door.
     *
     * @throws KithException CONFLICT if the socket is another daemon's, or the port is taken; USAGE, NOT_ALLOWED or
     *     HOST if the places cannot be made ready
     */
    public static LocalDoor open(DoorSettings settings, Household household, Spaces spaces, Sandbox sandbox) {
        UnixSocket.makePrivate(settings.spool());
        Spool.clear(settings.spool());
        UnixSocket socket = UnixSocket.prepare(settings.socket());
        Router router = new Door(household, spaces, sandbox, settings.limits()).router();
        LocalDoor door = new LocalDoor(settings, socket, router);
        try {
            door.listen(settings.tcp());
            return door;
        } catch (RuntimeException shut) {
            door.close();
            throw shut;
        }
    }

    /** Where the loopback listener listens; empty if there is none. */
    public Optional<InetSocketAddress> tcpAddress() {
        return tcp != null && tcp.localAddress() instanceof InetSocketAddress address
                ? Optional.of(address)
                : Optional.empty();
    }

    /**
     * Shuts the door: nobody comes in, whoever waits for a short answer gets it, what still runs is ended, the socket's
     * file is removed. Waits for it.
     */
    @Override
    public void close() {
        if (tcp != null) {
            tcp.close().awaitUninterruptibly();
        }
        if (unix != null) {
            unix.close().awaitUninterruptibly();
        }
        workers.settle();
        connections.close().awaitUninterruptibly();
        workers.close();
        loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
    }

    private void listen(DoorSettings.@Nullable Tcp settings) {
        unix = bind(NioServerDomainSocketChannel.class, socket.address(), new UnixGate(socket.owner()));
        socket.bound();
        if (settings != null) {
            if (!settings.listen().getAddress().isLoopbackAddress()) {
                throw KithException.user(
                        Code.USAGE, "http.listen is for loopback addresses only, such as 127.0.0.1:7341");
            }
            tcp = bind(NioServerSocketChannel.class, settings.listen(), new TcpGate(settings));
        }
    }

    private Channel bind(Class<? extends ServerChannel> type, SocketAddress address, Gate gate) {
        var bound = new ServerBootstrap()
                .group(loops)
                .channel(type)
                .childOption(ChannelOption.AUTO_READ, false)
                .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, WRITE_BUFFER)
                .childHandler(new Entrance(gate))
                .bind(address)
                .awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw new KithException(
                    KithException.Blame.USER, Code.CONFLICT, "cannot listen at " + address, bound.cause());
        }
        return bound.channel();
    }

    @SuppressWarnings("FutureReturnValueIgnored")
    private final class Entrance extends ChannelInitializer<Channel> {
        private final AtomicInteger inside = new AtomicInteger();
        private final Gate gate;

        Entrance(Gate gate) {
            this.gate = gate;
        }

        @Override
        protected void initChannel(Channel channel) {
            if (inside.incrementAndGet() > MAX_CONNECTIONS) {
                inside.decrementAndGet();
                channel.close();
                return;
            }
            channel.closeFuture().addListener(closed -> inside.decrementAndGet());
            connections.add(channel);
            channel.pipeline()
                    .addLast(new HttpServerCodec(new HttpDecoderConfig()
                            .setMaxInitialLineLength(MAX_LINE_BYTES)
                            .setMaxHeaderSize(MAX_HEADER_BYTES)
                            .setMaxChunkSize(MAX_CHUNK_BYTES)))
                    .addLast(new FlowControlHandler())
                    .addLast(new Conversation(house, gate));
        }
    }
}
