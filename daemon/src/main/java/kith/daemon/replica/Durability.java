package kith.daemon.replica;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import kith.daemon.machine.Machine;
import kith.daemon.store.Store;
import kith.daemon.store.Watermark;

/**
 * Waits for the disk, once for many: whoever asks while a sync runs shares the next one. Callbacks run on one lane, in
 * the order asked. Thread-safe.
 */
public final class Durability {
    private static final Duration WATERMARK_PERIOD = Duration.ofMillis(200);

    private final Store store;
    private final Watermark watermark;
    private final Machine machine;
    private final Executor lane;
    private final ConcurrentLinkedQueue<Wait> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean scheduled = new AtomicBoolean();
    private final AtomicBoolean saving = new AtomicBoolean();

    private record Wait(Runnable act, Consumer<RuntimeException> otherwise) {}

    public Durability(Store store, Watermark watermark, Machine machine) {
        this.store = store;
        this.watermark = watermark;
        this.machine = machine;
        this.lane = machine.lane("sync");
    }

    Watermark watermark() {
        return watermark;
    }

    /** Runs {@code act} once everything written so far would survive a power cut. */
    void whenDurable(Runnable act) {
        whenDurable(act, fault -> {});
    }

    /** The same; where the disk fails, {@code otherwise} is told before the fault stops the daemon. */
    void whenDurable(Runnable act, Consumer<RuntimeException> otherwise) {
        waiting.add(new Wait(act, otherwise));
        if (scheduled.compareAndSet(false, true)) {
            lane.execute(this::flush);
        }
    }

    /** Runs {@code act} on the lane of the disk: for what is slow and belongs to no space. */
    void run(Runnable act) {
        lane.execute(act);
    }

    private void flush() {
        scheduled.set(false);
        List<Wait> batch = new ArrayList<>();
        for (Wait wait = waiting.poll(); wait != null; wait = waiting.poll()) {
            batch.add(wait);
        }
        try {
            store.sync();
        } catch (RuntimeException fault) {
            batch.forEach(wait -> wait.otherwise().accept(fault));
            throw fault;
        }
        batch.forEach(wait -> wait.act().run());
        // The watermark follows within a moment and not with every commit: it is there to tell a database that was set
        // back, by minutes or days, from one that merely crashed.
        if (saving.compareAndSet(false, true)) {
            machine.after(WATERMARK_PERIOD, () -> lane.execute(this::saveWatermark));
        }
    }

    private void saveWatermark() {
        saving.set(false);
        watermark.save();
    }

    /** The last sync and the last watermark, when nothing more is written. */
    public void finish() {
        store.sync();
        watermark.save();
    }
}
