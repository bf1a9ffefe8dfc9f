package kith.daemon.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What happens on a link that stands, over real sockets. */
@Timeout(60)
class WireLinkTest {
    private final WireNode alice = new WireNode();
    private final WireNode bo = new WireNode();

    @AfterEach
    void closeBoth() {
        alice.close();
        bo.close();
    }

    @Test
    void framesKeepTheirOrderBothWays() throws Exception {
        WireNode.Pair pair = alice.link(bo);
        int many = 20_000;
        for (int i = 0; i < many; i++) {
            pair.near().send(WireNode.numbered(i, i % 300));
            pair.far().send(WireNode.numbered(-i, i % 200));
        }

        for (int i = 0; i < many; i++) {
            assertEquals(WireNode.numbered(i, i % 300), pair.farHeard().frame());
            assertEquals(WireNode.numbered(-i, i % 200), pair.nearHeard().frame());
        }
        assertTrue(pair.near().isOpen());
    }

    @Test
    void framesOfManyThreadsArriveWholeAndEachThreadsInOrder() throws Exception {
        WireNode.Pair pair = alice.link(bo);
        List<Thread> senders = new ArrayList<>();
        for (int sender = 0; sender < 4; sender++) {
            int channel = sender;
            senders.add(Thread.ofPlatform().start(() -> {
                for (int i = 0; i < 2_000; i++) {
                    pair.near()
                            .send(new Frame(
                                    WireNode.DELTAS,
                                    channel,
                                    false,
                                    WireNode.numbered(i, 100).payload()));
                }
            }));
        }

        int[] next = new int[4];
        for (int i = 0; i < 8_000; i++) {
            Frame frame = pair.farHeard().frame();
            assertEquals(
                    next[frame.channel()]++,
                    ByteBuffer.wrap(frame.payload().view()).getInt());
        }
        for (Thread sender : senders) {
            sender.join();
        }
    }

    @Test
    void theLargestFramePasses() throws Exception {
        WireNode.Pair pair = alice.link(bo);
        Frame largest = WireNode.numbered(1, Frame.MAX_PAYLOAD_BYTES);

        pair.near().send(largest);
        pair.near().send(WireNode.numbered(2, 4));

        assertEquals(largest, pair.farHeard().frame());
        assertEquals(WireNode.numbered(2, 4), pair.farHeard().frame());
    }

    @Test
    void bytesAreCountedAsTheyCrossTheNetwork() throws Exception {
        WireNode.Pair pair = alice.link(bo);
        long handshake = pair.near().bytesSent();
        pair.near().send(WireNode.numbered(1, 100_000));
        pair.farHeard().frame();

        assertTrue(handshake > 500 && handshake < 3_000, "handshake of " + handshake);
        long sent = pair.near().bytesSent() - handshake;
        assertTrue(sent > 100_000 && sent < 101_000, "sent " + sent);
        assertEquals(pair.near().bytesSent(), pair.far().bytesReceived());
    }

    @Test
    void whatTheSystemTakesAtOnceTellsNothingOfThePeer() throws Exception {
        WireNode.Pair pair = alice.link(bo);
        for (int i = 0; i < 100; i++) {
            pair.near().send(WireNode.numbered(i, 100));
            assertEquals(WireNode.numbered(i, 100), pair.farHeard().frame());
        }

        assertEquals(0, pair.near().bytesDrained());
    }

