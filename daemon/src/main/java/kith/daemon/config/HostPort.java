package kith.daemon.config;

import java.net.InetSocketAddress;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A place on the network as people write it: {@code host:port}, an IPv6 address in brackets. Not looked up. */
public record HostPort(String host, int port) {
    public static final int MAX_PORT = 65_535;

    private static final int MAX_CHARS = 270;
    private static final Pattern FORM = Pattern.compile("(?:\\[([0-9A-Fa-f:.%a-z]+)\\]|([A-Za-z0-9._-]+)):(\\d{1,5})");

    public HostPort {
        if (port < 0 || port > MAX_PORT) {
            throw new IllegalArgumentException("port " + port + " is outside 0 to " + MAX_PORT);
        }
    }

    /**
     * Reads {@link #toString()}'s form.
     *
     * @throws IllegalArgumentException if the text is none
     */
    public static HostPort parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (text.length() > MAX_CHARS || !matcher.matches()) {
            throw new IllegalArgumentException("expected host:port");
        }
        String bracketed = matcher.group(1);
        return new HostPort(bracketed == null ? matcher.group(2) : bracketed, Integer.parseInt(matcher.group(3)));
    }

    /** For whoever connects or binds; the name is not resolved yet. */
    public InetSocketAddress socketAddress() {
        return InetSocketAddress.createUnresolved(host, port);
    }

    public boolean isLoopback() {
        return host.equals("localhost") || host.equals("::1") || host.matches("127(\\.\\d{1,3}){3}");
    }

    @Override
    public String toString() {
        return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
    }
}
