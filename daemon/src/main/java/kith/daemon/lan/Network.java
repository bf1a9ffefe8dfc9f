package kith.daemon.lan;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InterfaceAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.Comparator;
import java.util.List;

/** A network that the machine is on, by the card that it is on it with. */
record Network(NetworkInterface card, List<InterfaceAddress> own) {
    static final int MAX_NETWORKS = 16;

    /** Those on which everybody can be spoken to at once, over IPv4. */
    static List<Network> ofMachine() {
        try {
            return NetworkInterface.networkInterfaces()
                    .filter(Network::isOfUse)
                    .map(Network::of)
                    .filter(network ->
                            network.own().stream().anyMatch(each -> each.getAddress() instanceof Inet4Address))
                    .limit(MAX_NETWORKS)
                    .toList();
        } catch (SocketException noneToSee) {
            return List.of();
        }
    }

    private static boolean isOfUse(NetworkInterface card) {
        try {
            return card.isUp() && !card.isLoopback() && !card.isPointToPoint() && card.supportsMulticast();
        } catch (SocketException vanished) {
            return false;
        }
    }

    /** IPv4 first. Addresses that mean something on one cable only are left out: a text of them would not tell which. */
    static Network of(NetworkInterface card) {
        return new Network(
                card,
                card.getInterfaceAddresses().stream()
                        .filter(each -> each.getAddress() instanceof Inet4Address
                                || !each.getAddress().isLinkLocalAddress())
                        .sorted(Comparator.comparingInt(
                                each -> each.getAddress().getAddress().length))
                        .toList());
    }

    String name() {
        return card.getName();
    }

    /** The addresses of this machine there. */
    List<InetAddress> addresses() {
        return own.stream().map(InterfaceAddress::getAddress).toList();
    }

    /** Whether an address belongs to this network. */
    boolean holds(InetAddress address) {
        return own.stream().anyMatch(each -> isBeside(each, address));
    }

    private static boolean isBeside(InterfaceAddress own, InetAddress other) {
        byte[] ours = own.getAddress().getAddress();
        byte[] theirs = other.getAddress();
        boolean same = ours.length == theirs.length;
        for (int bit = 0; same && bit < own.getNetworkPrefixLength(); bit++) {
            int at = bit / Byte.SIZE;
            int shift = Byte.SIZE - 1 - bit % Byte.SIZE;
            same = ((ours[at] ^ theirs[at]) >> shift & 1) == 0;
        }
        return same;
    }
}
