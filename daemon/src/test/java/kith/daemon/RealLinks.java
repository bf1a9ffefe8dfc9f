package kith.daemon;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import kith.daemon.machine.Machine;
import kith.daemon.peers.Address;
import kith.daemon.peers.PeerBook;
import kith.daemon.replica.Replica;
import kith.daemon.replica.Replicas;
import kith.daemon.replica.Self;
import kith.daemon.sync.Standing;
import kith.daemon.wire.Reception;
import kith.ontology.access.Ticket;
import kith.ontology.identity.KeyId;

/** All that a daemon has between its replicas and the wire, for a simulation that is the wire. */
public final class RealLinks {
    private final Connections connections;
    private final PeerBook book;

    /** Whoever can call a node, at a place. */
    public interface Caller {
        CompletableFuture<?> dial(InetSocketAddress place, KeyId wanted);
    }

    public RealLinks(Self self, Machine machine, Replicas replicas, PeerBook book) {
        this.book = book;
        connections = new Connections(self, machine, replicas, book, fault -> {
            throw new AssertionError("a fault that stops the daemon", fault);
        });
    }

    /** @param place where this node may be called */
    public void start(Caller through, String place) {
        connections.start(through::dial, new Surroundings(Set::of, () -> List.of(place)));
    }

    public void stop() {
        connections.stop();
    }

    public Reception reception() {
        return connections;
    }

    /** The user names a node and where it is. */
    public void visits(KeyId node, String place) {
        book.add(node, Address.parse(place));
        connections.wake(node);
    }

    /** The user comes with a ticket for a space that there is room for. */
    public void comes(Replica replica, Ticket ticket) {
        var unused = connections.come(replica, ticket);
    }

    /** Whether every conversation about a space has come to its end, and there is one. */
    public boolean isInStep() {
        List<Standing> standings = standings();
        return !standings.isEmpty() && standings.stream().allMatch(Standing::isInStep);
    }

    /** How it stands with everybody who is connected. */
    public List<Standing> standings() {
        return connections.links().stream()
                .flatMap(link -> link.standings().stream())
                .toList();
    }

    public int links() {
        return connections.links().size();
    }
}
