package kith.daemon;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import kith.daemon.lan.Circle;
import kith.daemon.lan.Lan;
import kith.ontology.access.Grant;
import kith.ontology.access.Ticket;
import kith.ontology.identity.KeyId;

/** Whom a node is to know on the networks around: members of its spaces, and who invited it. Safe from any thread. */
final class Around implements Lan.Neighbours {
    private final Connections connections;

    Around(Connections connections) {
        this.connections = connections;
    }

    @Override
    public List<Circle> circles() {
        List<Circle> circles = new ArrayList<>();
        for (ReplicaShelf shelf : connections.shelves()) {
            Set<KeyId> members = new HashSet<>();
            shelf.replica().authority().grants().stream().map(Grant::device).forEach(members::add);
            shelf.ticket().filter(held -> shelf.isJoining()).map(Ticket::node).ifPresent(members::add);
            circles.add(new Circle(shelf.space().value(), members));
        }
        return circles;
    }

    @Override
    public void found(KeyId node) {
        if (connections.link(node).isEmpty()) {
            connections.wake(node);
        }
    }
}
