package kith.daemon.wire;

import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * How a wire is set up.
 *
 * @param listen where peers may call, port 0 for any that is free; null: nowhere
 * @param clock judges certificates; TLS and the timers of the transport keep their own time
 */
public record WireSettings(
        @Nullable InetSocketAddress listen, WireLimits limits, InstantSource clock, SecureRandom random) {}
