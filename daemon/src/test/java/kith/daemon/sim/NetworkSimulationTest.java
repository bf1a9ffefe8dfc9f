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

/** Whole daemons but for wire and door, on a network that fails in virtual time: when all is well again they agree, and nothing is lost. */
final class NetworkSimulationTest {
    private static final int FEW = 5;
    private static final int EVENTS = 60;

    @TempDir(factory = InMemory.class)
    static Path folder;

    private static ExecutorService other;
    private static Garage once;
    private static Garage again;

    @BeforeAll
    static void open() {
        other = Executors.newSingleThreadExecutor();
        once = new Garage(folder.resolve("once"));
        again = new Garage(folder.resolve("again"));
    }

    @AfterAll
    static void close() {
        other.shutdown();
        once.close();
        again.close();
    }

    /** Each seed lives twice, side by side, and leaves the same trace; the laws are asserted by the world itself. */
    @Seeds(value = 60, many = 20_000, shrink = false)
    void fiveDaemonsComeToTheSameWhenAllIsWellAgain(Gen gen) throws Exception {
        Future<String> second = other.submit(() -> life(gen.seed(), again));

        String first = life(gen.seed(), once);

        assertEquals(first, second.get());
    }

    private static String life(long seed, Garage garage) {
        try (NetWorld world = new NetWorld(seed, garage, FEW)) {
            return world.lives(EVENTS);
        }
    }
}
