package kith.daemon.http;

import static kith.daemon.http.OpenDoor.encoded;
import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import kith.daemon.exchange.ImportLimits;
import kith.daemon.query.PlainSpace;
import kith.daemon.query.QueryLimits;
import kith.daemon.query.SpaceAccess;
import kith.daemon.query.WriteAccess;
import org.apache.jena.sparql.core.DatasetGraph;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What connections may and may not do, byte by byte. */
@Timeout(120)
final class ConnectionTest {
    private static final String TEN = "{ VALUES ?%s { 1 2 3 4 5 6 7 8 9 10 } } ";
    /** Counts to a hundred thousand million, one by one. */
    private static final String ENDLESS =
            "SELECT (COUNT(*) AS ?n) { " + TEN.repeat(11).formatted((Object[]) "abcdefghijk".split("")) + "}";
    /** A hundred thousand rows. */
    private static final String LARGE = "SELECT * { " + TEN.repeat(5).formatted((Object[]) "abcde".split("")) + "}";

    private static final String GET_HEALTH = "GET /health HTTP/1.1\r\nHost: kith\r\n\r\n";

    @TempDir
    private Path folder;

    private OpenDoor door;

    @BeforeEach
    void open() {
        door = new OpenDoor(folder);
    }

    @AfterEach
    void close() {
        door.close();
    }

    private static String sparql(String query) {
        return "/spaces/home/sparql?query=" + encoded(query);
    }

    private void reopen(long maxRows, long maxBytes) {
        door.close();
        DoorSettings.Limits limits = new DoorSettings.Limits(
                new QueryLimits(Duration.ofSeconds(60), maxRows, maxBytes),
                Duration.ofSeconds(60),
                new ImportLimits(1 << 20, 1_000));
        door = new OpenDoor(folder, PlainSpace.of("<http://e/s> <http://e/p> 1 ."), limits);
    }

    @Test
    void aConnectionServesManyRequests() {
        try (Raw raw = door.raw()) {
            for (int i = 0; i < 200; i++) {
                assertEquals(200, raw.ask("GET", "/health", "").status());
            }
        }
    }

    @Test
    void requestsSentTogetherAreAnsweredInTurn() {
        try (Raw raw = door.raw()) {
            raw.send("GET /v1/spaces/a HTTP/1.1\r\nHost: kith\r\n\r\n"
                    + "POST /v1/spaces HTTP/1.1\r\nHost: kith\r\nContent-Length: 12\r\n\r\n{\"name\":\"b\"}"
                    + "GET /nothing HTTP/1.1\r\nHost: kith\r\n\r\n"
                    + "GET /v1/spaces/c HTTP/1.1\r\nHost: kith\r\nConnection: close\r\n\r\n");

            assertTrue(raw.answer().body().contains("space a"));
            assertTrue(raw.answer().body().contains("createSpace b"));
            assertEquals(404, raw.answer().status());
            Raw.Answer last = raw.answer();
            assertTrue(last.body().contains("space c"));
            assertEquals("close", last.header("connection"));
            assertTrue(raw.isClosed());
        }
    }

    @Test
    void aRequestThatComesByteByByteIsServed() {
        try (Raw raw = door.raw()) {
            for (byte each : GET_HEALTH.getBytes(java.nio.charset.StandardCharsets.US_ASCII)) {
                raw.send(new byte[] {each});
            }
            assertEquals(200, raw.answer().status());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "garbage\r\n\r\n",
                "\0\1\2\3\r\n\r\n",
                "GET /health HTTP/1.1\r\nno colon here\r\n\r\n",
                "GET /health HTTP/9.9 x\r\n\r\n",
                "POST /v1/spaces HTTP/1.1\r\nContent-Length: -5\r\n\r\n",
                "POST /v1/spaces HTTP/1.1\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello",
                "POST /v1/spaces HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
                "GET health HTTP/1.1\r\n\r\n",
                "GET /%zz HTTP/1.1\r\n\r\n",
                "\u0016\u0003\u0001\u0002\u0000\u0001\u0000\r\n\r\n",
            })
    void garbageIsAnsweredOnceAndTheNextVisitorIsServed(String garbage) {
        try (Raw raw = door.raw()) {
            raw.send(garbage);
            assertEquals(400, raw.answer().status());
        }
        assertEquals(200, door.get("/health").status());
    }

    @Test
    void aRequestLineHasItsLimit() {
        String path = "/health?" + "x".repeat(LocalDoor.MAX_LINE_BYTES - "GET /health? HTTP/1.1".length());

        assertEquals(400, door.get(path).status());
        assertEquals(414, door.get(path + "y").status());
    }

    @Test
    void headersHaveTheirLimit() {
        String header = "X-Long: " + "x".repeat(LocalDoor.MAX_HEADER_BYTES - 64);

        assertEquals(200, door.get("/health", header).status());
        assertEquals(
                431, door.get("/health", header, "X-More: " + "y".repeat(64)).status());
    }

