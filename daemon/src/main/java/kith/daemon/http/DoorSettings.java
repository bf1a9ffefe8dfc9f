package kith.daemon.http;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import kith.daemon.exchange.ImportLimits;
import kith.daemon.query.QueryLimits;
import org.jspecify.annotations.Nullable;

/**
 * Where the door is and how much may pass.
 *
 * @param socket path of the Unix domain socket, at most {@link #MAX_SOCKET_PATH_BYTES} long; its folder is made 0700
 * @param spool folder for large bodies on their way in, made 0700; what a killed daemon left there is removed
 * @param tcp the loopback listener; null for none
 * @param limits of single requests
 */
public record DoorSettings(
        Path socket, Path spool, @Nullable Tcp tcp, Limits limits) {
    /** Longest path that every system takes for a socket. */
    public static final int MAX_SOCKET_PATH_BYTES = 100;

    /**
     * The loopback listener.
     *
     * @param listen port 0 for any that is free
     * @param token what every request must bear
     * @param hosts names that a request may call this host, without port, as in the Host header
     * @param origins web origins whose pages may send requests; none by default
     */
    public record Tcp(InetSocketAddress listen, BearerToken token, Set<String> hosts, Set<String> origins) {}

    /** Limits of single requests: of questions, of updates, of imports. */
    public record Limits(QueryLimits questions, Duration updateTimeout, ImportLimits imports) {}
}
