package kith.daemon;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import kith.daemon.config.Home;
import kith.daemon.config.HomeLock;
import kith.daemon.config.NodeIdentity;
import kith.daemon.upkeep.Backup;

/** What the local door of a peer would be answered by. */
final class PaperHousehold {
    private PaperHousehold() {}

    /**
     * The household of a peer.
     *
     * @param folder where its home may be
     * @param open takes what is to be closed in the end
     */
    static DaemonHousehold of(Peer peer, Path folder, Consumer<AutoCloseable> open) {
        Home home = Home.at(folder.resolve("home of " + peer.place().replace(':', ' ')), Map.of());
        home.create();
        HomeLock lock = home.lock(1, Instant.EPOCH);
        open.accept(lock);
        NodeIdentity identity = new NodeIdentity(
                peer.node.person(),
                peer.node.self().device(),
                peer.node.self().certificate(),
                peer.node.self().name());
        return new DaemonHousehold(
                new DaemonHousehold.Rooms(
                        peer.node.machine(),
                        peer.node.replicas(),
                        peer.connections,
                        peer.book,
                        false,
                        new Rotation(peer.node.replicas(), identity, home.deviceKey(), peer.node.machine()),
                        new Safekeeping(
                                new Safekeeping.Kept(peer.node.replicas(), peer.node.store(), peer.node.watermark()),
                                peer.node.machine(),
                                new Backup(home, peer.node.store(), peer.node.watermark()),
                                List.of("node " + identity.node().did()))),
                lock,
                identity,
                new DaemonHousehold.Places(
                        List.of(peer.place()),
                        new Surroundings(Set::of, () -> List.of(peer.place())),
                        List.of(),
                        peer::probe),
                new StopSignal());
    }
}
