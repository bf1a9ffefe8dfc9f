package kith.daemon.replica;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import kith.ontology.fault.KithException;

/**
 * Does what is asked one after the other, and answers when it lasts. Safe from any thread.
 *
 * <p>Who waits for what is asked may do it: from one thread to the other and back takes as long as a small change.
 */
final class Lane implements Executor {
    private final Executor executor;
    private final Durability durability;
    /** Held by whoever does something. */
    private final ReentrantLock turn = new ReentrantLock();
    /** Asked for and not begun. */
    private final AtomicInteger waiting = new AtomicInteger();

    Lane(Executor executor, Durability durability) {
        this.executor = executor;
        this.durability = durability;
    }

    @Override
    public void execute(Runnable act) {
        waiting.incrementAndGet();
        executor.execute(() -> {
            turn.lock();
            try {
                waiting.decrementAndGet();
                act.run();
            } finally {
                turn.unlock();
            }
        });
    }

    /** Does it before it returns, unless something is before it: then it comes in its turn. */
    private void doNow(Runnable act) {
        boolean mine = !turn.isHeldByCurrentThread() && turn.tryLock();
        if (!mine) {
            execute(act);
            return;
        }
        try {
            if (waiting.get() > 0) {
                execute(act);
            } else {
                act.run();
            }
        } catch (RuntimeException | Error fault) {
            // A lane is where faults stop the daemon.
            execute(() -> {
                throw fault;
            });
        } finally {
            turn.unlock();
        }
    }

    /** A change, answered for when new snapshots show it and once more when it lasts. */
    Pending pending(Supplier<Pending.Written> work) {
        Pending pending = Pending.fresh();
        execute(answering(pending, work));
        return pending;
    }

    /** As {@link #pending}, by the calling thread where nothing is before it. */
    Pending now(Supplier<Pending.Written> work) {
        Pending pending = Pending.fresh();
        doNow(answering(pending, work));
        return pending;
    }

    private Runnable answering(Pending pending, Supplier<Pending.Written> work) {
        return () -> pending.answering(() -> {
            Pending.Written written = work.get();
            pending.applied().complete(written);
            durability.whenDurable(() -> pending.durable().complete(written), pending::fail);
        });
    }

    /** Done on the lane, and told once it lasts; whoever waits hears of a fault before it stops the daemon. */
    <T> CompletableFuture<T> lastingly(Supplier<T> work) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        execute(() -> lastingly(work, answer));
        return answer;
    }

    /** The same, by what is on the lane already. */
    <T> void lastingly(Supplier<T> work, CompletableFuture<T> answer) {
        try {
            T done = work.get();
            durability.whenDurable(() -> answer.complete(done), answer::completeExceptionally);
        } catch (RuntimeException fault) {
            answer.completeExceptionally(fault);
            if (!(fault instanceof KithException said && said.blame() == KithException.Blame.USER)) {
                throw fault;
            }
        }
    }
}
