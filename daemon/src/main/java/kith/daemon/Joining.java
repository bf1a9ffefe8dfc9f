package kith.daemon;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import kith.daemon.config.NodeIdentity;
import kith.daemon.peers.Address;
import kith.daemon.replica.Replica;
import kith.daemon.replica.Replicas;
import kith.daemon.sync.Standing;
import kith.ontology.access.Authority;
import kith.ontology.access.Claim;
import kith.ontology.access.Grant;
import kith.ontology.access.Level;
import kith.ontology.access.Ticket;
import kith.ontology.fault.Code;
import kith.ontology.fault.KithException;

/** How this node comes into a space with a ticket. */
final class Joining {
    private final NodeIdentity identity;
    private final Replicas replicas;
    private final Connections connections;
    private final Rotation rotation;
    private final Patience patience;

    /** Waits until something is so, or for as long as that; says whether it is. */
    interface Patience {
        boolean waited(Duration timeout, BooleanSupplier done);
    }

    Joining(NodeIdentity identity, Replicas replicas, Connections connections, Rotation rotation, Patience patience) {
        this.identity = identity;
        this.replicas = replicas;
        this.connections = connections;
        this.rotation = rotation;
        this.patience = patience;
    }

    /** What a ticket is for; it is not used. */
    JsonObject told(Ticket ticket) {
        connections.inviters().mustBeCallable(ticket);
        Optional<Replica> here = replicas.space(ticket.space());
        JsonObject told = new JsonObject();
        told.addProperty("space", ticket.spaceName());
        told.addProperty("id", ticket.space().toString());
        told.addProperty("here", here.isPresent());
        told.addProperty("node", ticket.node().did());
        told.add("addresses", array(ticket.addresses()));
        here.flatMap(replica -> replica.authority().invitation(ticket.key().id()))
                .ifPresent(invitation -> told.addProperty(
                        "level", Roll.word(invitation.allowance().level())));
        return told;
    }

    /** The claim that this node makes with a ticket, to be carried by hand. */
    JsonObject claim(Ticket ticket) {
        connections.inviters().mustBeCallable(ticket);
        Replica replica = rotation.whileCurrent(() -> replicas.join(ticket, ticket.text()));
        connections.come(replica, ticket);
        JsonObject answer = new JsonObject();
        Claim claim = Claim.make(ticket, identity.certificate(), identity.name(), identity.device());
        answer.addProperty("claim", claim.text());
        answer.addProperty("space", replica.name());
        return answer;
    }

    /** The space, once it let us in. */
    JsonObject join(Ticket ticket, Duration timeout) {
        connections.inviters().mustBeCallable(ticket);
        Replica replica = rotation.whileCurrent(() -> replicas.join(ticket, ticket.text()));
        ReplicaShelf shelf = connections.shelf(replica.id()).orElseThrow();
        // The last that is known here of our own right may be older than what members know of its end.
        boolean wasHere = !shelf.isWithoutRight() && shelf.refusal().isEmpty();
        List<Address> learned = connections.come(replica, ticket);
        if (wasHere) {
            return reunited(replica, learned);
        }
        boolean done = patience.waited(
                timeout, () -> isIn(shelf, ticket) || shelf.refusal().isPresent());
        if (!shelf.isJoining()) {
            return brief(replica);
        }
        if (shelf.refusal().isPresent()) {
            throw KithException.user(Code.NOT_ALLOWED, shelf.refusal().get());
        }
        throw tooLate(ticket, timeout, done);
    }

    private KithException tooLate(Ticket ticket, Duration timeout, boolean done) {
        boolean connected = connections.link(ticket.node()).isPresent();
        String problem = connections.calls().problem(ticket.node());
        return KithException.user(
                done || connected ? Code.TIMED_OUT : Code.UNREACHABLE,
                connected
                        ? "the inviting node has not admitted us within " + timeout.toSeconds()
                                + " s; joining goes on by itself"
                        : "the inviting node cannot be reached at " + String.join(", ", ticket.addresses())
                                + (problem.isEmpty() ? "" : " (" + problem + ")") + "; joining goes on by itself");
    }

    /**
     * Whether we were let in by this ticket, and the right that shows is the one it gives: of one that we had before, the
     * end may not have come here yet. If it never does, that right stands, and all that is known there is known here.
     */
    private boolean isIn(ReplicaShelf shelf, Ticket ticket) {
        Authority authority = shelf.replica().authority();
        Optional<Level> right = authority.grantOf(identity.node()).map(Grant::level);
        boolean isByTicket = authority
                .invitation(ticket.key().id())
                .filter(invitation -> invitation.usedBy().contains(identity.node()))
                .map(invitation -> invitation.allowance().level())
                .equals(right);
        return !shelf.isJoining() && ((right.isPresent() && isByTicket) || isInStep(ticket));
    }

    private boolean isInStep(Ticket ticket) {
        return connections.link(ticket.node()).stream()
                .flatMap(link -> link.standings().stream())
                .filter(standing -> standing.space().equals(ticket.space()))
                .anyMatch(Standing::isInStep);
    }

    /** A ticket for a space that we are in: it may still tell where its maker is. */
    private JsonObject reunited(Replica replica, List<Address> learned) {
        List<String> places = learned.stream().map(Address::toString).toList();
        JsonObject space = brief(replica);
        space.add("learned", array(places));
        space.addProperty(
                "note",
                "this node was in the space already; "
                        + (places.isEmpty()
                                ? "the ticket names no place that was not known"
                                : "the ticket taught it where the inviting node is: "
                                        + places.stream().collect(Collectors.joining(", "))));
        return space;
    }

    private JsonObject brief(Replica replica) {
        return SpaceBrief.of(replica, connections, identity.node());
    }

    private static JsonArray array(List<String> texts) {
        JsonArray array = new JsonArray();
        texts.forEach(array::add);
        return array;
    }
}
