package kith.daemon.sim;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Executor;
import kith.daemon.machine.Machine;
import kith.ontology.bytes.Bytes;
import kith.ontology.testkit.Gen;

/**
 * One home's machine in a {@link World}: chance from the seed, a clock that may be wrong, lanes that run at once but for the background, and a
 * disk that catches up when it is told to. On one thread only.
 */
final class SimMachine implements Machine {
    private final Gen gen;
    private final Deque<Runnable> disk = new ArrayDeque<>();
    /** What is done in the background, when there is nothing better to do. */
    private final Deque<Runnable> leisure = new ArrayDeque<>();

    private final List<Ring> rings = new ArrayList<>();
    private long worldMillis;
    private long skewMillis;

    private record Ring(long at, Runnable act) {}

    SimMachine(Gen gen, long worldMillis) {
        this.gen = gen;
        this.worldMillis = worldMillis;
    }

    /** Sets the wall clock wrong by so much, from now on. */
    void skew(long millis) {
        skewMillis = millis;
    }

    /** Lets time pass until {@code millis} of the world; what was to happen meanwhile does, in its order. */
    void passTo(long millis) {
        worldMillis = millis;
        while (true) {
            Ring next = rings.stream()
                    .filter(ring -> ring.at() <= worldMillis)
                    .min(Comparator.comparingLong(Ring::at))
                    .orElse(null);
            if (next == null) {
                return;
            }
            rings.remove(next);
            next.act().run();
        }
    }

    /** Lets the disk catch up with all that was written. */
    void sync() {
        while (!disk.isEmpty()) {
            disk.remove().run();
        }
    }

    /** Gives the background its turn, for one step. */
    void rest() {
        Runnable step = leisure.poll();
        if (step != null) {
            step.run();
        }
    }

    /** Lets the background come to its end. */
    void restLong() {
        while (!leisure.isEmpty()) {
            rest();
        }
    }

    /** Ends the process: nobody is told any more of what lasts, and nothing rings. */
    void crash() {
        disk.clear();
        leisure.clear();
        rings.clear();
    }

    @Override
    public long nowMillis() {
        return worldMillis + skewMillis;
    }

    @Override
    public long ticks() {
        return worldMillis * 1_000_000;
    }

    @Override
    public Bytes random(int count) {
        return gen.bytes(count);
    }

    @Override
    public Executor lane(String name) {
        if (name.equals("sync")) {
            return disk::add;
        }
        return name.startsWith("erase-") ? leisure::add : Runnable::run;
    }

    @Override
    public Timer after(Duration delay, Runnable act) {
        Ring ring = new Ring(worldMillis + delay.toMillis(), act);
        rings.add(ring);
        return () -> rings.remove(ring);
    }
}
