package kith.daemon.upkeep;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.stream.Stream;
import kith.daemon.machine.Machine;
import kith.daemon.replica.TestNode;
import kith.daemon.store.Examination.Fault;
import kith.ontology.bytes.Bytes;
import kith.ontology.fault.Code;
import kith.ontology.fault.KithException;
import org.apache.jena.graph.NodeFactory;
import org.apache.jena.sparql.core.Quad;
import org.apache.jena.sparql.sse.SSE;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is kept is looked at again, by a daemon that goes on: on demand, and once a week by itself. */
final class VerificationTest {
    private static final long DAY = Duration.ofDays(1).toMillis();

    @TempDir
    private Path folder;

    private TestNode alice;
    private Verification verification;
    private long now = 1_000_000;

    /** A machine whose days pass when the test says so. */
    private final class Calendar implements Machine {
        @Override
        public long nowMillis() {
            return now;
        }

        @Override
        public long ticks() {
            return alice.machine().ticks();
        }

        @Override
        public Bytes random(int count) {
            return alice.machine().random(count);
        }

        @Override
        public Executor lane(String name) {
            return Runnable::run;
        }

        @Override
        public Timer after(Duration delay, Runnable act) {
            return () -> {};
        }
    }

    /** Notes what it is told. */
    private static class Notes implements Verification.Course {
        final List<Fault> faults = new ArrayList<>();

        @Override
        public void step(String part, long done, long of) {}

        @Override
        public void found(Fault fault) {
            faults.add(fault);
        }
    }

    @BeforeEach
    void open() {
        alice = TestNode.open(folder.resolve("alice"), 1);
        alice.found("river");
        for (int i = 0; i < 50; i++) {
            alice.asserts(SSE.parseQuad("(_ <urn:s" + i + "> <urn:p> 'a value of number " + i + "')"));
        }
        alice.retracts(SSE.parseQuad("(_ <urn:s1> <urn:p> 'a value of number 1')"));
        verification = fresh();
    }

    private Verification fresh() {
        return new Verification(alice.store(), alice.replicas(), new Calendar(), folder.resolve("verified"));
    }

    @AfterEach
    void close() {
        alice.close();
    }

    @Test
    void aWholeHomeHasNoFaults() {
        Notes notes = new Notes();

        Verification.Outcome outcome = verification.run(notes);

        assertEquals(new Verification.Outcome(0, 1), outcome);
        assertEquals(List.of(), notes.faults);
        assertEquals(new Verification.Note(now, now, 0), verification.last());
    }

    @Test
    void whatIsErasedAndRestatedIsNoFault() {
        try (TestNode bo = TestNode.open(folder.resolve("bo"), 2)) {
            bo.joinThrough(alice);
            bo.asserts(SSE.parseQuad("(_ <urn:bo> <urn:p> 1)"));
            bo.retracts(SSE.parseQuad("(_ <urn:s2> <urn:p> 'a value of number 2')"));
            alice.pullFrom(bo);
            alice.cuts(bo);

            assertEquals(new Verification.Outcome(0, 1), verification.run(new Notes()));
        }
    }

    @Test
    void writingGoesOnMeanwhileAndIsNoFault() {
        Notes notes = new Notes() {
            private int more;

            @Override
            public void step(String part, long done, long of) {
                if (more < 20) {
                    alice.asserts(SSE.parseQuad("(_ <urn:more" + more++ + "> <urn:p> 1)"));
                }
            }
        };

        assertEquals(0, verification.run(notes).faults());
        assertEquals(List.of(), notes.faults);
    }

    @Test
    void aFlippedByteIsFoundAndNotedUntilAllIsWell() throws IOException {
        verification.run(new Notes());
        // So that nothing is left to be compacted of itself: a file that is compacted away is nobody's any more.
        assertTrue(alice.replica().store().purge().compact());
        Path file = largest();
        long at = Files.size(file) / 3;
        flip(file, at);
        Notes notes = new Notes();

        Verification.Outcome outcome = verification.run(notes);

        assertTrue(outcome.faults() > 0);
        assertTrue(
                notes.faults.getFirst().says().contains(String.valueOf(file.getFileName())), notes.faults.toString());
        assertEquals(outcome.faults(), fresh().last().faults());
        flip(file, at);
        verification.run(new Notes());
        assertEquals(0, fresh().last().faults());
    }

    @Test
    void itLooksByItselfOnceAWeek() {
        verification.start();
        now += 6 * DAY;
        verification.lookIfDue();
        assertEquals(0, verification.last().atMillis());

        now += DAY;
        verification.lookIfDue();
        assertEquals(now, verification.last().atMillis());

        long first = now;
        verification = fresh();
        now += 6 * DAY;
        verification.lookIfDue();
        assertEquals(first, verification.last().atMillis());
        now += DAY;
        verification.lookIfDue();
        assertEquals(now, verification.last().atMillis());
    }

    @Test
    void itIsAbandonedAndAnotherMayBegin() {
        alice.asserts(Quad.create(
                Quad.defaultGraphIRI,
                NodeFactory.createURI("urn:long"),
                NodeFactory.createURI("urn:p"),
                NodeFactory.createLiteralString("x".repeat(100_000))));
        Verification.Course gone = new Notes() {
            @Override
            public void step(String part, long done, long of) {
                throw new IllegalStateException("nobody listens");
            }
        };
        long until = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        boolean abandoned = false;
        while (!abandoned && System.nanoTime() < until) {
            try {
                verification.run(gone);
            } catch (IllegalStateException told) {
                abandoned = true;
            }
        }

        assertTrue(abandoned);
        assertFalse(verification.isRunning());
        assertEquals(0, verification.run(new Notes()).faults());
    }

    @Test
    void onlyOneIsUnderWay() {
        Notes notes = new Notes() {
            @Override
            public void step(String part, long done, long of) {
                KithException refusal = assertThrows(KithException.class, () -> verification.run(new Notes()));
                assertEquals(Code.CONFLICT, refusal.code());
            }
        };

        verification.run(notes);

        assertFalse(verification.isRunning());
    }

    @Test
    void itEndsWithTheDaemon() {
        verification.close();

        KithException ended = assertThrows(KithException.class, () -> verification.run(new Notes()));

        assertEquals(Code.INTERRUPTED, ended.code());
        assertEquals(0, verification.last().atMillis());
    }

    private Path largest() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("alice").resolve("store"))) {
            return files.filter(file -> file.toString().endsWith(".sst"))
                    .max(java.util.Comparator.comparingLong(
                            file -> file.toFile().length()))
                    .orElseThrow();
        }
    }

    private static void flip(Path file, long at) throws IOException {
        try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
            bytes.seek(at);
            int was = bytes.read();
            bytes.seek(at);
            bytes.write(was ^ 0x5a);
        }
    }
}
