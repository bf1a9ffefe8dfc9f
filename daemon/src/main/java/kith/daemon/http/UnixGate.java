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
    private final Peers peers;

    /** Who is at the other end of a connection; null where the platform does not tell. */
    interface Peers {
        @Nullable
        UserPrincipal of(Channel channel);
    }

    /** Lets in {@code owner} only. */
    UnixGate(UserPrincipal owner) {
        this(owner, UnixGate::peer);
    }

    UnixGate(UserPrincipal owner, Peers peers) {
        this.owner = owner;
        this.peers = peers;
    }

    @Override
    public void check(Channel channel, Head head) {
        UserPrincipal peer = peers.of(channel);
        if (peer != null && !peer.equals(owner)) {
            throw new Refusal(
                    403,
                    Code.NOT_ALLOWED,
                    "this daemon belongs to another user",
                    "run the command as user " + owner.getName());
        }
    }

    @Override
    public boolean isPatient() {
        return true;
    }

    private static @Nullable UserPrincipal peer(Channel channel) {
        UnixDomainPrincipal peer = channel.config().getOption(PEER);
        return peer == null ? null : peer.user();
    }
}
