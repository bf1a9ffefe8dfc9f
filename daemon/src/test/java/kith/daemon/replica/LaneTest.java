package kith.daemon.replica;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import kith.daemon.machine.RealMachine;
import kith.daemon.store.Store;
import kith.daemon.store.Watermark;
import kith.ontology.fault.Code;
import kith.ontology.fault.KithException;
import kith.ontology.merge.Effect;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LaneTest {
    private static final Store.Memory MEMORY = new Store.Memory(1 << 20, 1 << 20, 1 << 20, 1 << 20, 8 << 20);

    private final List<Throwable> faults = new CopyOnWriteArrayList<>();
    private final RealMachine machine = new RealMachine(faults::add);

    @TempDir
    Path folder;

    private Store store;
    private Lane lane;

    @BeforeEach
    void open() {
        store = Store.open(folder.resolve("store"), MEMORY);
        Watermark watermark = Watermark.open(folder.resolve("watermark"));
        lane = new Lane(machine.lane("test"), new Durability(store, watermark, machine));
    }

    @AfterEach
    void close() {
        machine.close();
        store.close();
    }

    private static Supplier<Pending.Written> work(Runnable act) {
        return () -> {
            act.run();
            return new Pending.Written("", 0, Effect.NONE);
        };
    }

    @Test
    void whoWaitsDoesItWhereNothingIsBeforeIt() {
        List<Thread> by = new ArrayList<>();

        Pending pending = lane.now(work(() -> by.add(Thread.currentThread())));

        assertSame(Thread.currentThread(), by.getFirst());
        assertSame(pending.applied().join(), pending.durable().join());
    }

    @Test
    void whatIsBeforeItIsDoneFirst() {
        CountDownLatch go = new CountDownLatch(1);
        List<String> done = new CopyOnWriteArrayList<>();
        lane.execute(() -> {
            await(go);
            done.add("first");
        });
        lane.execute(() -> done.add("second"));

        Pending third = lane.now(work(() -> done.add("third")));
        assertFalse(third.applied().isDone());
        go.countDown();
        third.applied().join();

        assertEquals(List.of("first", "second", "third"), done);
    }

    @Test
    void whatALaneAsksOfItselfComesAfterwards() {
        List<String> done = new CopyOnWriteArrayList<>();
        List<Pending> inner = new CopyOnWriteArrayList<>();

        lane.now(work(() -> {
            inner.add(lane.now(work(() -> done.add("inner"))));
            done.add("outer");
        }));
        inner.getFirst().applied().join();

        assertEquals(List.of("outer", "inner"), done);
    }

    @Test
    void neverAreTwoDoneAtOnce() throws InterruptedException {
        int each = 2_000;
        int[] count = new int[1];
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            boolean waits = i % 2 == 0;
            threads.add(Thread.ofPlatform().start(() -> {
                for (int k = 0; k < each; k++) {
                    if (waits) {
                        lane.now(work(() -> count[0]++)).applied().join();
                    } else {
                        lane.execute(() -> count[0]++);
                    }
                }
            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        machine.close();

        assertEquals(4 * each, count[0]);
    }

    @Test
    void aDiskThatFailsIsAFaultOfTheLaneWhoeverDoesIt() {
        KithException full = new KithException(KithException.Blame.HOST, Code.FAILED, "the disk is gone");

        Pending pending = lane.now(() -> {
            throw full;
        });
        machine.close();

        assertSame(
                full,
                assertThrows(CompletionException.class, () -> pending.durable().join())
                        .getCause());
        assertEquals(List.of(full), faults);
    }

    @Test
    void whoWaitsForADiskThatFailsMeanwhileIsTold() {
        Pending pending = lane.now(work(store::close));

        CompletionException told =
                assertThrows(CompletionException.class, () -> pending.durable().join());
        machine.close();
        assertEquals(List.of(told.getCause()), faults);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
