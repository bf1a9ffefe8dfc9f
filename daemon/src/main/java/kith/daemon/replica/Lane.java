package kith.daemon.replica;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import kith.ontology.fault.KithException;

/** Does what is asked one after the other, and answers when it lasts. Safe from any thread. */
final class Lane implements Executor {
    private final Executor executor;
    private final Durability durability;

    Lane(Executor executor, Durability durability) {
        this.executor = executor;
        this.durability = durability;
    }

    @Override
    public void execute(Runnable act) {
        executor.execute(act);
    }

    /** A change, answered for when new snapshots show it and once more when it lasts. */
    Pending pending(Supplier<Pending.Written> work) {
        Pending pending = Pending.fresh();
        execute(() -> pending.answering(() -> {
            Pending.Written written = work.get();
            pending.applied().complete(written);
            durability.whenDurable(() -> pending.durable().complete(written));
        }));
        return pending;
    }

    /** Done on the lane, and told once it lasts; whoever waits hears of a fault before it stops the daemon. */
    <T> CompletableFuture<T> lastingly(Supplier<T> work) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        execute(() -> {
            try {
                T done = work.get();
                durability.whenDurable(() -> answer.complete(done));
            } catch (RuntimeException fault) {
                answer.completeExceptionally(fault);
                if (!(fault instanceof KithException said && said.blame() == KithException.Blame.USER)) {
                    throw fault;
                }
            }
        });
        return answer;
    }
}
