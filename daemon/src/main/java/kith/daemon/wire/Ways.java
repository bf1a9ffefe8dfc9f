package kith.daemon.wire;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import kith.daemon.machine.Machine;
import org.jspecify.annotations.Nullable;

/**
 * The ways that links go: through which proxy, and how fast.
 *
 * @param proxy through which nodes are called; null: they are called at their own places
 * @param pace null: as fast as the network
 */
public record Ways(@Nullable Proxy proxy, @Nullable Pace pace) {
    /** Nothing stands between us and others, and nothing slows us down. */
    public static final Ways OPEN = new Ways(null, null);

    /**
     * A SOCKS5 proxy (RFC 1928), which looks up names itself.
     *
     * @param place not looked up yet
     * @param login null: it asks for none
     * @param onionOnly whether only names that end in {@code .onion} go through it
     * @param patience from the first byte to the proxy until it has reached the node; Tor takes its time
     */
    public record Proxy(InetSocketAddress place, @Nullable Login login, boolean onionOnly, Duration patience) {
        public static final Duration PATIENCE = Duration.ofSeconds(60);
    }

    /** Who we say to a proxy that we are (RFC 1929): a user and a password of 1 to 255 bytes. */
    public record Login(String user, String password) {
        static final int MAX_BYTES = 255;

        public Login {
            for (String each : List.of(user, password)) {
                int length = each.getBytes(StandardCharsets.UTF_8).length;
                if (length == 0 || length > MAX_BYTES) {
                    throw new IllegalArgumentException("a user or password of " + length + " bytes");
                }
            }
        }

        @Override
        public String toString() {
            return "a login";
        }
    }

    /**
     * How fast bytes go. All links that are metered share one set of rates, all others the other.
     *
     * @param isMetered whether a link from this address of ours is; asked once a link, on its lane
     */
    public record Pace(Rates rates, Rates metered, Predicate<InetAddress> isMetered, Machine machine) {}

    /**
     * Bytes a second, {@link #UNLIMITED} where there is no limit.
     *
     * @param history of old deltas, each way
     */
    public record Rates(long up, long down, long history) {
        public static final long UNLIMITED = Long.MAX_VALUE;
        public static final Rates NONE = new Rates(UNLIMITED, UNLIMITED, UNLIMITED);

        public Rates {
            if (up < 1 || down < 1 || history < 1) {
                throw new IllegalArgumentException("rates at which nothing goes");
            }
        }
    }

    /** Whether what comes is slowed down anywhere. */
    boolean isSlowDown() {
        return pace != null
                && (pace.rates().down() != Rates.UNLIMITED || pace.metered().down() != Rates.UNLIMITED);
    }

    /** Whether a name is one that only Tor can reach, and that nobody else is to be asked for (RFC 7686). */
    static boolean isOnion(String host) {
        String name = host.toLowerCase(Locale.ROOT);
        return name.endsWith(".onion") || name.endsWith(".onion.");
    }

    /** The proxy through which a node at {@code host} is called; null if through none. */
    @Nullable
    Proxy proxyFor(String host) {
        return proxy != null && (!proxy.onionOnly() || isOnion(host)) ? proxy : null;
    }
}
