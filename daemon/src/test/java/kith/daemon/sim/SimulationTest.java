package kith.daemon.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import kith.ontology.testkit.Gen;
import kith.ontology.testkit.Seeds;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** Random histories with forks, ends, rules, erasures and clock lies: whatever comes in whatever order, one truth. */
final class SimulationTest {
    private static final int EVENTS = 1_000;
    /** Of the worlds, those in which nobody had lost what proves an end: there everybody comes to the same. */
    private static final int LEAST_PROVEN_PERCENT = 70;

    private static final int FEW = 100;
    private static final AtomicInteger LIVED = new AtomicInteger();
    private static final AtomicInteger PROVEN = new AtomicInteger();

    @TempDir(factory = InMemory.class)
    static Path folder;

    private static Rack once;
    private static Rack again;
    private static ExecutorService other;

    @BeforeAll
    static void open() {
        once = new Rack(folder.resolve("once"), World.HOMES);
        again = new Rack(folder.resolve("again"), World.HOMES);
        other = Executors.newSingleThreadExecutor();
    }

    @AfterAll
    static void close() {
        other.shutdown();
        once.close();
        again.close();
        assertTrue(
                PROVEN.get() >= LIVED.get() * LEAST_PROVEN_PERCENT / 100 || LIVED.get() < FEW,
                () -> "only in " + PROVEN + " of " + LIVED + " worlds everybody had to come to the same");
    }

    /** Each seed lives twice, side by side, and leaves the same trace; the laws are asserted by the world itself. */
    @Seeds(value = 200, many = 20_000, shrink = false)
    void homesThatHearTheSameComeToShowTheSame(Gen gen) throws Exception {
        Future<String> second = other.submit(() -> new World(gen.seed(), again).lives(EVENTS));

        World world = new World(gen.seed(), once);
        String first = world.lives(EVENTS);

        assertEquals(first, second.get());
        LIVED.incrementAndGet();
        PROVEN.addAndGet(world.isProven() ? 1 : 0);
    }
}
