package kith.daemon.replica;

import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import kith.daemon.machine.Machine;
import kith.daemon.store.SpaceStore;
import kith.ontology.delta.LogId;
import kith.ontology.identity.KeyId;

/** What is done for a space in the background: what was said lately is packed, and what was erased leaves the disk. */
final class Upkeep {
    private final SpaceStore space;
    private final Machine machine;
    private final Executor lane;
    private final Executor background;
    private final Scouring scouring;
    private final AtomicBoolean waking = new AtomicBoolean();
    private boolean folding;

    /** @param lane the space's own */
    Upkeep(SpaceStore space, Machine machine, Executor lane) {
        this.space = space;
        this.machine = machine;
        this.lane = lane;
        this.background = machine.lane("upkeep-" + space.record().number());
        this.scouring = new Scouring(space, machine, lane, background);
        space.whenPressed(this::wakeSoon);
        if (!space.knowsTerms()) {
            background.execute(this::learn);
        }
    }

    /** Step by step, so that other work and the end of the daemon need not wait. */
    private void learn() {
        if (space.learnTerms()) {
            background.execute(this::learn);
        }
    }

    /** Notes that a node has got what was erased off its disk. Any thread. */
    void confirmed(KeyId node, Map<LogId, Long> upTo) {
        space.confirmations().note(node, upTo, machine.nowMillis());
    }

    private void wakeSoon() {
        if (waking.compareAndSet(false, true)) {
            lane.execute(() -> {
                waking.set(false);
                wake();
            });
        }
    }

    /** Looks whether there is anything to do. On the lane only. */
    void wake() {
        scouring.wake();
        if (!folding && space.isTimeToFold()) {
            folding = true;
            Runnable work = space.beginFold();
            background.execute(() -> {
                work.run();
                lane.execute(this::endFold);
            });
        }
    }

    private void endFold() {
        folding = false;
        space.endFold();
        wake();
    }
}
