package kith.daemon.config;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How what peers say to each other travels.
 *
 * @param proxy through which peers are called; null: they are called at their own places
 */
public record Travel(@Nullable Proxy proxy, Rates rates, Metered metered) {
    static final Travel FREE = new Travel(null, Rates.NONE, new Metered(List.of(), Rates.NONE));

    /** What of it is not as it is by default, for people; without the login. */
    public List<String> told() {
        List<String> told = new ArrayList<>();
        if (proxy != null) {
            told.add((proxy.onionOnly() ? "peers in .onion" : "peers") + " are called through the proxy "
                    + proxy.place());
        }
        told.addAll(rates.told(""));
        if (!metered.networks().isEmpty()) {
            told.addAll(metered.rates().told(" over metered networks"));
        }
        return told;
    }

    /**
     * A SOCKS5 proxy.
     *
     * @param login null: it asks for none
     * @param onionOnly whether only names that end in {@code .onion} go through it
     */
    public record Proxy(HostPort place, @Nullable Login login, boolean onionOnly) {
        private static final String SCHEME = "socks5://";

        public Proxy {
            if (place.port() == 0) {
                throw new IllegalArgumentException("a proxy on port 0");
            }
        }

        /** Reads {@code socks5://[user:password@]host:port}; the password may hold any sign, the user's name no colon. */
        static Proxy parse(String text, boolean onionOnly) {
            if (!text.startsWith(SCHEME)) {
                throw new IllegalArgumentException("no " + SCHEME);
            }
            String rest = text.substring(SCHEME.length());
            int at = rest.lastIndexOf('@');
            Login login = at < 0 ? null : Login.parse(rest.substring(0, at));
            return new Proxy(HostPort.parse(rest.substring(at + 1)), login, onionOnly);
        }
    }

    /** Who we say to a proxy that we are. Not for the diary. */
    public record Login(String user, String password) {
        public static final int MAX_BYTES = 255;

        public Login {
            for (String each : List.of(user, password)) {
                int length = each.getBytes(StandardCharsets.UTF_8).length;
                if (length == 0 || length > MAX_BYTES) {
                    throw new IllegalArgumentException("a name or password of " + length + " bytes");
                }
            }
        }

        private static Login parse(String text) {
            int colon = text.indexOf(':');
            if (colon < 0) {
                throw new IllegalArgumentException("a user without a password");
            }
            return new Login(text.substring(0, colon), text.substring(colon + 1));
        }

        @Override
        public String toString() {
            return "a login";
        }
    }

    /**
     * Bytes a second, {@link #UNLIMITED} where there is no limit.
     *
     * @param history of old deltas, each way
     */
    public record Rates(long up, long down, long history) {
        public static final long UNLIMITED = Long.MAX_VALUE;
        static final Rates NONE = new Rates(UNLIMITED, UNLIMITED, UNLIMITED);

        private List<String> told(String where) {
            Map<String, Long> all = new LinkedHashMap<>();
            all.put("up", up);
            all.put("down", down);
            all.put("of history each way", history);
            return all.entrySet().stream()
                    .filter(each -> each.getValue() != UNLIMITED)
                    .map(each -> "at most " + each.getValue() + " bytes a second " + each.getKey() + where)
                    .toList();
        }
    }

    /** Networks on which bytes cost more than elsewhere, and what goes there. */
    public record Metered(List<Network> networks, Rates rates) {
        public static final int MAX_NETWORKS = 64;

        public Metered {
            networks = List.copyOf(networks);
        }

        /** Whether a connection from this address of this machine runs over one of them. Asks the system. */
        public boolean holds(InetAddress local) {
            return networks.stream().anyMatch(network -> network.holds(local));
        }
    }

    /** Some addresses of this machine. */
    public sealed interface Network {
        boolean holds(InetAddress local);

        /** Reads {@code 10.64.0.0/16}, {@code 2001:db8::/32}, an address alone, or the name of an interface. */
        static Network parse(String text) {
            Matcher block = Block.FORM.matcher(text);
            if (block.matches()) {
                return Block.of(block.group(1), block.group(2));
            }
            if (!Interface.FORM.matcher(text).matches()) {
                throw new IllegalArgumentException("neither a network nor the name of an interface");
            }
            return new Interface(text);
        }
    }

    /** The addresses that an interface has at the moment. */
    record Interface(String name) implements Network {
        private static final Pattern FORM = Pattern.compile("[A-Za-z][A-Za-z0-9._:@-]{0,63}");

        @Override
        public boolean holds(InetAddress local) {
            try {
                NetworkInterface owner = NetworkInterface.getByInetAddress(local);
                return owner != null && owner.getName().equals(name);
            } catch (SocketException vanished) {
                return false;
            }
        }
    }

    /** The addresses whose first bits are these. */
    record Block(InetAddress first, int bits) implements Network {
        private static final Pattern FORM = Pattern.compile("([0-9.]+|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*)(?:/(\\d{1,3}))?");
        private static final Pattern V4 = Pattern.compile("(?:(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)(?:\\.(?!$)|$)){4}");

        private static Block of(String address, @Nullable String bits) {
            // A number with dots that is no address would be looked up as a name.
            if (address.indexOf(':') < 0 && !V4.matcher(address).matches()) {
                throw new IllegalArgumentException("no address");
            }
            try {
                InetAddress first = InetAddress.getByName(address);
                int all = Byte.SIZE * first.getAddress().length;
                int kept = bits == null ? all : Integer.parseInt(bits);
                if (kept > all) {
                    throw new IllegalArgumentException("more bits than an address has");
                }
                return new Block(first, kept);
            } catch (UnknownHostException e) {
                throw new IllegalArgumentException("no address", e);
            }
        }

        @Override
        public boolean holds(InetAddress local) {
            byte[] ours = first.getAddress();
            byte[] theirs = local.getAddress();
            boolean same = ours.length == theirs.length;
            for (int bit = 0; same && bit < bits; bit++) {
                int shift = Byte.SIZE - 1 - bit % Byte.SIZE;
                same = ((ours[bit / Byte.SIZE] ^ theirs[bit / Byte.SIZE]) >> shift & 1) == 0;
            }
            return same;
        }
    }
}
