package kith.daemon;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import kith.daemon.peers.PeerBook;
import kith.daemon.sync.Standing;
import kith.ontology.delta.SpaceId;
import kith.ontology.identity.KeyId;

/** Who is connected and who is behind whom, for people and for those who wait. Safe from any thread. */
final class Standings {
    private final Connections connections;
    private final PeerBook book;

    Standings(Connections connections, PeerBook book) {
        this.connections = connections;
        this.book = book;
    }

    JsonArray peers() {
        JsonArray peers = new JsonArray();
        connections.nodes().forEach(node -> peers.add(peer(node)));
        return peers;
    }

    JsonObject peer(KeyId node) {
        JsonObject peer = new JsonObject();
        peer.addProperty("node", node.did());
        JsonArray addresses = new JsonArray();
        Optional<PeerBook.Known> known = book.known(node);
        known.ifPresent(peers -> peers.addresses().forEach(address -> addresses.add(address.toString())));
        peer.add("addresses", addresses);
        Optional<PeerLink> link = connections.link(node);
        if (link.isPresent()) {
            connected(peer, link.get());
            return peer;
        }
        peer.addProperty("state", connections.isCalling(node) ? "connecting" : "waiting");
        peer.addProperty("inStep", false);
        known.filter(peers -> peers.lastSeenMillis() > 0)
                .ifPresent(peers -> peer.addProperty("lastSeen", time(peers.lastSeenMillis())));
        peer.add("spaces", new JsonArray());
        if (!connections.problem(node).isEmpty()) {
            peer.addProperty("error", connections.problem(node));
        }
        return peer;
    }

    private void connected(JsonObject peer, PeerLink link) {
        peer.addProperty("state", "connected");
        peer.addProperty("since", time(link.sinceMillis()));
        JsonArray spaces = new JsonArray();
        List<Standing> shared =
                link.standings().stream().filter(Standing::shared).toList();
        for (Standing standing : shared) {
            connections.shelf(standing.space()).ifPresent(shelf -> {
                JsonObject space = new JsonObject();
                space.addProperty("name", shelf.replica().name());
                space.addProperty("behind", standing.behind());
                space.addProperty("ahead", standing.ahead());
                space.addProperty("inStep", standing.isInStep());
                spaces.add(space);
            });
        }
        peer.addProperty("inStep", !shared.isEmpty() && shared.stream().allMatch(Standing::isInStep));
        peer.add("spaces", spaces);
        peer.addProperty("sent", link.link().bytesSent());
        peer.addProperty("received", link.link().bytesReceived());
        link.session().clockOffset().ifPresent(offset -> peer.addProperty("clockOffsetMillis", offset));
    }

    /**
     * Logs of {@code spaces} of which somebody who is connected holds another branch than we, so that the two will never
     * be in step; as text for people.
     */
    List<String> forked(Set<SpaceId> spaces) {
        return connections.links().stream()
                .flatMap(link -> link.standings().stream())
                .filter(standing -> standing.shared() && spaces.contains(standing.space()))
                .flatMap(standing -> connections.shelf(standing.space()).stream()
                        .flatMap(shelf -> standing.forked().stream().map(shelf::told)))
                .distinct()
                .sorted()
                .toList();
    }

    /** Peers that share one of {@code spaces} with us right now. */
    long sharing(Set<SpaceId> spaces) {
        return connections.links().stream()
                .filter(link -> link.standings().stream()
                        .anyMatch(standing -> standing.shared() && spaces.contains(standing.space())))
                .count();
    }

    /**
     * Whether everybody who is connected holds what we hold of {@code spaces} and we what they hold, and somebody is
     * there for each of them.
     */
    boolean isInStep(Set<SpaceId> spaces) {
        Set<SpaceId> met = connections.links().stream()
                .flatMap(link -> link.standings().stream())
                .filter(Standing::shared)
                .map(Standing::space)
                .collect(Collectors.toSet());
        boolean quiet = connections.links().stream()
                .flatMap(link -> link.standings().stream())
                .filter(standing -> standing.shared() && spaces.contains(standing.space()))
                .allMatch(Standing::isInStep);
        return quiet && met.containsAll(spaces);
    }

    static String time(long millis) {
        return Instant.ofEpochMilli(millis).toString();
    }
}
