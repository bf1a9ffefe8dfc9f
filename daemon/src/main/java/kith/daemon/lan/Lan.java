package kith.daemon.lan;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.DatagramPacket;
import io.netty.channel.socket.SocketProtocolFamily;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import kith.daemon.machine.Machine;
import kith.daemon.peers.Address;
import kith.ontology.bytes.Bytes;
import kith.ontology.identity.KeyId;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says on the networks around that this node is there, in words that only members of its spaces understand, and hears who of
 * them is. All of it on a thread of its own, from the first moment on; what it found is read from any.
 */
@SuppressWarnings("FutureReturnValueIgnored") // what is not sent now is said again
public final class Lan implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Lan.class);

    private static final InetSocketAddress EVERYBODY = new InetSocketAddress("224.0.0.251", 5_353);
    /** How often it is looked whether the networks, the day, our spaces or their members are others. */
    private static final Duration LOOK = Duration.ofSeconds(5);

    private static final Duration FIRST_QUESTION = Duration.ofSeconds(1);
    /** Half of the time that an answer is believed, and some. */
    private static final Duration LAST_QUESTION = Duration.ofMinutes(30);
    /** Nothing is said twice on a network in less. */
    private static final Duration SAID = Duration.ofSeconds(1);
    /** A node is not called again sooner for what was heard of it, which anybody may have said. */
    private static final Duration NEWS = Duration.ofSeconds(10);

    private static final long SHORTEST_WAIT_MILLIS = 20;
    private static final int WAIT_MILLIS = 100;
    /** Names of one packet, for a packet that is cut in pieces often gets lost. */
    private static final int NAMES = 4;

    private static final int RECEIVED_BYTES = 64 * 1_024;
    private static final long CLOSING_MILLIS = 500;

    private final Self self;
    private final Neighbours neighbours;
    private final Machine machine;
    private final Medium medium;
    private final EventLoopGroup loop =
            new MultiThreadIoEventLoopGroup(1, new DefaultThreadFactory("kith-lan", true), NioIoHandler.newFactory());
    private final Found found = new Found();
    private final Set<Network> answering = new HashSet<>();
    private final Map<KeyId, Long> heard = new HashMap<>();
    private @Nullable NioDatagramChannel channel;
    private Faces faces;
    private Duration pause = FIRST_QUESTION;
    private int questions;
    private volatile List<Network> networks = List.of();
    private volatile String problem = "";

    /**
     * This node.
     *
     * @param secret nobody else's, and the same after a start
     * @param port where it may be called; 0: nowhere
     * @param at the one address where it may be called; null: all of the machine's
     */
    public record Self(
            KeyId node, Bytes secret, int port, @Nullable InetAddress at) {
        private boolean isAt(InetAddress address) {
            return port > 0 && (at == null || at.equals(address));
        }
    }

    /** Of whom it is to know, and who is told of them; called on its thread. */
    public interface Neighbours {
        List<Circle> circles();

        /** There are addresses of a node that were not there before. */
        void found(KeyId node);
    }

    /** Where it speaks. */
    record Medium(InetSocketAddress everybody, Supplier<List<Network>> networks) {}

    /**
     * How it stands.
     *
     * @param networks the names of the cards of those it speaks on
     * @param problem why it hears nothing; empty if it does
     */
    public record Standing(List<String> networks, String problem) {}

    private Lan(Self self, Neighbours neighbours, Machine machine, Medium medium) {
        this.self = self;
        this.neighbours = neighbours;
        this.machine = machine;
        this.medium = medium;
        this.faces = new Faces(self.node(), self.secret(), List.of(), 0);
    }

    /** Begins; answers at once. */
    public static Lan start(Self self, Neighbours neighbours, Machine machine) {
        return start(self, neighbours, machine, new Medium(EVERYBODY, Network::ofMachine));
    }

    static Lan start(Self self, Neighbours neighbours, Machine machine, Medium medium) {
        Lan lan = new Lan(self, neighbours, machine, medium);
        lan.loop.execute(lan::look);
        return lan;
    }

    /** Where nodes were found that share a space with this one. */
    public Map<KeyId, List<Address>> found() {
        return found.told();
    }

    public Standing standing() {
        return new Standing(networks.stream().map(Network::name).distinct().toList(), problem);
    }

    /** On the loop, as is all that follows. */
    private void look() {
        try {
            if (channel == null) {
                open();
            }
            if (channel != null) {
                lookAround(channel);
            }
        } catch (RuntimeException fault) {
            problem = String.valueOf(fault.getMessage());
            LOG.warn("the network around cannot be looked at: {}", problem);
        }
        if (!loop.isShuttingDown()) {
            loop.schedule(this::look, LOOK.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private void open() {
        ChannelFuture bound = new Bootstrap()
                .group(loop)
                .channelFactory(() -> new NioDatagramChannel(SocketProtocolFamily.INET))
                .option(ChannelOption.SO_REUSEADDR, true)
                .option(ChannelOption.SO_RCVBUF, RECEIVED_BYTES)
                .option(ChannelOption.IP_MULTICAST_TTL, 255)
                .handler(new Hearing())
                .bind(medium.everybody().getPort());
        bound.addListener(done -> {
            if (bound.isSuccess()) {
                channel = (NioDatagramChannel) bound.channel();
                problem = "";
                lookAround(channel);
            } else {
                problem = "UDP port " + medium.everybody().getPort() + " cannot be had ("
                        + bound.cause().getMessage() + ")";
            }
        });
    }

    private void lookAround(NioDatagramChannel open) {
        long now = machine.nowMillis();
        List<Network> before = networks;
        List<Network> around = medium.networks().get();
        before.stream().filter(network -> !around.contains(network)).forEach(gone -> {
            open.leaveGroup(medium.everybody(), gone.card());
            found.left(gone.name(), now);
        });
        around.stream()
                .filter(network -> !before.contains(network))
                .forEach(fresh -> open.joinGroup(medium.everybody(), fresh.card())
                        .addListener(joined -> {
                            if (!joined.isSuccess()) {
                                problem = "nothing is heard on " + fresh.name() + " ("
                                        + joined.cause().getMessage() + ")";
                            }
                        }));
        networks = around;
        found.forgetOld(now);
        List<Circle> circles = neighbours.circles();
        long day = Alias.day(now);
        boolean others = faces.areOld(circles, day);
        if (others) {
            faces = new Faces(self.node(), self.secret(), circles, day);
            Set<KeyId> members = circles.stream()
                    .flatMap(circle -> circle.members().stream())
                    .collect(Collectors.toSet());
            found.only(members::contains, now);
            heard.keySet().retainAll(members);
        }
        if (others || !before.equals(around)) {
            introduce();
        }
    }

    /** Says who is here and asks who else is, again and again, less and less often. */
    private void introduce() {
        networks.forEach(this::answerSoon);
        after(SAID.multipliedBy(2), () -> networks.forEach(this::answerSoon));
        pause = FIRST_QUESTION;
        questions++;
        ask(questions);
    }

    private void ask(int number) {
        if (number == questions && !faces.own().isEmpty()) {
            networks.forEach(network -> send(network, Packet.question()));
            after(pause, () -> ask(number));
            pause = pause.multipliedBy(2).compareTo(LAST_QUESTION) > 0 ? LAST_QUESTION : pause.multipliedBy(2);
        }
    }

    private void after(Duration pause, Runnable act) {
        long wait = pause.toMillis() + chance();
        loop.schedule(act, wait, TimeUnit.MILLISECONDS);
    }

    private long chance() {
        return SHORTEST_WAIT_MILLIS + (machine.random(1).at(0) & 0xff) % WAIT_MILLIS;
    }

    /** All answer the same question: each waits a moment of its own. */
    private void answerSoon(Network network) {
        if (answering.add(network)) {
            loop.schedule(() -> answer(network, (int) Found.MAX_LIFE.toSeconds()), chance(), TimeUnit.MILLISECONDS);
            after(SAID, () -> answering.remove(network));
        }
    }

    private void answer(Network network, int ttlSeconds) {
        List<InetAddress> at = network.addresses().stream().filter(self::isAt).toList();
        List<String> names = faces.own();
        for (int i = 0; i < names.size() && !at.isEmpty(); i += NAMES) {
            List<String> some = names.subList(i, Math.min(names.size(), i + NAMES));
            send(network, Packet.answer(new Packet.Said(some, host(), self.port(), at, ttlSeconds)));
        }
    }

    /** A name that tells no more than the others do. */
    private String host() {
        return Alias.of(self.secret(), self.node(), Alias.day(machine.nowMillis())) + ".local.";
    }

    private void send(Network network, byte[] packet) {
        if (channel != null) {
            channel.config().setNetworkInterface(network.card());
            channel.writeAndFlush(new DatagramPacket(Unpooled.wrappedBuffer(packet), medium.everybody()));
        }
    }

    private void heard(byte[] bytes, InetSocketAddress from) {
        // Whoever is on the same network speaks from this port: RFC 6762, 6 and 11.
        Optional<Network> network = networks.stream()
                .filter(each -> from.getPort() == medium.everybody().getPort() && each.holds(from.getAddress()))
                .findFirst();
        if (network.isPresent()) {
            Packet.read(bytes).ifPresent(heard -> {
                if (isAsked(heard)) {
                    answerSoon(network.get());
                }
                heard.offers().forEach(offer -> offered(offer, heard, network.get(), from.getAddress()));
            });
        }
    }

    private boolean isAsked(Packet.Heard heard) {
        return (heard.asked().contains(Packet.SERVICE) && !heard.known().containsAll(faces.own()))
                || heard.asked().contains(host())
                || faces.own().stream().anyMatch(heard.asked()::contains);
    }

    private void offered(Packet.Offer offer, Packet.Heard heard, Network network, InetAddress from) {
        KeyId node = faces.who(offer.name()).orElse(null);
        if (node == null || offer.port() == 0) {
            return;
        }
        // Elsewhere it would have us call whom it likes.
        List<InetAddress> said = heard.hosts().getOrDefault(offer.host(), List.of()).stream()
                .filter(network::holds)
                .toList();
        List<Address> addresses = (said.isEmpty() ? List.of(from) : said)
                .stream()
                        .map(each -> new Address(each.getHostAddress(), offer.port()))
                        .toList();
        long now = machine.nowMillis();
        boolean news = found.is(node, network.name(), addresses, offer.ttlSeconds(), now);
        if (news && now - heard(node) >= NEWS.toMillis()) {
            this.heard.put(node, now);
            neighbours.found(node);
        }
    }

    private long heard(KeyId node) {
        return heard.getOrDefault(node, 0L);
    }

    /** Says that it goes, and waits until nothing is left of it, about a second at most. */
    @Override
    public void close() {
        if (loop.isShuttingDown()) {
            return;
        }
        loop.submit(() -> {
                    networks.forEach(network -> answer(network, 0));
                    if (channel != null) {
                        channel.close();
                    }
                })
                .awaitUninterruptibly(CLOSING_MILLIS);
        loop.shutdownGracefully(0, CLOSING_MILLIS, TimeUnit.MILLISECONDS).awaitUninterruptibly(2 * CLOSING_MILLIS);
    }

    /** What comes in. */
    private final class Hearing extends SimpleChannelInboundHandler<DatagramPacket> {
        @Override
        protected void channelRead0(ChannelHandlerContext ctx, DatagramPacket packet) {
            heard(ByteBufUtil.getBytes(packet.content()), packet.sender());
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            LOG.debug("a packet on the network around is passed over", cause);
        }
    }
}
