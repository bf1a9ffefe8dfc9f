package kith.daemon;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;
import kith.daemon.peers.Address;

/** From where an address may be reached, as far as it tells by itself. */
enum Reach {
    /** Stands for all addresses of a machine. */
    EVERYWHERE(""),
    MACHINE(", for programs on this machine only"),
    NETWORK(", for nodes of the same network only"),
    /** From anywhere, or by a name, which does not tell. */
    ANYBODY("");

    private static final Pattern NUMBER = Pattern.compile("[0-9.]+|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");
    /** Of addresses that a provider shares out behind one of its own: 100.64.0.0/10. */
    private static final int SHARED_FIRST = 100;

    private static final int SHARED_SECOND = 64;
    private static final int SHARED_MASK = 0xc0;
    /** Of addresses of IPv6 that every network may give itself: fc00::/7. */
    private static final int UNIQUE_LOCAL = 0xfc;

    private static final int UNIQUE_LOCAL_MASK = 0xfe;

    private final String limit;

    Reach(String limit) {
        this.limit = limit;
    }

    /** What to add to what is said of such an address. */
    String limit() {
        return limit;
    }

    /** Asks nobody: a name is not looked up. */
    static Reach of(Address address) {
        if (address.host().equals("localhost")) {
            return MACHINE;
        }
        if (!NUMBER.matcher(address.host()).matches()) {
            return ANYBODY;
        }
        try {
            return of(InetAddress.getByName(address.host()));
        } catch (UnknownHostException noNumber) {
            return ANYBODY;
        }
    }

    private static Reach of(InetAddress number) {
        if (number.isAnyLocalAddress()) {
            return EVERYWHERE;
        }
        if (number.isLoopbackAddress()) {
            return MACHINE;
        }
        byte[] bytes = number.getAddress();
        boolean own = number instanceof Inet6Address
                ? (bytes[0] & UNIQUE_LOCAL_MASK) == UNIQUE_LOCAL
                : bytes[0] == SHARED_FIRST && (bytes[1] & SHARED_MASK) == SHARED_SECOND;
        return own || number.isSiteLocalAddress() || number.isLinkLocalAddress() ? NETWORK : ANYBODY;
    }
}
