package kith.daemon.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import kith.ontology.testkit.Gen;
import kith.ontology.testkit.Seeds;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** Random histories with forks, ends, rules, erasures and clock lies: whatever comes in whatever order, one truth. */
final class SimulationTest {
    private static final int EVENTS = 1_000;

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
    }

    /** Each seed lives twice, side by side, and leaves the same trace; the laws are asserted by the world itself. */
    @Seeds(value = 300, many = 20_000, shrink = false)
    void homesThatHearTheSameComeToShowTheSame(Gen gen) throws Exception {
        Future<String> second = other.submit(() -> new World(gen.seed(), again).lives(EVENTS));

        String first = new World(gen.seed(), once).lives(EVENTS);

        assertEquals(first, second.get());
    }
}
