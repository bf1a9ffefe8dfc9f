package kith.daemon;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import kith.daemon.machine.Machine;
import kith.ontology.bytes.Bytes;

/** Time that passes when a test says so, and no chance at all. On one thread only. */
public final class ManualMachine implements Machine {
    private final List<Ring> rings = new ArrayList<>();
    private final Executor lanes;
    private long now = 1_000_000;

    private record Ring(long at, Runnable act) {}

    public ManualMachine() {
        this(Runnable::run);
    }

    /** @param lanes runs what is given to any lane */
    public ManualMachine(Executor lanes) {
        this.lanes = lanes;
    }

    /** Lets time pass; what was to happen meanwhile does, in its order. */
    public void pass(Duration span) {
        long end = now + span.toMillis();
        while (true) {
            Ring next = rings.stream()
                    .filter(ring -> ring.at() <= end)
                    .min((one, other) -> Long.compare(one.at(), other.at()))
                    .orElse(null);
            if (next == null) {
                break;
            }
            rings.remove(next);
            now = next.at();
            next.act().run();
        }
        now = end;
    }

    @Override
    public long nowMillis() {
        return now;
    }

    @Override
    public long ticks() {
        return now * 1_000_000;
    }

    @Override
    public Bytes random(int count) {
        return Bytes.owned(new byte[count]);
    }

    @Override
    public Executor lane(String name) {
        return lanes;
    }

    @Override
    public Timer after(Duration delay, Runnable act) {
        Ring ring = new Ring(now + delay.toMillis(), act);
        rings.add(ring);
        return () -> rings.remove(ring);
    }
}
