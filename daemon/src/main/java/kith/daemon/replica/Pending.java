package kith.daemon.replica;

import java.util.concurrent.CompletableFuture;

/**
 * A change on its way: first seen by new snapshots, then safe from a power cut. Acknowledge it only when durable.
 *
 * @param applied completes when new snapshots show it; fails if it was refused
 * @param durable completes when it lasts; fails if it was refused
 */
public record Pending(CompletableFuture<Written> applied, CompletableFuture<Written> durable) {
    static Pending fresh() {
        return new Pending(new CompletableFuture<>(), new CompletableFuture<>());
    }

    void fail(RuntimeException refusal) {
        applied.completeExceptionally(refusal);
        durable.completeExceptionally(refusal);
    }
}
