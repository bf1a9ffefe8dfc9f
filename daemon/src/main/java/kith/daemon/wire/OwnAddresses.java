package kith.daemon.wire;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The addresses of this machine at which others may reach it. */
final class OwnAddresses {
    /** As many as an address record carries. */
    static final int MAX_ADDRESSES = 8;

    private OwnAddresses() {}

    /** The place itself; if it stands for every address, those of the interfaces that are up, IPv4 first. */
    static List<InetSocketAddress> of(InetSocketAddress place) {
        if (!place.getAddress().isAnyLocalAddress()) {
            return List.of(place);
        }
        List<InetSocketAddress> found = ofMachine()
                .sorted(Comparator.comparingInt(each -> each.getAddress().length))
                .map(address -> new InetSocketAddress(address, place.getPort()))
                .limit(MAX_ADDRESSES)
                .toList();
        return found.isEmpty()
                ? List.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), place.getPort()))
                : found;
    }

    /** All those of the interfaces that are up. */
    static Stream<InetAddress> ofMachine() {
        return interfaces().flatMap(NetworkInterface::inetAddresses).filter(OwnAddresses::isOfUse);
    }

    private static Stream<NetworkInterface> interfaces() {
        try {
            Predicate<NetworkInterface> up = each -> {
                try {
                    return each.isUp() && !each.isLoopback();
                } catch (SocketException vanished) {
                    return false;
                }
            };
            return NetworkInterface.networkInterfaces().filter(up);
        } catch (SocketException noneToSee) {
            return Stream.of();
        }
    }

    /** Link-local addresses mean something on one cable only. */
    private static boolean isOfUse(InetAddress address) {
        return !address.isLoopbackAddress()
                && !address.isLinkLocalAddress()
                && !address.isMulticastAddress()
                && !address.isAnyLocalAddress();
    }
}
