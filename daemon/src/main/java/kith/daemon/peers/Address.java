package kith.daemon.peers;

import kith.ontology.fault.Code;
import kith.ontology.fault.KithException;

/** Where a node listens: a host name or number and a port. */
public record Address(String host, int port) {
    public static final int MAX_CHARS = 255;
    private static final int MAX_PORT = 65_535;

    /**
     * Reads {@code host:port} or {@code [v6]:port}.
     *
     * @throws KithException USER, USAGE if it is neither
     */
    public static Address parse(String text) {
        int colon = text.lastIndexOf(':');
        try {
            int port = Integer.parseInt(text.substring(colon + 1));
            String host = text.substring(0, Math.max(colon, 0));
            boolean bracketed = host.startsWith("[") && host.endsWith("]");
            String bare = bracketed ? host.substring(1, host.length() - 1) : host;
            boolean sound = !bare.isEmpty()
                    && text.length() <= MAX_CHARS
                    && port > 0
                    && port <= MAX_PORT
                    && (bracketed || bare.indexOf(':') < 0)
                    && bare.chars().allMatch(c -> c > ' ' && c < 0x7f);
            if (sound) {
                return new Address(bare, port);
            }
        } catch (NumberFormatException none) {
            // Falls through to the one answer for all that is no address.
        }
        throw KithException.user(
                Code.USAGE, "not an address: write host:port, as in 192.0.2.7:7340 or [2001:db8::7]:7340");
    }

    @Override
    public String toString() {
        return host.indexOf(':') >= 0 ? "[" + host + "]:" + port : host + ":" + port;
    }
}
