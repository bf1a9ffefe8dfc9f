package kith.daemon.wire;

import java.time.Duration;

/**
 * What a wire takes at most.
 *
 * @param connections of both directions
 * @param connectionsPerNetwork with one /24 of IPv4, or /48 of IPv6
 * @param handshakesPerAddress under way at one time from one address, or one /64 of IPv6
 * @param handshakeTimeout from the first packet to the proof of identity; also to connect
 */
public record WireLimits(
        int connections, int connectionsPerNetwork, int handshakesPerAddress, Duration handshakeTimeout) {
    public static final WireLimits DEFAULT = new WireLimits(256, 64, 8, Duration.ofSeconds(10));

    public WireLimits {
        if (connections < 1
                || connectionsPerNetwork < 1
                || handshakesPerAddress < 1
                || handshakeTimeout.isNegative()
                || handshakeTimeout.isZero()) {
            throw new IllegalArgumentException("limits that let nobody in");
        }
    }
}