    @Test
    void aLargeAnswerComesInChunksAndWhole() {
        reopen(1_000_000, 1 << 28);

        Raw.Answer answer = door.get(sparql(LARGE), "Accept: text/csv");

        assertAll(
                () -> assertEquals("chunked", answer.header("transfer-encoding")),
                () -> assertTrue(answer.whole()),
                () -> assertEquals(100_001, answer.body().lines().count()));
    }

    @Test
    void anAnswerThatBreaksOffIsSeenToBreakOff() {
        reopen(1_000_000, 200_000);

        Raw.Answer answer = door.get(sparql(LARGE), "Accept: text/csv");

        assertAll(
                () -> assertEquals(200, answer.status()),
                () -> assertFalse(answer.whole()),
                () -> assertTrue(answer.body().length() < 200_001));
    }

    @Test
    void whoReadsTrailersIsToldWhyAnAnswerBreaksOff() {
        reopen(1_000_000, 200_000);

        Raw.Answer answer = door.get(sparql(LARGE), "Accept: text/csv", "Connection: TE", "TE: trailers");

        assertAll(
                () -> assertEquals(200, answer.status()),
                () -> assertTrue(answer.trailer("kith-error").contains("USAGE"), answer.trailer("kith-error")));
    }

    @Test
    void anAnswerThatBreaksOffBeforeItBeganIsAnError() {
        reopen(1_000_000, 2_000);

        Raw.Answer answer = door.get(sparql(LARGE), "Accept: text/csv");

        assertAll(
                () -> assertEquals(413, answer.status()),
                () -> assertTrue(answer.body().contains("larger than 2000 bytes"), answer.body()));
    }

    @Test
    void httpOneZeroGetsSmallAnswersWholeAndLargeOnesNotAtAll() {
        reopen(1_000_000, 1 << 28);
        try (Raw raw = door.raw()) {
            raw.send("GET /health HTTP/1.0\r\n\r\n");
            Raw.Answer small = raw.answer();
            assertEquals(200, small.status());
            assertFalse(small.header("content-length").isEmpty());
            assertTrue(raw.isClosed());
        }
        try (Raw raw = door.raw()) {
            raw.send("GET " + sparql(LARGE) + " HTTP/1.0\r\nAccept: text/csv\r\n\r\n");
            assertEquals(505, raw.answer().status());
        }
    }

    @Test
    void clientsThatLeaveFreeTheirWorkers() throws InterruptedException {
        door.close();
        CountDownLatch busy = new CountDownLatch(Workers.MAX_QUESTIONS);
        PlainSpace space = PlainSpace.of("");
        door = new OpenDoor(
                folder, space, OpenDoor.LIMITS, name -> Optional.of(new HeldSpace(space, busy, new CountDownLatch(0))));
        List<Raw> all = new ArrayList<>();
        for (int i = 0; i < Workers.MAX_QUESTIONS + 4; i++) {
            Raw raw = door.raw();
            raw.send("GET " + sparql(ENDLESS) + " HTTP/1.1\r\nHost: kith\r\n\r\n");
            all.add(raw);
        }
        busy.await();
        all.forEach(Raw::close);

        Raw.Answer answer = assertTimeoutPreemptively(Duration.ofSeconds(30), () -> door.get(sparql("ASK {}")));

        assertEquals(200, answer.status());
    }

    @Test
    void clientsThatLeaveInTheMiddleOfAnAnswerFreeTheirWorkers() {
        door.close();
        DoorSettings.Limits limits = new DoorSettings.Limits(
                new QueryLimits(Duration.ofSeconds(600), Long.MAX_VALUE, Long.MAX_VALUE),
                Duration.ofSeconds(60),
                new ImportLimits(1 << 20, 1_000));
        door = new OpenDoor(folder, PlainSpace.of("<http://e/s> <http://e/p> 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 ."), limits);
        String flood =
                "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n ?o . ?p ?q ?r . ?s ?t ?u . ?v ?w ?x }";
        List<Raw> all = new ArrayList<>();
        for (int i = 0; i < Workers.MAX_QUESTIONS; i++) {
            Raw raw = door.raw();
            raw.send("GET " + sparql(flood) + " HTTP/1.1\r\nHost: kith\r\nAccept: text/csv\r\n\r\n");
            raw.awaitStatus();
            all.add(raw);
        }
        all.forEach(Raw::close);

        Raw.Answer answer = assertTimeoutPreemptively(Duration.ofSeconds(30), () -> door.get(sparql("ASK {}")));

        assertEquals(200, answer.status());
    }

