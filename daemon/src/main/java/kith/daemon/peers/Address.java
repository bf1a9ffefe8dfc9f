package kith.daemon.peers;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import kith.ontology.fault.Code;
import kith.ontology.fault.KithException;

/** Where a node listens: a host name or number and a port. */
public record Address(String host, int port) {
    public static final int MAX_CHARS = 255;
    private static final int MAX_PORT = 65_535;
    private static final Pattern FORM =
            Pattern.compile("(?:\\[(?<v6>[!-~&&[^\\[\\]]]+)]|(?<host>[!-~&&[^\\[\\]:]]+)):(?<port>[0-9]{1,5})");

    /**
     * Reads {@code host:port} or {@code [v6]:port}.
     *
     * @throws KithException USER, USAGE if it is neither
     */
    public static Address parse(String text) {
        return find(text)
                .orElseThrow(() -> KithException.user(
                        Code.USAGE, "not an address: write host:port, as in 192.0.2.7:7340 or [2001:db8::7]:7340"));
    }

    /** As {@link #parse}, but empty if it is neither. */
    public static Optional<Address> find(String text) {
        Matcher form = FORM.matcher(text);
        if (text.length() <= MAX_CHARS && form.matches()) {
            int port = Integer.parseInt(form.group("port"));
            String bracketed = form.group("v6");
            if (port > 0 && port <= MAX_PORT) {
                return Optional.of(new Address(bracketed == null ? form.group("host") : bracketed, port));
            }
        }
        return Optional.empty();
    }

    @Override
    public String toString() {
        return host.indexOf(':') >= 0 ? "[" + host + "]:" + port : host + ":" + port;
    }
}
