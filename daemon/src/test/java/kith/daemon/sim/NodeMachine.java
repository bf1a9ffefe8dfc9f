package kith.daemon.sim;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.IntSupplier;
import kith.daemon.machine.Machine;
import kith.ontology.bytes.Bytes;
import kith.ontology.testkit.Gen;

/**
 * The machine of one process in a {@link NetWorld}: lanes, a disk and timers on the world's agenda, chance from its seed, and a
 * wall clock that may be wrong by years. On one thread only.
 */
final class NodeMachine implements Machine {
    /** A step in the background. */
    private static final int LEISURE_MICROS = 20_000;

    private final Agenda agenda;
    private final Gen gen;
    private final long startMillis;
    private long skewMillis;
    private int diskMicros = 2_000;
    private boolean isOn = true;
    private final List<Strand> strands = new ArrayList<>();
    /** While somebody waits, who is all there is, nothing is put off. */
    private boolean isAtOnce;

    private Runnable whenSynced = () -> {};

    NodeMachine(Agenda agenda, Gen gen, long startMillis) {
        this.agenda = agenda;
        this.gen = gen;
        this.startMillis = startMillis;
    }

    /** Sets the wall clock wrong by so much. */
    void skew(long millis) {
        skewMillis = millis;
    }

    /** How long the disk takes for a sync, at most. */
    void diskTakes(int micros) {
        diskMicros = micros;
    }

    /** Told whenever the disk has caught up. */
    void onSynced(Runnable told) {
        whenSynced = told;
    }

    /** Does all that was put off, and then {@code act}, which may wait for lanes and disk. */
    void atOnce(Runnable act) {
        isAtOnce = true;
        try {
            List.copyOf(strands).forEach(Strand::takeTurns);
            act.run();
        } finally {
            isAtOnce = false;
        }
    }

    /** The process is no more: whatever it was about to do is not done. */
    void end() {
        isOn = false;
    }

    boolean isOn() {
        return isOn;
    }

    @Override
    public long nowMillis() {
        return startMillis + agenda.nowMicros() / 1_000 + skewMillis;
    }

    @Override
    public long ticks() {
        return agenda.nowMicros() * 1_000;
    }

    @Override
    public Bytes random(int count) {
        return gen.bytes(count);
    }

    @Override
    public Executor lane(String name) {
        if (name.equals("sync")) {
            return new Strand(() -> gen.from(diskMicros / 4, diskMicros), () -> whenSynced.run());
        }
        int micros = name.startsWith("erase-") ? LEISURE_MICROS : 0;
        return new Strand(() -> micros, () -> {});
    }

    /** A lane: what it is given takes its time, one after the other. */
    private final class Strand implements Executor {
        private final IntSupplier micros;
        private final Runnable then;
        private final Deque<Runnable> waiting = new ArrayDeque<>();
        private long lastMicros;

        Strand(IntSupplier micros, Runnable then) {
            this.micros = micros;
            this.then = then;
            strands.add(this);
        }

        @Override
        public void execute(Runnable act) {
            waiting.add(act);
            if (isAtOnce) {
                takeTurns();
            } else {
                lastMicros = Math.max(lastMicros, agenda.nowMicros() + micros.getAsInt());
                agenda.at(lastMicros, this::takeTurn);
            }
        }

        /** Does what is next, unless all was done at once meanwhile. */
        void takeTurn() {
            Runnable act = waiting.poll();
            if (act != null && isOn) {
                act.run();
                then.run();
            }
        }

        void takeTurns() {
            while (!waiting.isEmpty()) {
                takeTurn();
            }
        }
    }

    @Override
    public Timer after(Duration delay, Runnable act) {
        Ring ring = new Ring(act);
        agenda.after(delay.toNanos() / 1_000, ring);
        return ring;
    }

    /** Something that will happen unless cancelled, or the process ends. */
    private final class Ring implements Timer, Runnable {
        private final Runnable act;
        private boolean isCancelled;

        Ring(Runnable act) {
            this.act = act;
        }

        @Override
        public void cancel() {
            isCancelled = true;
        }

        @Override
        public void run() {
            if (isOn && !isCancelled) {
                act.run();
            }
        }
    }
}