    @Test
    void aSlowReceiverSlowsItsPeerAndCostsNoMemory() throws Exception {
        WireNode.Pair pair = alice.link(bo);
        pair.far().pause();
        AtomicLong accepted = new AtomicLong();
        Frame frame = WireNode.numbered(7, 32_000);

        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(3);
        while (System.nanoTime() < deadline) {
            if (pair.near().isWritable()) {
                pair.near().send(frame);
                accepted.incrementAndGet();
            } else {
                Thread.sleep(5);
            }
        }

        assertFalse(pair.near().isWritable());
        long drained = pair.near().bytesDrained();
        long held = accepted.get() * frame.encodedBytes();
        // Both inboxes and outboxes, and what two sockets of the system hold.
        assertTrue(held < 20 * 1_024 * 1_024, "taken without anybody reading: " + held);
        assertTrue(pair.farHeard().frames.isEmpty());

        pair.far().resume();

        for (long i = 0; i < accepted.get(); i++) {
            assertEquals(frame, pair.farHeard().frame());
        }
        awaitWritable(pair.near());
        assertTrue(pair.nearHeard().events.contains("writable"));
        assertTrue(pair.near().bytesDrained() > drained, "a peer that takes what waits is there");
    }

    @Test
    void aReceiverThatWorksSlowlyIsNotOverrunEither() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        bo.recorders = () -> {
            Recorder slow = new Recorder();
            return slow.answering((link, frame) -> {
                awaits(go);
                slow.frames.add(frame);
            });
        };
        WireNode.Pair pair = alice.link(bo);
        Frame frame = WireNode.numbered(7, 32_000);
        int sent = 0;
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(3);
        while (System.nanoTime() < deadline) {
            if (pair.near().isWritable()) {
                pair.near().send(frame);
                sent++;
            } else {
                Thread.sleep(5);
            }
        }
        long read = pair.far().bytesReceived();
        assertTrue(read < 2 * 1_024 * 1_024, "read ahead of the receiver: " + read);

        go.countDown();

        for (int i = 0; i < sent; i++) {
            assertEquals(frame, pair.farHeard().frame());
        }
    }

    @Test
    void whoSendsOnThoughTheLinkIsFullIsCutOff() throws Exception {
        WireNode.Pair pair = alice.link(bo);
        pair.far().pause();
        Frame frame = WireNode.numbered(7, Frame.MAX_PAYLOAD_BYTES);
        for (int i = 0; i < 40 && pair.near().isOpen(); i++) {
            pair.near().send(frame);
        }

        Ending ending = pair.nearHeard().ending();

        assertEquals(CloseCode.EVICTED, ending.code());
        assertEquals(Ending.By.US, ending.by());
    }

    @Test
    void nothingIsReceivedWhileTheLinkIsPaused() throws Exception {
        bo.recorders = () -> {
            Recorder once = new Recorder();
            return once.answering((link, frame) -> {
                link.pause();
                once.frames.add(frame);
            });
        };
        WireNode.Pair pair = alice.link(bo);
        for (int i = 0; i < 100; i++) {
            pair.near().send(WireNode.numbered(i, 10));
        }

        assertEquals(WireNode.numbered(0, 10), pair.farHeard().frame());
        assertNull(pair.farHeard().frames.poll(200, TimeUnit.MILLISECONDS));

        pair.far().resume();

        assertEquals(WireNode.numbered(1, 10), pair.farHeard().frame());
    }

    @Test
    void actsOnALanesNeverMeetItsConversation() throws Exception {
        WireNode.Pair pair = alice.link(bo);
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        pair.farHeard().answering((link, frame) -> enterAndLeave(inside, most));
        CountDownLatch done = new CountDownLatch(2_000);
        for (int i = 0; i < 2_000; i++) {
            pair.near().send(WireNode.numbered(i, 10));
            pair.far().execute(() -> {
                enterAndLeave(inside, most);
                done.countDown();
            });
        }

        assertTrue(done.await(20, TimeUnit.SECONDS));
        assertEquals(1, most.get());
    }

    private static void enterAndLeave(AtomicInteger inside, AtomicInteger most) {
        most.accumulateAndGet(inside.incrementAndGet(), Math::max);
        Thread.onSpinWait();
        inside.decrementAndGet();
    }

    private static void awaits(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static void awaitWritable(Link link) throws InterruptedException {
        for (int i = 0; i < 500 && !link.isWritable(); i++) {
            Thread.sleep(10);
        }
        assertTrue(link.isWritable());
    }
}
