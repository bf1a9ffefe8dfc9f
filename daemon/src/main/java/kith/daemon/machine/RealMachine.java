package kith.daemon.machine;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import kith.ontology.bytes.Bytes;

/** The machine that we run on: its clocks, its randomness, a thread a lane and one for timers. */
public final class RealMachine implements Machine, AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    /** After this time without anything to do a lane has no thread. */
    private static final Duration IDLE = Duration.ofMinutes(1);

    private final SecureRandom random = new SecureRandom();
    private final InstantSource clock = InstantSource.system();
    private final ScheduledExecutorService timers = Executors.newSingleThreadScheduledExecutor(named("kith-timer"));
    private final List<ExecutorService> lanes = new ArrayList<>();
    private final Consumer<Throwable> fault;
    private final Duration idle;
    private boolean closing;

    /**
     * @param fault told of whatever escapes an act on a lane or a timer; nothing after it on that lane is to be trusted
     */
    public RealMachine(Consumer<Throwable> fault) {
        this(fault, IDLE);
    }

    RealMachine(Consumer<Throwable> fault, Duration idle) {
        this.fault = fault;
        this.idle = idle;
    }

    @Override
    public long nowMillis() {
        return clock.millis();
    }

    /** The wall clock, for libraries that take one. */
    public InstantSource clock() {
        return clock;
    }

    /** The source of chance, for libraries that take one. */
    public SecureRandom chance() {
        return random;
    }

    @Override
    public long ticks() {
        return System.nanoTime();
    }

    @Override
    public Bytes random(int count) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return Bytes.owned(bytes);
    }

    @Override
    public synchronized Executor lane(String name) {
        // A space may be quiet for days, and is left some time. All goes through the queue, also where no thread is
        // left.
        ThreadPoolExecutor lane = new ThreadPoolExecutor(
                0, 1, idle.toNanos(), TimeUnit.NANOSECONDS, new LinkedBlockingQueue<>(), named("kith-" + name));
        lanes.add(lane);
        if (closing) {
            lane.shutdown();
        }
        return act -> {
            try {
                lane.execute(() -> guarded(act));
            } catch (RejectedExecutionException closing) {
                // The machine is closing: what comes now was never promised to anybody.
                return;
            }
        };
    }

    private void guarded(Runnable act) {
        try {
            act.run();
        } catch (RuntimeException | Error e) {
            fault.accept(e);
        }
    }

    @Override
    public Timer after(Duration delay, Runnable act) {
        try {
            Future<?> future = timers.schedule(() -> guarded(act), delay.toNanos(), TimeUnit.NANOSECONDS);
            return () -> future.cancel(false);
        } catch (RejectedExecutionException closing) {
            // Lanes finish what they were given while the machine closes, and may ask for what will never come.
            return () -> {};
        }
    }

    /** Lets the lanes finish what they were given, within 10 s for all, then ends them; late comers are refused. */
    @Override
    public void close() {
        timers.shutdownNow();
        List<ExecutorService> ending = ending();
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        for (ExecutorService lane : ending) {
            try {
                if (!lane.awaitTermination(deadline - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                    lane.shutdownNow();
                }
            } catch (InterruptedException e) {
                lane.shutdownNow();
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Not under the lock for longer: a lane that finishes may ask for another. */
    private synchronized List<ExecutorService> ending() {
        closing = true;
        lanes.forEach(ExecutorService::shutdown);
        return List.copyOf(lanes);
    }

    private static ThreadFactory named(String name) {
        return work -> {
            Thread thread = new Thread(work, name);
            thread.setDaemon(true);
            return thread;
        };
    }
}