    @Test
    void slowQuestionsDoNotKeepTheDaemonFromSayingHowItIs() {
        List<Raw> all = new ArrayList<>();
        for (int i = 0; i < Workers.MAX_QUESTIONS + 4; i++) {
            Raw raw = door.raw();
            raw.send("GET " + sparql(ENDLESS) + " HTTP/1.1\r\nHost: kith\r\n\r\n");
            all.add(raw);
        }

        assertEquals(200, door.get("/health").status());
        all.forEach(Raw::close);
    }

    @Test
    void requestsBeyondWhatMayWaitAreToldToComeBack() throws Exception {
        door.close();
        CountDownLatch hold = new CountDownLatch(1);
        PlainSpace space = PlainSpace.of("");
        door = new OpenDoor(
                folder, space, OpenDoor.LIMITS, name -> Optional.of(new HeldSpace(space, new CountDownLatch(0), hold)));
        int room = Workers.MAX_QUESTIONS + Workers.MAX_WAITING;
        List<CompletableFuture<Raw.Answer>> all = new ArrayList<>();
        try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < room + 3; i++) {
                all.add(CompletableFuture.supplyAsync(() -> door.get(sparql("ASK {}")), clients));
            }
            Raw.Answer first = (Raw.Answer) CompletableFuture.anyOf(all.toArray(CompletableFuture[]::new))
                    .get();
            while (all.stream().filter(CompletableFuture::isDone).count() < 3) {
                Thread.sleep(10);
            }
            hold.countDown();

            assertEquals(503, first.status());
            assertEquals("1", first.header("retry-after"));
        }
        assertEquals(
                room, all.stream().filter(each -> each.join().status() == 200).count());
    }

    /** A space whose readers wait until they are let go. */
    private record HeldSpace(PlainSpace space, CountDownLatch busy, CountDownLatch hold) implements SpaceAccess {
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
            busy.countDown();
            try {
                hold.await();
            } catch (InterruptedException stopping) {
                Thread.currentThread().interrupt();
            }
            return space.read();
        }

        @Override
        public WriteAccess write() {
            return space.write();
        }
    }

    @Test
    void oneConnectionTooManyIsClosed() {
        List<Raw> all = new ArrayList<>();
        for (int i = 0; i < LocalDoor.MAX_CONNECTIONS; i++) {
            Raw raw = door.raw();
            assertEquals(200, raw.ask("GET", "/health", "").status());
            all.add(raw);
        }
        try (Raw tooMany = door.raw()) {
            assertTrue(tooMany.isClosed());
        }
        assertEquals(401, overTcp());
        all.forEach(Raw::close);
    }

    private int overTcp() {
        try (Raw tcp = door.tcp()) {
            return tcp.ask("GET", "/health", "", "Host: localhost").status();
        }
    }

    @Test
    void manyClientsAtOnceAreAllAnsweredRight() throws Exception {
        try (ExecutorService clients = Executors.newFixedThreadPool(16)) {
            List<Future<Boolean>> all = new ArrayList<>();
            for (int i = 0; i < 16; i++) {
                int mine = i;
                all.add(clients.submit(() -> asksManyTimes(mine)));
            }
            for (Future<Boolean> each : all) {
                assertTrue(each.get());
            }
        }
    }

    private boolean asksManyTimes(int mine) {
        try (Raw raw = mine % 2 == 0 ? door.raw() : door.tcp()) {
            for (int i = 0; i < 25; i++) {
                String value = mine + "-" + i;
                String query = "SELECT ?v { VALUES ?v { '" + value + "' } }";
                String body = raw.ask(
                                "GET",
                                sparql(query),
                                "",
                                "Host: localhost",
                                "Accept: text/csv",
                                "Authorization: Bearer " + OpenDoor.TOKEN)
                        .body();
                if (!body.equals("v\r\n" + value + "\r\n")) {
                    return false;
                }
            }
        }
        return true;
    }

    @Test
    void aClientThatDoesNotReadIsWaitedForAndGetsAll() throws InterruptedException {
        reopen(1_000_000, 1 << 28);
        try (Raw raw = door.raw()) {
            raw.send("GET " + sparql(LARGE) + " HTTP/1.1\r\nHost: kith\r\n\r\n");
            Thread.sleep(1_500);

            Raw.Answer answer = raw.answer();

            assertTrue(answer.whole());
            assertTrue(answer.body().length() > 10_000_000);
        }
    }

    @Test
    void shuttingTheDoorEndsWhatRuns() {
        Raw raw = door.raw();
        raw.send("GET " + sparql(ENDLESS) + " HTTP/1.1\r\nHost: kith\r\n\r\n");

        assertTimeoutPreemptively(Duration.ofSeconds(30), () -> door.close());

        // It may have been told before that its question was ended.
        assertTimeoutPreemptively(Duration.ofSeconds(30), raw::awaitEnd);
        raw.close();
    }
}
