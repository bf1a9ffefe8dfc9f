package kith.daemon;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import kith.daemon.machine.Machine;
import kith.daemon.peers.Address;
import kith.daemon.peers.PeerBook;
import kith.daemon.replica.TestNode;
import kith.daemon.wire.Ways;
import kith.daemon.wire.Wire;
import kith.daemon.wire.WireLimits;
import kith.daemon.wire.WireSettings;
import kith.ontology.access.Act;
import kith.ontology.access.Level;
import kith.ontology.access.Ticket;
import kith.ontology.identity.KeyId;

/** A daemon without a local door. */
final class Peer implements AutoCloseable {
    private final int number;
    private final Path home;
    TestNode node;
    PeerBook book;
    Connections connections;
    private final Function<Machine, Ways> ways;
    private Wire wire;

    Peer(int number, Path home) {
        this(number, home, machine -> Ways.OPEN);
    }

    Peer(int number, Path home, Function<Machine, Ways> ways) {
        this.number = number;
        this.home = home;
        this.ways = ways;
        begin();
    }

    private void begin() {
        node = TestNode.open(home, number);
        book = PeerBook.open(home.resolve("peers"));
        connect();
    }

    private void connect() {
        connections = new Connections(node.self(), node.machine(), node.replicas(), book, fault -> {
            throw new AssertionError(fault);
        });
        wire = Wire.start(
                node.self().device(),
                new WireSettings(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                        WireLimits.DEFAULT,
                        InstantSource.system(),
                        new SecureRandom()),
                ways.apply(node.machine()),
                connections);
        connections.start(wire::dial, new Surroundings(Set::of, () -> List.of(place())));
    }

    InetSocketAddress listens() {
        return wire.bound().getFirst();
    }

    String place() {
        return "127.0.0.1:" + wire.bound().getFirst().getPort();
    }

    CompletableFuture<KeyId> probe(InetSocketAddress place) {
        return wire.probe(place);
    }

    Ticket ticket() {
        return ticket(Long.MAX_VALUE / 4);
    }

    Ticket ticket(long untilMillis) {
        Ticket ticket = new Ticket(
                node.machine().random(Ticket.SEED_BYTES),
                node.replica().id(),
                "river",
                node.self().node(),
                List.of(place()));
        node.replica()
                .act(new Act.Invite(ticket.key().id(), Level.WRITER, untilMillis))
                .join();
        return ticket;
    }

    void joins(Ticket ticket) {
        node.replicas().join(ticket, ticket.text());
    }

    void knows(Peer other) {
        book.add(other.node.self().node(), Address.parse(other.place()));
    }

    void away() {
        connections.stop();
        wire.close();
    }

    void back() {
        connect();
    }

    Peer restartedKnowing(Peer other) {
        away();
        knows(other);
        connect();
        return this;
    }

    @Override
    public void close() {
        away();
        node.close();
    }
}
