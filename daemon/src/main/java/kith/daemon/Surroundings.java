package kith.daemon;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import kith.daemon.peers.Address;
import kith.daemon.sync.MessageCodec;

/** Where this node is on the networks: a machine may be carried to another while its daemon runs. Safe from any thread. */
final class Surroundings {
    /** How often it is looked whether the machine has moved. */
    static final Duration LOOK = Duration.ofSeconds(5);

    private final Supplier<Set<InetAddress>> machine;
    private final Supplier<List<String>> told;
    private Set<InetAddress> seen;
    private long lookedMillis;

    /**
     * @param machine the addresses that the machine has now
     * @param told where this node may be called, as host:port
     */
    Surroundings(Supplier<Set<InetAddress>> machine, Supplier<List<String>> told) {
        this.machine = machine;
        this.told = told;
        this.seen = machine.get();
    }

    /** Whether the machine has other addresses than when it was looked last, which is done every {@link #LOOK}. */
    synchronized boolean haveChanged(long nowMillis) {
        if (Math.abs(nowMillis - lookedMillis) < LOOK.toMillis()) {
            return false;
        }
        lookedMillis = nowMillis;
        Set<InetAddress> before = seen;
        seen = machine.get();
        return !seen.equals(before);
    }

    /** Where peers may call this node now, as far as it fits into a HELLO or a ticket. */
    List<String> reachable() {
        return told.get().stream()
                .filter(text -> text.length() <= Address.MAX_CHARS)
                .limit(MessageCodec.MAX_ADDRESSES)
                .toList();
    }
}
