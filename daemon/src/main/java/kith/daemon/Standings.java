package kith.daemon;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import kith.daemon.peers.PeerBook;
import kith.daemon.replica.Replica;
import kith.daemon.sync.Standing;
import kith.ontology.access.Grant;
import kith.ontology.delta.GrantId;
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

    /** One node with all that is known of it. */
    JsonObject peer(KeyId node) {
        JsonObject peer = new JsonObject();
        peer.addProperty("node", node.did());
        grants(node)
                .findFirst()
                .ifPresent(grant -> peer.addProperty("person", grant.person().did()));
        String name = name(node);
        if (!name.isEmpty()) {
            peer.addProperty("name", name);
        }
        JsonArray addresses = new JsonArray();
        Optional<PeerBook.Known> known = book.known(node);
        known.ifPresent(peers -> peers.addresses().forEach(address -> addresses.add(address.toString())));
        peer.add("addresses", addresses);
        known.ifPresent(
                peers -> peer.addProperty("knownBy", peers.source().name().toLowerCase(Locale.ROOT)));
        Optional<PeerLink> link = connections.link(node);
        if (link.isPresent()) {
            connected(peer, link.get());
        } else {
            away(peer, node, known);
        }
        known.ifPresent(peers -> blocked(peer, peers));
        return peer;
    }

    /** What a node is called in a space that is here; empty if in none, or if it founded all that it is in. */
    String name(KeyId node) {
        return connections.shelves().stream()
                .map(ReplicaShelf::replica)
                .sorted(Comparator.comparing(Replica::name))
                .flatMap(replica -> name(replica, node).stream())
                .findFirst()
                .orElse("");
    }

    /** The name in a grant; that of the genesis is one of the space. */
    private static Optional<String> name(Replica replica, KeyId node) {
        GrantId genesis = GrantId.ofGenesis(replica.id());
        return replica.authority()
                .grantOf(node)
                .filter(grant -> !grant.id().equals(genesis) && !grant.name().isEmpty())
                .map(Grant::name);
    }

    private Stream<Grant> grants(KeyId node) {
        return connections.shelves().stream()
                .map(ReplicaShelf::replica)
                .sorted(Comparator.comparing(Replica::name))
                .flatMap(replica -> replica.authority().grantOf(node).stream());
    }

    private static void blocked(JsonObject peer, PeerBook.Known known) {
        PeerBook.Block block = known.block();
        if (block != null) {
            JsonObject blocked = new JsonObject();
            blocked.addProperty("since", time(block.sinceMillis()));
            blocked.addProperty("reason", block.reason());
            peer.add("blocked", blocked);
            peer.addProperty("state", "blocked");
            peer.remove("nextCall");
        }
    }

    private void away(JsonObject peer, KeyId node, Optional<PeerBook.Known> known) {
        Calls calls = connections.calls();
        peer.addProperty("state", calls.isUnder(node) ? "connecting" : "waiting");
        peer.addProperty("inStep", false);
        known.filter(peers -> peers.lastSeenMillis() > 0)
                .ifPresent(peers -> peer.addProperty("lastSeen", time(peers.lastSeenMillis())));
        JsonArray spaces = new JsonArray();
        connections
                .lags()
                .lags(node)
                .forEach((id, lag) -> connections.shelf(id).ifPresent(shelf -> {
                    JsonObject space = space(shelf, node);
                    counts(space, lag.behind(), lag.ahead());
                    space.addProperty("inStep", false);
                    since(space, lag);
                    spaces.add(space);
                }));
        peer.add("spaces", spaces);
        if (!calls.problem(node).isEmpty()) {
            peer.addProperty("error", calls.problem(node));
        }
        if (known.filter(peers -> !peers.addresses().isEmpty()).isPresent()) {
            peer.addProperty("nextCall", time(calls.nextMillis(node)));
        }
    }

    private void connected(JsonObject peer, PeerLink link) {
        peer.addProperty("state", "connected");
        peer.addProperty("since", time(link.sinceMillis()));
        peer.addProperty("address", link.place().toString());
        peer.addProperty("dialled", link.link().isDialled());
        connections.lags().look(link, connections);
        Map<SpaceId, Lags.Lag> lags = connections.lags().lags(link.peer());
        JsonArray spaces = new JsonArray();
        List<Standing> shared =
                link.standings().stream().filter(Standing::shared).toList();
        for (Standing standing : shared) {
            connections.shelf(standing.space()).ifPresent(shelf -> {
                JsonObject space = space(shelf, link.peer());
                counts(space, standing.behind(), standing.ahead());
                space.addProperty("inStep", standing.isInStep());
                Lags.Lag lag = lags.get(standing.space());
                if (lag != null) {
                    since(space, lag);
                }
                spaces.add(space);
            });
        }
        peer.addProperty("inStep", !shared.isEmpty() && shared.stream().allMatch(Standing::isInStep));
        peer.add("spaces", spaces);
        peer.addProperty("sent", link.link().bytesSent());
        peer.addProperty("received", link.link().bytesReceived());
        peer.addProperty("deltas", link.session().deltasReceived());
        if (link.link().isMetered()) {
            peer.addProperty("metered", true);
        }
        link.session().clockOffset().ifPresent(offset -> peer.addProperty("clockOffsetMillis", offset));
    }

    private static JsonObject space(ReplicaShelf shelf, KeyId node) {
        JsonObject space = new JsonObject();
        space.addProperty("name", shelf.replica().name());
        shelf.replica()
                .authority()
                .grantOf(node)
                .ifPresent(grant -> space.addProperty("level", Roll.word(grant.level())));
        return space;
    }

    private static void counts(JsonObject space, long behind, long ahead) {
        space.addProperty("behind", behind);
        space.addProperty("ahead", ahead);
    }

    private static void since(JsonObject space, Lags.Lag lag) {
        if (lag.behindSinceMillis() > 0 && space.get("behind").getAsLong() > 0) {
            space.addProperty("behindSince", time(lag.behindSinceMillis()));
        }
        if (lag.aheadSinceMillis() > 0 && space.get("ahead").getAsLong() > 0) {
            space.addProperty("aheadSince", time(lag.aheadSinceMillis()));
        }
    }

    /** Whether a node is there and holds what we hold of those of {@code spaces} that it shares, one at least. */
    boolean isInStepWith(KeyId node, Set<SpaceId> spaces) {
        List<Standing> shared = connections.link(node).map(PeerLink::standings).orElse(List.of()).stream()
                .filter(standing -> standing.shared() && spaces.contains(standing.space()))
                .toList();
        return !shared.isEmpty() && shared.stream().allMatch(Standing::isInStep);
    }

    /**
     * Logs of {@code spaces} of which somebody who is connected holds another branch than we, so that the two will never
     * be in step; as text for people.
     */
    List<String> forked(Set<SpaceId> spaces) {
        return forked(connections.links(), spaces);
    }

    /** The same, of one node. */
    List<String> forked(KeyId node, Set<SpaceId> spaces) {
        return forked(connections.link(node).stream().toList(), spaces);
    }

    private List<String> forked(List<PeerLink> links, Set<SpaceId> spaces) {
        return links.stream()
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
