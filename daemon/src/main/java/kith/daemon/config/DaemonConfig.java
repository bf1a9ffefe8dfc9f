package kith.daemon.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import kith.ontology.fault.KithException;
import kith.ontology.identity.KeyId;
import org.jspecify.annotations.Nullable;

/**
 * The settings of one daemon: its {@code config} file, and before it the environment ({@code peer.listen} is
 * KITH_PEER_LISTEN). Sizes in bytes. Immutable.
 *
 * <p>Each part checks its ranges; what is out of range throws {@link IllegalArgumentException} from a constructor,
 * and a {@link KithException} (USER, USAGE) with file and line from {@link #load}.
 */
public record DaemonConfig(Peering peer, Door http, Limits limits, Storage store) {
    /**
     * How it meets peers.
     *
     * @param lan whether it looks for them on the networks around
     */
    public record Peering(
            @Nullable HostPort listen, List<HostPort> advertise, List<StaticPeer> statics, Travel travel, boolean lan) {
        public static final int MAX_ADVERTISED = 8;
        public static final int MAX_STATIC = 256;

        public Peering {
            advertise = List.copyOf(advertise);
            statics = List.copyOf(statics);
            within(Setting.PEER_ADVERTISE, advertise.size(), 0, MAX_ADVERTISED);
            within(Setting.PEER_STATIC, statics.size(), 0, MAX_STATIC);
            for (HostPort place : advertise) {
                within(Setting.PEER_ADVERTISE, place.port(), 1, HostPort.MAX_PORT);
            }
            for (StaticPeer peer : statics) {
                within(Setting.PEER_STATIC, peer.place().port(), 1, HostPort.MAX_PORT);
            }
            within(Setting.PEER_METERED, travel.metered().networks().size(), 0, Travel.Metered.MAX_NETWORKS);
        }
    }

    /** A peer that is always looked for, at this place. */
    public record StaticPeer(KeyId node, HostPort place) {
        /** Reads {@code did:key:...@host:port}. */
        static StaticPeer parse(String text) {
            int at = text.lastIndexOf('@');
            if (at < 0) {
                throw new IllegalArgumentException("no @");
            }
            return new StaticPeer(KeyId.parse(text.substring(0, at)), HostPort.parse(text.substring(at + 1)));
        }
    }

    /** The local door over TCP; without {@code listen} there is only the socket. */
    public record Door(@Nullable HostPort listen, Path tokenFile, List<String> hosts, List<String> origins) {
        public static final int MAX_NAMES = 64;

        public Door {
            hosts = List.copyOf(hosts);
            origins = List.copyOf(origins);
            within(Setting.HTTP_HOSTS, hosts.size(), 0, MAX_NAMES);
            within(Setting.HTTP_ORIGINS, origins.size(), 0, MAX_NAMES);
            if (listen != null && !listen.isLoopback()) {
                throw new OutOfRange(
                        Setting.HTTP_LISTEN,
                        listen + " is not on the loopback interface (127.0.0.1, [::1], localhost)");
            }
        }
    }

    /** What one request may take. */
    public record Limits(Query query, Duration updateTimeout, Import imports) {
        public Limits {
            within(Setting.UPDATE_TIMEOUT, updateTimeout);
        }
    }

    /** What one question may take. */
    public record Query(Duration timeout, long maxRows, long maxBytes) {
        public Query {
            within(Setting.QUERY_TIMEOUT, timeout);
            within(Setting.QUERY_MAX_ROWS, maxRows, 1, MAX_COUNT);
            within(Setting.QUERY_MAX_BYTES, maxBytes, KIB, TIB);
        }
    }

    /** What one import may bring. */
    public record Import(long maxBytes, long maxQuads) {
        public Import {
            within(Setting.IMPORT_MAX_BYTES, maxBytes, KIB, TIB);
            within(Setting.IMPORT_MAX_QUADS, maxQuads, 1, MAX_COUNT);
        }
    }

    /** What the store may keep in memory: two sizes outside the heap, and a share of it. */
    public record Storage(long cacheBytes, long writeBufferBytes, long heapPercent) {
        public Storage {
            within(Setting.STORE_HEAP_PERCENT, heapPercent, 1, MAX_HEAP_PERCENT);
            within(Setting.STORE_CACHE, cacheBytes, MIB, TIB);
            within(Setting.STORE_WRITE_BUFFER, writeBufferBytes, MIB, 4L * GIB);
        }
    }

    private static final long KIB = 1L << 10;
    private static final long MIB = 1L << 20;
    private static final long GIB = 1L << 30;
    private static final long TIB = 1L << 40;
    private static final long MAX_HEAP_PERCENT = 75;
    private static final long MAX_COUNT = 1_000_000_000_000L;
    private static final Duration MAX_TIMEOUT = Duration.ofHours(24);

