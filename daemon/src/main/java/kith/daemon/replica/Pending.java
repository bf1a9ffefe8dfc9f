package kith.daemon.replica;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import kith.ontology.delta.GrantId;
import kith.ontology.fault.KithException;
import kith.ontology.merge.Effect;

/**
 * A change on its way: first seen by new snapshots, then safe from a power cut. Acknowledge it only when durable.
 *
 * @param applied completes when new snapshots show it; fails if it was refused
 * @param durable completes when it lasts; fails if it was refused
 */
public record Pending(CompletableFuture<Written> applied, CompletableFuture<Written> durable) {
    /**
     * A change that lasts.
     *
     * @param delta brief id of the last delta it became; empty if it became none
     * @param deltas how many it became
     * @param effect what appeared and vanished
     */
    public record Written(String delta, int deltas, Effect effect) {}

    /**
     * What was adopted, or would be.
     *
     * @param shares by the ended right under which it was said first
     * @param left deltas that the quota of this device had no room for
     * @param delta brief id of the last delta that it became; empty if it became none
     */
    public record Adopted(Map<GrantId, Share> shares, int left, String delta) {
        public Adopted {
            shares = Collections.unmodifiableMap(new LinkedHashMap<>(shares));
        }

        /**
         * What comes from under one right.
         *
         * @param deltas that say something
         * @param silent deltas that say nothing, or nothing that this device may say
         * @param from hybrid clock of the first
         * @param to hybrid clock of the last
         */
        public record Share(int deltas, int silent, long asserts, long retracts, long from, long to) {
            /** With a share that comes later. */
            Share with(Share later) {
                return new Share(
                        deltas + later.deltas,
                        silent + later.silent,
                        asserts + later.asserts,
                        retracts + later.retracts,
                        from,
                        later.to);
            }
        }
    }

    static Pending fresh() {
        return new Pending(new CompletableFuture<>(), new CompletableFuture<>());
    }

    void fail(RuntimeException refusal) {
        applied.completeExceptionally(refusal);
        durable.completeExceptionally(refusal);
    }

    /** Runs what completes this, and fails it with what that is refused for. */
    void answering(Runnable act) {
        try {
            act.run();
        } catch (RuntimeException refusal) {
            fail(refusal);
            if (refusal instanceof KithException fault && fault.blame() == KithException.Blame.HOST) {
                // The disk failed: who asked is told, and the daemon stops before it promises more.
                throw refusal;
            }
        }
    }
}
