package kith.daemon.replica;

import java.util.concurrent.CompletableFuture;
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
    public record Written(String delta, int deltas, Effect effect) {
        static final Written NOTHING = new Written("", 0, Effect.NONE);
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
