package kith.daemon.http;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import kith.ontology.fault.Code;

/**
 * The threads that answer. Each kind of work has threads of its own, so that a page of slow questions does not keep
 * anybody from asking how the daemon is, changes that wait for each other keep nobody from asking anything, and nor do
 * large answers that somebody reads slowly; all kinds are few, and so is what may wait for them.
 */
final class Workers implements AutoCloseable {
    /** Queries under way at once. */
    static final int MAX_QUESTIONS = 8;
    /** Exports and whole graphs under way at once: each takes as long as its reader does. */
    static final int MAX_EXPORTS = 4;
    /** Updates and imports under way at once; those of one space take turns. */
    static final int MAX_CHANGES = 8;
    /** Bundles under way at once. */
    static final int MAX_BUNDLES = 2;
    /** Requests for everything else under way at once; some wait for peers. */
    static final int MAX_OTHERS = 16;
    /** Live queries at once; none waits for another to end. */
    static final int MAX_WATCHES = 16;
    /** Requests of each kind that may wait for a thread. */
    static final int MAX_WAITING = 64;

    private static final Duration IDLE = Duration.ofSeconds(30);
    /** For each kind, how long the door waits for answers before it closes the connections. */
    private static final Duration MAX_SETTLING = Duration.ofMillis(500);

    private static final Duration MAX_END = Duration.ofSeconds(5);
    /** Property paths, regular expressions and parsers recurse; the memory is taken only when they do. */
    private static final long STACK_BYTES = 32L * 1024 * 1024;

    private final ThreadPoolExecutor questions = pool("kith-ask", MAX_QUESTIONS, STACK_BYTES);
    private final ThreadPoolExecutor exports = pool("kith-export", MAX_EXPORTS, STACK_BYTES);
    private final ThreadPoolExecutor changes = pool("kith-change", MAX_CHANGES, STACK_BYTES);
    private final ThreadPoolExecutor bundles = pool("kith-bundle", MAX_BUNDLES, 0);
    private final ThreadPoolExecutor others = pool("kith-door", MAX_OTHERS, 0);
    private final ThreadPoolExecutor watches = pool("kith-watch", MAX_WATCHES, STACK_BYTES);
    /** Puts bodies aside: the disk must not hold up an event loop. */
    private final ThreadPoolExecutor spooling = pool("kith-spool", 2, 0);

    /**
     * Has {@code act} run soon.
     *
     * @throws Refusal 503 if too many wait already
     */
    void answer(Work work, Runnable act) {
        ThreadPoolExecutor pool = switch (work) {
            case QUESTION -> questions;
            case EXPORT -> exports;
            case CHANGE -> changes;
            case BUNDLE -> bundles;
            case ERRAND -> others;
            case WATCH -> watches;
        };
        try {
            pool.execute(act);
        } catch (RejectedExecutionException full) {
            if (work == Work.WATCH) {
                throw new Refusal(
                        503,
                        Code.CONFLICT,
                        "there are " + MAX_WATCHES + " live queries, and may be no more",
                        "end one, or ask again now and then");
            }
            throw Refusal.busy();
        }
    }

    /** Has {@code act} run soon, one act of a connection at a time. */
    void spool(Runnable act) {
        spooling.execute(act);
    }

    /** Takes nothing more, and gives what is nearly done the time to be answered. */
    void settle() {
        List<ThreadPoolExecutor> ending = List.of(changes, others, questions, exports, bundles);
        ending.forEach(ThreadPoolExecutor::shutdown);
        try {
            for (ThreadPoolExecutor each : ending) {
                if (!each.awaitTermination(MAX_SETTLING.toMillis(), TimeUnit.MILLISECONDS)) {
                    return;
                }
            }
        } catch (InterruptedException hurry) {
            Thread.currentThread().interrupt();
        }
    }

    /** Waits a little for what runs, then interrupts it. */
    @Override
    public void close() {
        List<ThreadPoolExecutor> all = List.of(questions, exports, changes, bundles, watches, others, spooling);
        all.forEach(ThreadPoolExecutor::shutdown);
        try {
            for (ThreadPoolExecutor each : all) {
                if (!each.awaitTermination(MAX_END.toMillis(), TimeUnit.MILLISECONDS)) {
                    each.shutdownNow();
                }
            }
        } catch (InterruptedException hurry) {
            for (ThreadPoolExecutor each : all) {
                each.shutdownNow();
            }
            Thread.currentThread().interrupt();
        }
    }

    private static ThreadPoolExecutor pool(String name, int threads, long stackBytes) {
        AtomicInteger number = new AtomicInteger();
        ThreadFactory factory = act -> {
            Thread thread = new Thread(null, act, name + "-" + number.incrementAndGet(), stackBytes);
            thread.setDaemon(true);
            return thread;
        };
        ThreadPoolExecutor pool =
                new ThreadPoolExecutor(threads, threads, IDLE.toSeconds(), TimeUnit.SECONDS, waiting(name), factory);
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }

    private static BlockingQueue<Runnable> waiting(String name) {
        return switch (name) {
            case "kith-watch" -> new SynchronousQueue<>();
            case "kith-spool" -> new ArrayBlockingQueue<>(LocalDoor.MAX_CONNECTIONS * 2);
            default -> new ArrayBlockingQueue<>(MAX_WAITING);
        };
    }
}
