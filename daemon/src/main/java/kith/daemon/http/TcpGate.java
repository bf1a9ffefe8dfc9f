package kith.daemon.http;

import io.netty.channel.Channel;
import io.netty.handler.codec.http.HttpHeaderNames;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import kith.ontology.fault.Code;

/**
 * The gate of the loopback listener. A browser on this machine is its most dangerous visitor: the Host header keeps
 * out pages whose name was bent to this address, the Origin header keeps out all pages but those listed, and the
 * token keeps out everybody else.
 */
final class TcpGate implements Gate {
    private static final String BEARER = "bearer ";

    private final BearerToken token;
    private final Set<String> hosts;
    private final Set<String> origins;

    TcpGate(DoorSettings.Tcp tcp) {
        this.token = tcp.token();
        this.hosts = Set.copyOf(tcp.hosts());
        this.origins = Set.copyOf(tcp.origins());
    }

    @Override
    public void check(Channel channel, Head head) {
        List<String> named = head.headers().getAll(HttpHeaderNames.HOST);
        if (named.size() != 1 || !hosts.contains(host(named.getFirst()))) {
            throw notAllowed("the Host header names no host of this daemon", "add the name to http.hosts");
        }
        for (String origin : head.headers().getAll(HttpHeaderNames.ORIGIN)) {
            if (!origins.contains(origin)) {
                throw notAllowed("requests from web pages are refused", "list the origin in http.origins");
            }
        }
        if (("/" + String.join("/", head.path())).equals(UpkeepResource.BACKUP)) {
            throw notAllowed("a backup has the keys of the node and is not made over TCP", "ask through the socket");
        }
        List<String> offered = head.headers().getAll(HttpHeaderNames.AUTHORIZATION);
        if (offered.size() != 1 || !isRight(offered.getFirst())) {
            throw Refusal.token();
        }
    }

    private boolean isRight(String authorization) {
        boolean bearer = authorization.regionMatches(true, 0, BEARER, 0, BEARER.length());
        // Compared even when the scheme is another, so that both take the same time.
        return token.matches(authorization
                        .substring(Math.min(authorization.length(), BEARER.length()))
                        .strip())
                && bearer;
    }

    private static Refusal notAllowed(String message, String hint) {
        return new Refusal(403, Code.NOT_ALLOWED, message, hint);
    }

    // "[::1]:7341" is the host "[::1]".
    private static String host(String header) {
        String host = header.strip().toLowerCase(Locale.ROOT);
        int bracket = host.lastIndexOf(']');
        int colon = host.indexOf(':', Math.max(0, bracket));
        return colon < 0 ? host : host.substring(0, colon);
    }
}
