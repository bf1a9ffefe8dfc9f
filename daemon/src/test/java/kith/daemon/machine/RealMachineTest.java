package kith.daemon.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class RealMachineTest {
    private final List<Throwable> faults = new CopyOnWriteArrayList<>();

    @Test
    void aLaneFinishesInOrderWhatItWasGivenBeforeTheMachineCloses() {
        RealMachine machine = new RealMachine(faults::add);
        Executor lane = machine.lane("test");
        List<Integer> done = new ArrayList<>();

        for (int i = 0; i < 1_000; i++) {
            int act = i;
            lane.execute(() -> done.add(act));
        }
        machine.close();

        assertEquals(IntStream.range(0, 1_000).boxed().toList(), done);
    }

    @Test
    void whatIsAskedForWhileTheMachineClosesIsNoFault() throws InterruptedException {
        RealMachine machine = new RealMachine(faults::add);
        Executor lane = machine.lane("test");
        CountDownLatch closing = new CountDownLatch(1);
        lane.execute(() -> {
            await(closing);
            machine.after(Duration.ZERO, () -> faults.add(new AssertionError("rang")))
                    .cancel();
            lane.execute(() -> faults.add(new AssertionError("ran")));
        });

        Thread closer = new Thread(machine::close);
        closer.start();
        Thread.sleep(100);
        closing.countDown();
        closer.join();

        assertEquals(List.of(), faults);
    }

    @Test
    void aLaneWithNothingToDoHoldsNoThreadAndGoesOnAllTheSame() throws InterruptedException {
        try (RealMachine machine = new RealMachine(faults::add, Duration.ofMillis(10))) {
            Executor lane = machine.lane("test");
            List<Thread> threads = new CopyOnWriteArrayList<>();
            CountDownLatch again = new CountDownLatch(1);

            lane.execute(() -> threads.add(Thread.currentThread()));
            while (threads.isEmpty()) {
                Thread.sleep(1);
            }
            threads.getFirst().join();
            lane.execute(again::countDown);

            assertTrue(again.await(10, TimeUnit.SECONDS));
        }
    }

    @Test
    void aFaultOnALaneIsTold() {
        RealMachine machine = new RealMachine(faults::add);
        machine.lane("test").execute(() -> {
            throw new IllegalStateException("ours");
        });

        machine.close();

        assertEquals("ours", faults.getFirst().getMessage());
    }

    private static void await(CountDownLatch latch) {
        try {
            assertTrue(latch.await(10, TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
