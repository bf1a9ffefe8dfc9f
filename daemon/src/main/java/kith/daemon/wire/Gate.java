package kith.daemon.wire;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import kith.ontology.bytes.Bytes;

/** Counts who is here and who is still proving who they are. Safe from any thread. */
final class Gate {
    private static final int NETWORK_V4_BYTES = 3;
    private static final int NETWORK_V6_BYTES = 6;
    private static final int SITE_V6_BYTES = 8;

    private final WireLimits limits;
    private final Map<Bytes, Integer> networks = new HashMap<>();
    private final Map<Bytes, Integer> strangers = new HashMap<>();
    private int connections;

    Gate(WireLimits limits) {
        this.limits = limits;
    }

    /** A place for a caller, or none if a limit is reached. */
    synchronized Optional<Pass> enter(InetAddress from) {
        Bytes stranger = stranger(from);
        if (strangers.getOrDefault(stranger, 0) >= limits.handshakesPerAddress()) {
            return Optional.empty();
        }
        Optional<Pass> pass = place(network(from), stranger);
        pass.ifPresent(entered -> strangers.merge(stranger, 1, Integer::sum));
        return pass;
    }

    /** A place for somebody whom we call, or none if a limit is reached. */
    synchronized Optional<Pass> leaveTo(InetAddress to) {
        Optional<Pass> pass = place(network(to), stranger(to));
        pass.ifPresent(left -> left.known = true);
        return pass;
    }

    /** A place for somebody whom we call by name through a proxy, who knows where it is: a name is a network. */
    synchronized Optional<Pass> leaveTo(String host) {
        Bytes name = Bytes.owned(("by name: " + host).getBytes(StandardCharsets.UTF_8));
        Optional<Pass> pass = place(name, name);
        pass.ifPresent(left -> left.known = true);
        return pass;
    }

    synchronized int connections() {
        return connections;
    }

    private Optional<Pass> place(Bytes network, Bytes stranger) {
        if (connections >= limits.connections()
                || networks.getOrDefault(network, 0) >= limits.connectionsPerNetwork()) {
            return Optional.empty();
        }
        connections++;
        networks.merge(network, 1, Integer::sum);
        return Optional.of(new Pass(network, stranger));
    }

    /** One connection's place. */
    final class Pass {
        private final Bytes network;
        private final Bytes stranger;
        private boolean known;
        private boolean left;

        private Pass(Bytes network, Bytes stranger) {
            this.network = network;
            this.stranger = stranger;
        }

        /** Who it is has been proved; the place among strangers is free again. */
        void known() {
            synchronized (Gate.this) {
                if (!known) {
                    known = true;
                    less(strangers, stranger);
                }
            }
        }

        /** The connection is gone. Once is enough. */
        void leave() {
            synchronized (Gate.this) {
                if (!left) {
                    left = true;
                    known();
                    connections--;
                    less(networks, network);
                }
            }
        }
    }

    private static void less(Map<Bytes, Integer> counts, Bytes key) {
        counts.computeIfPresent(key, (same, count) -> count == 1 ? null : count - 1);
    }

    private static Bytes network(InetAddress address) {
        return Bytes.owned(address.getAddress())
                .slice(0, address instanceof Inet4Address ? NETWORK_V4_BYTES : NETWORK_V6_BYTES);
    }

    /** One host has a whole /64 of IPv6 to itself. */
    private static Bytes stranger(InetAddress address) {
        Bytes whole = Bytes.owned(address.getAddress());
        return address instanceof Inet4Address ? whole : whole.slice(0, SITE_V6_BYTES);
    }
}
