package kith.daemon.replica;

import java.time.Duration;
import java.util.concurrent.Executor;
import kith.daemon.machine.Machine;
import kith.daemon.store.Purge;
import kith.daemon.store.SpaceStore;

/**
 * Gets the bytes of erased deltas off the disk, in the background, once for all that were erased within a moment; waits
 * for readers of the past, and begins again after a crash.
 */
final class Scouring {
    private static final Duration GATHERING = Duration.ofSeconds(1);
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final Purge purge;
    private final Machine machine;
    private final Executor lane;
    private final Executor background;
    private boolean running;

    /** @param lane the space's own */
    Scouring(SpaceStore space, Machine machine, Executor lane, Executor background) {
        this.purge = space.purge();
        this.machine = machine;
        this.lane = lane;
        this.background = background;
    }

    /** Looks whether there is anything to do. On the lane only. */
    void wake() {
        if (!running && purge.isPending()) {
            running = true;
            machine.after(GATHERING, () -> lane.execute(this::bury));
        }
    }

    private void bury() {
        purge.bury();
        background.execute(() -> whenNobodyReadsThePast(() -> lane.execute(this::drop)));
    }

    private void drop() {
        purge.drop();
        background.execute(() -> whenNobodyReadsThePast(() -> background.execute(this::compact)));
    }

    private void whenNobodyReadsThePast(Runnable next) {
        if (purge.isHeld()) {
            machine.after(PATIENCE, () -> background.execute(() -> whenNobodyReadsThePast(next)));
        } else {
            next.run();
        }
    }

    private void compact() {
        if (purge.compact()) {
            lane.execute(this::finish);
        }
    }

    private void finish() {
        running = false;
        if (!purge.finish()) {
            wake();
        }
    }
}
