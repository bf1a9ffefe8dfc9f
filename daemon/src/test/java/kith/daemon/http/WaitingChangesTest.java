package kith.daemon.http;

import static kith.daemon.http.OpenDoor.encoded;
import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import kith.daemon.query.PlainSpace;
import kith.daemon.query.SpaceAccess;
import kith.daemon.query.WriteAccess;
import org.apache.jena.sparql.core.DatasetGraph;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What may still be asked while every change waits for another one. */
@Timeout(120)
final class WaitingChangesTest {
    private static final String SPARQL = "/spaces/home/sparql";
    private static final String[][] CHANGES = {
        {SPARQL, "application/sparql-update", "INSERT DATA { <http://e/s> <http://e/p> 1 }"},
        {SPARQL, "application/x-www-form-urlencoded", "%75pdate=" + encoded("CLEAR ALL")},
        {SPARQL, "application/x-www-form-urlencoded", "update=" + encoded("CLEAR ALL #" + "x".repeat(100_000))},
        {"/v1/spaces/home/import", "application/n-triples", "<http://e/s> <http://e/p> <http://e/o> .\n"}
    };

    @TempDir
    private Path folder;

    private final CountDownLatch arrived = new CountDownLatch(Workers.MAX_CHANGES);
    private final CountDownLatch turn = new CountDownLatch(1);
    private final List<Raw> waiting = new ArrayList<>();
    private OpenDoor door;

    @BeforeEach
    void letChangesWait() throws InterruptedException {
        PlainSpace space = PlainSpace.of("<http://e/s> <http://e/p> 1 .");
        door = new OpenDoor(folder, space, OpenDoor.LIMITS, name -> Optional.of(new SlowWriter(space, arrived, turn)));
        for (int i = 0; i < Workers.MAX_CHANGES + CHANGES.length; i++) {
            String[] change = CHANGES[i % CHANGES.length];
            Raw raw = door.raw();
            raw.send("POST " + change[0] + " HTTP/1.1\r\nHost: kith\r\nContent-Type: " + change[1]
                    + "\r\nContent-Length: " + change[2].length() + "\r\n\r\n" + change[2]);
            waiting.add(raw);
        }
        arrived.await();
    }

    @AfterEach
    void letThemGo() {
        turn.countDown();
        waiting.forEach(Raw::close);
        door.close();
    }

    @Test
    void questionsAreAnsweredWhileEveryChangeWaits() {
        String form = "query=" + encoded("ASK { ?s ?p 1 }");

        List<Raw.Answer> answers = assertTimeoutPreemptively(
                Duration.ofSeconds(30),
                () -> List.of(
                        door.get(SPARQL + "?" + form),
                        door.post(SPARQL, "application/sparql-query", "ASK { ?s ?p 1 }"),
                        door.post(SPARQL, "application/x-www-form-urlencoded", form),
                        door.get("/v1/spaces/home/export", "Accept: application/n-quads"),
                        door.get("/health")));

        assertAll(answers.stream().map(answer -> () -> assertEquals(200, answer.status())));
    }

    @Test
    void whoWaitsForAChangeHearsOfItThoughTheDoorCloses() throws InterruptedException {
        Thread closing = Thread.ofPlatform().start(door::close);
        while (closing.getState() != Thread.State.TIMED_WAITING) {
            Thread.onSpinWait();
        }

        turn.countDown();

        assertAll(
                waiting.stream().map(raw -> () -> assertEquals(200, raw.answer().status())));
        closing.join();
    }

    /** A space whose writers wait for their turn. */
    private record SlowWriter(PlainSpace space, CountDownLatch arrived, CountDownLatch turn) implements SpaceAccess {
        @Override
        public Watching watch(java.util.function.Consumer<kith.daemon.replica.Committed> listener) {
            return space.watch(listener);
        }

        @Override
        public DatasetGraph readAt(String moment) {
            throw new UnsupportedOperationException("no past is kept here");
        }

        @Override
        public DatasetGraph read() {
            return space.read();
        }

        @Override
        public WriteAccess write() {
            arrived.countDown();
            try {
                turn.await();
            } catch (InterruptedException stopping) {
                Thread.currentThread().interrupt();
            }
            return space.write();
        }
    }
}
