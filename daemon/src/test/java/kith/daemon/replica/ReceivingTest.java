package kith.daemon.replica;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import kith.daemon.ManualMachine;
import kith.ontology.bytes.Bytes;
import kith.ontology.delta.DeltaCodec;
import kith.ontology.delta.DeltaRun;
import kith.ontology.delta.LogHead;
import kith.ontology.delta.LogId;
import kith.ontology.delta.LogRoot;
import kith.ontology.delta.Plane;
import kith.ontology.delta.SignedDelta;
import kith.ontology.delta.VerifiedDelta;
import kith.ontology.identity.VerifyingKey;
import org.apache.jena.sparql.core.Quad;
import org.apache.jena.sparql.sse.SSE;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs that come while the lane is busy. */
final class ReceivingTest {
    private static final int DELTAS = 5;

    @TempDir
    Path folder;

    private TestNode alice;
    private TestNode bo;
    private List<List<VerifiedDelta>> runs;

    @BeforeEach
    void aliceHasSaidFiveThings() {
        alice = TestNode.open(folder.resolve("alice"), 1);
        bo = TestNode.open(folder.resolve("bo"), 2);
        alice.found("river");
        bo.joinThrough(alice);
        IntStream.range(0, DELTAS).forEach(i -> alice.asserts(quad(i)));
        runs = runs();
    }

    @AfterEach
    void end() {
        bo.close();
        alice.close();
    }

    @Test
    void runsThatFollowOneAnotherAreOneCommit() {
        AtomicInteger commits = new AtomicInteger();
        bo.replica().onCommitted(committed -> commits.incrementAndGet());

        List<Receipt> receipts = whileBusy(runs);

        assertEquals(accepted(1, 2, 3, 4, 5), receipts);
        assertEquals(1, commits.get());
        assertEquals(alice.digest(), bo.digest());
    }

    @Test
    void runsThatAreTakenTogetherWaitForTheDiskOnce() {
        List<Runnable> onTheLane = new ArrayList<>();
        List<Runnable> onTheDisk = new ArrayList<>();
        Durability disk = new Durability(bo.store(), bo.watermark(), new ManualMachine(onTheDisk::add));
        Receiving receiving = new Receiving(
                new Lane(onTheLane::add, disk),
                (run, from) -> new Receipt.Accepted(run.getLast().dot().seq()));
        List<CompletableFuture<Receipt>> answers = runs.stream()
                .map(run -> receiving.receive(run, alice.self().node()))
                .toList();

        onTheLane.removeFirst().run();
        assertTrue(answers.stream().noneMatch(CompletableFuture::isDone));
        onTheDisk.removeFirst().run();
        onTheLane.forEach(Runnable::run);

        assertEquals(
                accepted(1, 2, 3, 4, 5),
                answers.stream().map(CompletableFuture::join).toList());
        assertEquals(List.of(), onTheDisk);
    }

    @Test
    void whatIsMissingKeepsBackOnlyWhatComesAfterIt() {
        List<Receipt> receipts = whileBusy(List.of(runs.get(0), runs.get(1), runs.get(3), runs.get(4)));

        List<Receipt> expected = new ArrayList<>(accepted(1, 2));
        expected.add(new Receipt.Gap(2));
        expected.add(new Receipt.Gap(2));
        assertEquals(expected, receipts);
    }

    @Test
    void whatIsHeldInPartIsTakenAsFarAsItIsNot() {
        whileBusy(runs.subList(0, 3));

        whileBusy(runs);

        assertEquals(alice.digest(), bo.digest());
    }

    @Test
    void ofWhatDoesNotFitTogetherTheFirstAreTaken() {
        IntStream.range(DELTAS, Waiting.MAX_PEER_DELTAS + 2).forEach(i -> alice.asserts(quad(i)));
        bo.close();
        bo = TestNode.open(folder.resolve("cy"), 3);
        bo.guesses(alice.replica().id());

        List<Receipt> receipts = whileBusy(runs());

        long waiting =
                receipts.stream().filter(Receipt.Accepted.class::isInstance).count();
        assertEquals(Waiting.MAX_PEER_DELTAS, waiting, "nobody there knows alice's grant");
        assertEquals(new Receipt.NoRoom(), receipts.get(Waiting.MAX_PEER_DELTAS));
    }

    private List<Receipt> whileBusy(List<List<VerifiedDelta>> arriving) {
        CountDownLatch busy = new CountDownLatch(1);
        bo.replica().onLane(() -> {
            try {
                busy.await();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        });
        List<CompletableFuture<Receipt>> answers = arriving.stream()
                .map(run -> bo.replica().receive(run, alice.self().node()))
                .toList();
        busy.countDown();
        return answers.stream().map(CompletableFuture::join).toList();
    }

    private static List<Receipt> accepted(long... seqs) {
        List<Receipt> receipts = new ArrayList<>();
        for (long seq : seqs) {
            receipts.add(new Receipt.Accepted(seq));
        }
        return receipts;
    }

    /** Each of alice's deltas as a run. */
    private List<List<VerifiedDelta>> runs() {
        LogId log = alice.replica().frontier(Plane.DATA).heads().firstKey();
        LogRoot root = alice.replica().store().log(log).orElseThrow().root();
        VerifyingKey key = VerifyingKey.of(root.author()).orElseThrow();
        List<List<VerifiedDelta>> each = new ArrayList<>();
        Bytes link = log.value();
        for (SignedDelta delta : alice.replica().store().read(log, 1, 1_000, Long.MAX_VALUE)) {
            long seq = delta.dot().seq();
            DeltaRun run = new DeltaRun(
                    seq, link, List.of(delta.entry()), delta.signature().orElseThrow());
            each.add(DeltaCodec.verify(root, key, new LogHead(seq - 1, link, 0), run));
            link = delta.link();
        }
        return each;
    }

    private static Quad quad(int i) {
        return SSE.parseQuad("(_ <urn:s" + i + "> <urn:p> " + i + ")");
    }
}
