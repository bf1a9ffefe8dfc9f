package kith.daemon;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import kith.daemon.lan.Lan;
import kith.daemon.peers.Address;
import kith.daemon.peers.PeerBook;
import kith.daemon.wire.Link;
import kith.ontology.identity.KeyId;
import org.jspecify.annotations.Nullable;

/**
 * Where nodes were found on the networks around: for calls as good as what the book remembers, and never written down, for
 * anybody there may have said it. Safe from any thread.
 */
final class Nearby {
    private final PeerBook book;
    private volatile @Nullable Looking looking;

    private record Looking(Supplier<Map<KeyId, List<Address>>> found, Supplier<Lan.Standing> standing) {}

    Nearby(PeerBook book) {
        this.book = book;
    }

    /** From now on nodes are looked for there. */
    void lookedFor(Supplier<Map<KeyId, List<Address>>> found, Supplier<Lan.Standing> standing) {
        looking = new Looking(found, standing);
    }

    private Map<KeyId, List<Address>> found() {
        Looking around = looking;
        return around == null ? Map.of() : around.found().get();
    }

    private Optional<Lan.Standing> lan() {
        return Optional.ofNullable(looking).map(around -> around.standing().get());
    }

    /** The nodes of the book, and those found around that are not in it, each with all its addresses. */
    List<PeerBook.Known> all() {
        Map<KeyId, List<Address>> found = found();
        List<PeerBook.Known> all = new ArrayList<>();
        Set<KeyId> others = new HashSet<>(found.keySet());
        for (PeerBook.Known known : book.all()) {
            all.add(
                    others.remove(known.node())
                            ? new PeerBook.Known(
                                    known.node(),
                                    addresses(known.node()),
                                    known.lastSeenMillis(),
                                    known.source(),
                                    known.block())
                            : known);
        }
        others.forEach(node -> all.add(new PeerBook.Known(node, addresses(node), 0, PeerBook.Source.MET, null)));
        return all;
    }

    /** Where a node may be: first where it was found, for that is news. */
    List<Address> addresses(KeyId node) {
        Set<Address> all = new LinkedHashSet<>(found().getOrDefault(node, List.of()));
        book.known(node).ifPresent(known -> all.addAll(known.addresses()));
        return List.copyOf(all);
    }

    /** Where a link leads that we dialled, for the book; empty where nothing but the network around told of it. */
    Optional<Address> lasting(KeyId node, Link link) {
        Address place =
                new Address(link.address().getHostString(), link.address().getPort());
        boolean remembered = book.known(node)
                .filter(known -> known.addresses().contains(place))
                .isPresent();
        boolean around = found().getOrDefault(node, List.of()).contains(place);
        return link.isDialled() && (remembered || !around) ? Optional.of(place) : Optional.<Address>empty();
    }

    /** Whether it is looked around, on which networks, and how many nodes were found. */
    JsonObject standing() {
        JsonObject told = new JsonObject();
        Optional<Lan.Standing> standing = lan();
        told.addProperty("on", standing.isPresent());
        standing.ifPresent(lan -> {
            JsonArray networks = new JsonArray();
            lan.networks().forEach(networks::add);
            told.add("networks", networks);
            told.addProperty("found", found().size());
            if (!lan.problem().isEmpty()) {
                told.addProperty("problem", lan.problem());
            }
        });
        return told;
    }

    /** Why it hears nothing of the networks around though it should; empty if it hears. */
    String problem() {
        return lan().map(Lan.Standing::problem).orElse("");
    }

    /** The same as {@link #standing}, for people. */
    String told() {
        Optional<Lan.Standing> standing = lan();
        if (standing.isEmpty()) {
            return "members are not looked for on the networks around";
        }
        List<String> networks = standing.get().networks();
        if (!standing.get().problem().isEmpty()) {
            return "members are looked for on the networks around, but "
                    + standing.get().problem();
        }
        if (networks.isEmpty()) {
            return "this machine is on no network on which members could be looked for";
        }
        List<String> found = found().values().stream()
                .flatMap(List::stream)
                .map(Address::toString)
                .sorted()
                .toList();
        return "members are looked for on " + String.join(", ", networks)
                + (found.isEmpty() ? ", and none is found" : ", and found at " + String.join(", ", found));
    }
}
