package kith.daemon.config;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** The keys of the settings file, each with what holds where nothing is said. */
enum Setting {
    PEER_LISTEN("peer.listen", "0.0.0.0:7340"),
    PEER_ADVERTISE("peer.advertise", ""),
    PEER_STATIC("peer.static", ""),
    PEER_LAN("peer.lan", "auto"),
    PEER_PROXY("peer.proxy", "none"),
    PEER_PROXY_FOR("peer.proxy-for", "all"),
    PEER_RATE_UP("peer.rate-up", "none"),
    PEER_RATE_DOWN("peer.rate-down", "none"),
    PEER_RATE_HISTORY("peer.rate-history", "none"),
    PEER_METERED("peer.metered", ""),
    PEER_METERED_RATE_UP("peer.metered-rate-up", "none"),
    PEER_METERED_RATE_DOWN("peer.metered-rate-down", "none"),
    PEER_METERED_RATE_HISTORY("peer.metered-rate-history", "none"),
    HTTP_LISTEN("http.listen", "none"),
    HTTP_TOKEN_FILE("http.token-file", "keys/http.token"),
    HTTP_HOSTS("http.hosts", "localhost,127.0.0.1,[::1]"),
    HTTP_ORIGINS("http.origins", ""),
    QUERY_TIMEOUT("query.timeout", "30s"),
    QUERY_MAX_ROWS("query.max-rows", "1000000"),
    QUERY_MAX_BYTES("query.max-bytes", "256MiB"),
    UPDATE_TIMEOUT("update.timeout", "60s"),
    IMPORT_MAX_BYTES("import.max-bytes", "1GiB"),
    IMPORT_MAX_QUADS("import.max-quads", "100000000"),
    STORE_CACHE("store.cache", "64MiB"),
    STORE_WRITE_BUFFER("store.write-buffer", "64MiB"),
    STORE_HEAP_PERCENT("store.heap-percent", "25");

    /** So many letters may be wrong in a key before it is taken for another one. */
    private static final int MAX_SLIPS = 3;

    private final String key;
    private final String byDefault;

    Setting(String key, String byDefault) {
        this.key = key;
        this.byDefault = byDefault;
    }

    String key() {
        return key;
    }

    String byDefault() {
        return byDefault;
    }

    /** The variable of the environment that goes before the file. */
    String variable() {
        return "KITH_" + key.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
    }

    static Optional<Setting> of(String key) {
        return Stream.of(values()).filter(each -> each.key.equals(key)).findFirst();
    }

    /** The key that somebody who wrote {@code wrong} most likely meant; empty when none is near. */
    static Optional<Setting> nearest(String wrong) {
        Optional<Setting> best = Optional.empty();
        int least = MAX_SLIPS + 1;
        for (Setting each : values()) {
            int distance = distance(wrong, each.key);
            if (distance < least) {
                least = distance;
                best = Optional.of(each);
            }
        }
        return best;
    }

    /** How many letters to add, drop or change (Levenshtein). */
    private static int distance(String from, String to) {
        int[] above = new int[to.length() + 1];
        for (int j = 0; j <= to.length(); j++) {
            above[j] = j;
        }
        for (int i = 1; i <= from.length(); i++) {
            int[] row = new int[to.length() + 1];
            row[0] = i;
            for (int j = 1; j <= to.length(); j++) {
                int change = from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1;
                row[j] = Math.min(above[j - 1] + change, 1 + Math.min(above[j], row[j - 1]));
            }
            above = row;
        }
        return above[to.length()];
    }
}