    /**
     * The settings of {@code home}; a file that is not there says nothing.
     *
     * @throws KithException (USER, USAGE) that names file and line, or variable, and what to write instead
     */
    public static DaemonConfig load(Home home, Map<String, String> environment) {
        Settings said = Settings.load(home.config(), environment);
        try {
            return new DaemonConfig(peering(said), door(said, home), limits(said), storage(said));
        } catch (OutOfRange e) {
            throw said.refused(e.setting, e.why);
        }
    }

    private static Peering peering(Settings said) {
        HostPort listen = place(said, Setting.PEER_LISTEN);
        Travel travel = travel(said);
        return new Peering(
                listen,
                said.list(Setting.PEER_ADVERTISE, HostPort::parse, "host:port"),
                said.list(Setting.PEER_STATIC, StaticPeer::parse, "did:key:...@host:port"),
                travel,
                isOnLan(said, listen, travel));
    }

    /** Who has all calls go through a proxy, or is for this machine only, does not mean to be seen. */
    private static boolean isOnLan(Settings said, @Nullable HostPort listen, Travel travel) {
        Travel.Proxy proxy = travel.proxy();
        return switch (said.text(Setting.PEER_LAN)) {
            case "on" -> true;
            case "off" -> false;
            case "auto" -> (proxy == null || proxy.onionOnly()) && (listen == null || !listen.isLoopback());
            default -> throw said.refused(Setting.PEER_LAN, "expected on, off or auto");
        };
    }

    private static Travel travel(Settings said) {
        return new Travel(
                proxy(said),
                new Travel.Rates(
                        rate(said, Setting.PEER_RATE_UP),
                        rate(said, Setting.PEER_RATE_DOWN),
                        rate(said, Setting.PEER_RATE_HISTORY)),
                new Travel.Metered(
                        said.list(
                                Setting.PEER_METERED,
                                Travel.Network::parse,
                                "the name of an interface or a network like 10.64.0.0/16"),
                        new Travel.Rates(
                                rate(said, Setting.PEER_METERED_RATE_UP),
                                rate(said, Setting.PEER_METERED_RATE_DOWN),
                                rate(said, Setting.PEER_METERED_RATE_HISTORY))));
    }

    private static Travel.@Nullable Proxy proxy(Settings said) {
        String which = said.text(Setting.PEER_PROXY_FOR);
        if (!which.equals("all") && !which.equals("onion")) {
            throw said.refused(Setting.PEER_PROXY_FOR, "expected all or onion");
        }
        String text = said.text(Setting.PEER_PROXY);
        try {
            return text.equals("none") ? null : Travel.Proxy.parse(text, which.equals("onion"));
        } catch (IllegalArgumentException e) {
            // What was found is not said: there may be a password in it.
            throw said.refused(
                    Setting.PEER_PROXY,
                    "expected socks5://[user:password@]host:port or none, user and password of 1 to "
                            + Travel.Login.MAX_BYTES + " bytes");
        }
    }

    private static long rate(Settings said, Setting setting) {
        if (said.text(setting).equals("none")) {
            return Travel.Rates.UNLIMITED;
        }
        long rate = said.size(setting);
        within(setting, rate, KIB, TIB);
        return rate;
    }

    private static Door door(Settings said, Home home) {
        return new Door(
                place(said, Setting.HTTP_LISTEN),
                home.folder().resolve(said.text(Setting.HTTP_TOKEN_FILE)),
                said.list(Setting.HTTP_HOSTS),
                said.list(Setting.HTTP_ORIGINS));
    }

    private static Limits limits(Settings said) {
        return new Limits(
                new Query(
                        said.time(Setting.QUERY_TIMEOUT),
                        said.count(Setting.QUERY_MAX_ROWS),
                        said.size(Setting.QUERY_MAX_BYTES)),
                said.time(Setting.UPDATE_TIMEOUT),
                new Import(said.size(Setting.IMPORT_MAX_BYTES), said.count(Setting.IMPORT_MAX_QUADS)));
    }

    private static Storage storage(Settings said) {
        return new Storage(
                said.size(Setting.STORE_CACHE),
                said.size(Setting.STORE_WRITE_BUFFER),
                said.count(Setting.STORE_HEAP_PERCENT));
    }

    private static @Nullable HostPort place(Settings said, Setting setting) {
        String text = said.text(setting);
        return text.equals("none") ? null : said.parsed(setting, text, HostPort::parse, "host:port or none");
    }

    private static void within(Setting setting, long value, long min, long max) {
        if (value < min || value > max) {
            throw new OutOfRange(setting, value + " is outside " + min + " to " + max);
        }
    }

    private static void within(Setting setting, Duration value) {
        if (value.isZero() || value.isNegative() || value.compareTo(MAX_TIMEOUT) > 0) {
            throw new OutOfRange(setting, value.toMillis() + " ms is outside 1 ms to 24 h");
        }
    }

    private static final class OutOfRange extends IllegalArgumentException {
        private final Setting setting;
        private final String why;

        OutOfRange(Setting setting, String why) {
            super(setting.key() + ": " + why);
            this.setting = setting;
            this.why = why;
        }
    }
}
