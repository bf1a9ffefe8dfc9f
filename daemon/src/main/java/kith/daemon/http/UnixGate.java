package kith.daemon.http;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.nio.NioChannelOption;
import java.nio.file.attribute.UserPrincipal;
import jdk.net.ExtendedSocketOptions;
import jdk.net.UnixDomainPrincipal;
import kith.ontology.fault.Code;
import org.jspecify.annotations.Nullable;

/**
 * The gate of the Unix domain socket: its folder lets only one user in, and where the platform tells who is at the
 * other end it is asked as well.
 */
final class UnixGate implements Gate {
    private static final ChannelOption<UnixDomainPrincipal> PEER =
            NioChannelOption.of(ExtendedSocketOptions.SO_PEERCRED);

    private final UserPrincipal owner;

    /** Lets in {@code owner} only. */
    UnixGate(UserPrincipal owner) {
        this.owner = owner;
    }

    @Override
    public void check(Channel channel, Head head) {
        UnixDomainPrincipal peer = peer(channel);
        if (peer != null && !peer.user().equals(owner)) {
            throw new Refusal(
                    403,
                    Code.NOT_ALLOWED,
                    "this daemon belongs to another user",
                    "run the command as user " + owner.getName());
        }
    }

    private static @Nullable UnixDomainPrincipal peer(Channel channel) {
        return channel.config().getOption(PEER);
    }
}
