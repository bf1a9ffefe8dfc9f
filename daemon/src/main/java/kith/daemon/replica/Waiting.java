package kith.daemon.replica;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import kith.daemon.store.LogState;
import kith.daemon.store.SpaceStore;
import kith.ontology.delta.VerifiedDelta;
import kith.ontology.identity.KeyId;

/**
 * How much of what cannot be judged yet is kept: deltas whose grant is unknown lie in the store unseen, within these
 * limits, until the control deltas that they need arrive. On the lane only.
 */
final class Waiting {
    static final long MAX_SPACE_BYTES = 64L * 1024 * 1024;
    static final int MAX_SPACE_LOGS = 1_000;
    static final int MAX_PEER_DELTAS = 256;
    static final long MAX_PEER_BYTES = 4L * 1024 * 1024;

    private final SpaceStore space;
    private final Map<KeyId, Share> shares = new HashMap<>();

    /** What one peer has brought since this daemon started, or since something that waited came to count. */
    private record Share(int deltas, long bytes) {}

    Waiting(SpaceStore space) {
        this.space = space;
    }

    /** Takes {@code run}, brought by {@code peer}, into account if there is room. */
    boolean admit(KeyId peer, List<VerifiedDelta> run) {
        long bytes = run.stream()
                .mapToLong(delta -> delta.entry().payload().length())
                .sum();
        Share share = shares.getOrDefault(peer, new Share(0, 0));
        Share next = new Share(share.deltas() + run.size(), share.bytes() + bytes);
        boolean room = next.deltas() <= MAX_PEER_DELTAS
                && next.bytes() <= MAX_PEER_BYTES
                && held() + bytes <= MAX_SPACE_BYTES
                && space.logs().stream().filter(LogState::isWaiting).count() < MAX_SPACE_LOGS;
        if (room) {
            shares.put(peer, next);
        }
        return room;
    }

    private long held() {
        return space.logs().stream().mapToLong(LogState::heldBytes).sum();
    }

    /** Something that waited counts now: everybody may bring as much again. */
    void rejudged() {
        shares.clear();
    }
}
