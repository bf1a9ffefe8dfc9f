package kith.daemon.lan;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import kith.daemon.peers.Address;
import kith.ontology.identity.KeyId;

/** Where nodes were found, each for as long as was said. Written on one thread, read from any. */
final class Found {
    /** Addresses of a node on one network. */
    static final int MAX_ADDRESSES = 4;
    /** The longest that anything is believed. */
    static final Duration MAX_LIFE = Duration.ofMinutes(75);

    private final Map<KeyId, Map<String, Place>> nodes = new HashMap<>();
    private volatile Map<KeyId, List<Address>> told = Map.of();

    private record Place(List<Address> addresses, long untilMillis) {}

    /**
     * A node is there on a network, and nowhere else on it.
     *
     * @param ttlSeconds 0: it is there no more
     * @return whether that is news
     */
    boolean is(KeyId node, String network, List<Address> addresses, long ttlSeconds, long nowMillis) {
        List<Address> before = told.getOrDefault(node, List.of());
        Map<String, Place> places = nodes.computeIfAbsent(node, first -> new LinkedHashMap<>());
        if (ttlSeconds == 0) {
            places.remove(network);
        } else {
            long life = Math.min(ttlSeconds * 1_000, MAX_LIFE.toMillis());
            places.put(
                    network, new Place(addresses.stream().limit(MAX_ADDRESSES).toList(), nowMillis + life));
        }
        forgetOld(nowMillis);
        return told.getOrDefault(node, List.of()).stream().anyMatch(address -> !before.contains(address));
    }

    /** What was believed long enough is so no more. */
    void forgetOld(long nowMillis) {
        nodes.values().forEach(places -> places.values().removeIf(place -> place.untilMillis() <= nowMillis));
        nodes.values().removeIf(Map::isEmpty);
        Map<KeyId, List<Address>> all = new HashMap<>();
        nodes.forEach((node, places) -> {
            List<Address> addresses = new ArrayList<>();
            places.values().forEach(place -> addresses.addAll(place.addresses()));
            all.put(node, addresses.stream().distinct().toList());
        });
        told = Map.copyOf(all);
    }

    /** A network is there no more. */
    void left(String network, long nowMillis) {
        nodes.values().forEach(places -> places.remove(network));
        forgetOld(nowMillis);
    }

    /** Those who are members no more are not told of. */
    void only(Predicate<KeyId> members, long nowMillis) {
        nodes.keySet().removeIf(members.negate());
        forgetOld(nowMillis);
    }

    Map<KeyId, List<Address>> told() {
        return told;
    }
}
