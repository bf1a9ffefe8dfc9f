package kith.daemon.http;

import static kith.daemon.http.OpenDoor.encoded;
import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import kith.daemon.query.PlainSpace;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is answered while others read large answers slowly, or not at all. */
@Timeout(120)
final class SlowReadersTest {
    private static final int VALUES = 100;
    /** More than a connection takes that nobody reads. */
    private static final int VALUE_CHARS = 50_000;

    @TempDir
    private Path folder;

    /** Answers that a worker has begun to make. */
    private final CountDownLatch begun = new CountDownLatch(Workers.MAX_EXPORTS);

    private final List<Raw> slow = new ArrayList<>();
    private OpenDoor door;

    @BeforeEach
    void open() {
        StringBuilder large = new StringBuilder("<http://e/s> <http://e/p> 1");
        for (int i = 0; i < VALUES; i++) {
            large.append(", '").append(i).append("x".repeat(VALUE_CHARS)).append('\'');
        }
        PlainSpace space = PlainSpace.of(large + " .");
        door = new OpenDoor(folder, space, OpenDoor.LIMITS, name -> {
            begun.countDown();
            return Optional.of(space);
        });
    }

    @AfterEach
    void close() {
        slow.forEach(Raw::close);
        door.close();
    }

    private void askForMoreThanAreServedAtOnce(String target) throws InterruptedException {
        for (int i = 0; i < Workers.MAX_QUESTIONS + Workers.MAX_EXPORTS; i++) {
            Raw raw = door.raw();
            raw.send("GET " + target + " HTTP/1.1\r\nHost: kith\r\n\r\n");
            slow.add(raw);
        }
        begun.await();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/spaces/home/data?default", "/v1/spaces/home/export"})
    void whoReadsAWholeGraphSlowlyKeepsNobodyFromAsking(String target) throws InterruptedException {
        askForMoreThanAreServedAtOnce(target);

        String ask = "/spaces/home/sparql?query=" + encoded("ASK { ?s ?p 1 }");
        List<Raw.Answer> answers = assertTimeoutPreemptively(
                Duration.ofSeconds(30), () -> List.of(door.get(ask), door.get(ask), door.get("/health")));

        assertAll(answers.stream().map(answer -> () -> assertEquals(200, answer.status())));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/spaces/home/data?default", "/v1/spaces/home/export"})
    void whoWaitsForOthersToReadGetsAllInTheEnd(String target) throws Exception {
        askForMoreThanAreServedAtOnce(target);

        try (ExecutorService readers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Raw.Answer>> answers = new ArrayList<>();
            for (Raw raw : slow) {
                answers.add(readers.submit(() -> raw.answer()));
            }
            for (Future<Raw.Answer> answer : answers) {
                assertTrue(answer.get().whole());
                assertTrue(answer.get().body().length() > VALUES * VALUE_CHARS);
            }
        }
    }
}
