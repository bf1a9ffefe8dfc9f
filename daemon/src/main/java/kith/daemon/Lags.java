package kith.daemon;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import kith.daemon.machine.Machine;
import kith.daemon.sync.Standing;
import kith.ontology.delta.SpaceId;
import kith.ontology.identity.KeyId;

/**
 * Since when somebody lacks what somebody else holds, and what those lack who are away; since the daemon started.
 * Thread-safe.
 */
final class Lags {
    /** Nodes remembered; then the one that came first is forgotten. */
    static final int MAX_NODES = Calls.MAX_NODES;

    private final Machine machine;
    private final Map<KeyId, Map<SpaceId, Lag>> lags = new LinkedHashMap<>();

    /**
     * How we and a node stand in a space, or stood when it left.
     *
     * @param behind deltas that it holds and we lack, as far as it told us
     * @param behindSinceMillis since when there are any; 0 if there are none
     * @param ahead deltas that we hold and it lacks, as far as we know: others may have told it meanwhile
     * @param aheadSinceMillis since when there are any; 0 if there are none
     * @param held deltas of the space that we held when it was there last
     */
    record Lag(long behind, long behindSinceMillis, long ahead, long aheadSinceMillis, long held) {
        static final Lag NONE = new Lag(0, 0, 0, 0, 0);

        private Lag now(Standing standing, long holds, long nowMillis) {
            return new Lag(
                    standing.behind(),
                    since(standing.behind(), behindSinceMillis, nowMillis),
                    standing.ahead(),
                    since(standing.ahead(), aheadSinceMillis, nowMillis),
                    holds);
        }

        /** What came here while the node was away is what it lacks beside the rest. */
        private Lag away(long holds, long nowMillis) {
            long more = Math.max(0, holds - held);
            long lacks = ahead > Long.MAX_VALUE - more ? Long.MAX_VALUE : ahead + more;
            return new Lag(behind, behindSinceMillis, lacks, since(lacks, aheadSinceMillis, nowMillis), held + more);
        }

        private static long since(long count, long before, long nowMillis) {
            return count == 0 ? 0 : before == 0 ? nowMillis : before;
        }
    }

    Lags(Machine machine) {
        this.machine = machine;
    }

    /** Looks at everybody; to be called about once a second. */
    synchronized void look(Connections connections) {
        connections.links().forEach(link -> look(link, connections));
        long now = machine.nowMillis();
        lags.forEach((node, spaces) -> {
            if (connections.link(node).isEmpty()) {
                spaces.replaceAll((space, lag) -> connections
                        .shelf(space)
                        .map(shelf -> lag.away(held(shelf), now))
                        .orElse(lag));
            }
        });
    }

    /** Looks at one who is there, or is about to leave. */
    synchronized void look(PeerLink link, Connections connections) {
        long now = machine.nowMillis();
        for (Standing standing : link.standings()) {
            Optional<ReplicaShelf> shelf =
                    connections.shelf(standing.space()).filter(known -> standing.shared() && !link.isForgotten());
            shelf.ifPresent(known -> of(link.peer())
                    .merge(
                            standing.space(),
                            Lag.NONE.now(standing, held(known), now),
                            (before, fresh) -> before.now(standing, held(known), now)));
        }
        if (lags.size() > MAX_NODES) {
            lags.remove(lags.keySet().iterator().next());
        }
    }

    private static long held(ReplicaShelf shelf) {
        return shelf.replica().store().counts().deltas();
    }

    private Map<SpaceId, Lag> of(KeyId node) {
        return lags.computeIfAbsent(node, fresh -> new HashMap<>());
    }

    synchronized void forget(KeyId node) {
        lags.remove(node);
    }

    /** How a node stands or stood, by space; nothing of one that was not there since the daemon started. */
    synchronized Map<SpaceId, Lag> lags(KeyId node) {
        return Map.copyOf(lags.getOrDefault(node, Map.of()));
    }
}
