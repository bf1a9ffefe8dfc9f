package kith.daemon.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import kith.ontology.bytes.Bytes;
import kith.ontology.bytes.MalformedException;
import kith.ontology.fault.KithException;
import kith.ontology.identity.NodeCertificate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What happens on a link that stands, over real sockets. */
@Timeout(60)
class WireLinkTest {
    private static final int DELTAS = 0x20;

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
            pair.near().send(numbered(i, i % 300));
            pair.far().send(numbered(-i, i % 200));
        }

        for (int i = 0; i < many; i++) {
            assertEquals(numbered(i, i % 300), pair.farHeard().frame());
            assertEquals(numbered(-i, i % 200), pair.nearHeard().frame());
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
                                    DELTAS, channel, false, numbered(i, 100).payload()));
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
        Frame largest = numbered(1, Frame.MAX_PAYLOAD_BYTES);

        pair.near().send(largest);
        pair.near().send(numbered(2, 4));

        assertEquals(largest, pair.farHeard().frame());
        assertEquals(numbered(2, 4), pair.farHeard().frame());
    }

    @Test
    void bytesAreCountedAsTheyCrossTheNetwork() throws Exception {
        WireNode.Pair pair = alice.link(bo);
        long handshake = pair.near().bytesSent();
        pair.near().send(numbered(1, 100_000));
        pair.farHeard().frame();

        assertTrue(handshake > 500 && handshake < 3_000, "handshake of " + handshake);
        long sent = pair.near().bytesSent() - handshake;
        assertTrue(sent > 100_000 && sent < 101_000, "sent " + sent);
        assertEquals(pair.near().bytesSent(), pair.far().bytesReceived());
    }

    @Test
    void aSlowReceiverSlowsItsPeerAndCostsNoMemory() throws Exception {
        WireNode.Pair pair = alice.link(bo);
        pair.far().pause();
        AtomicLong accepted = new AtomicLong();
        Frame frame = numbered(7, 32_000);

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
        Frame frame = numbered(7, 32_000);
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
        Frame frame = numbered(7, Frame.MAX_PAYLOAD_BYTES);
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
            pair.near().send(numbered(i, 10));
        }

        assertEquals(numbered(0, 10), pair.farHeard().frame());
        assertNull(pair.farHeard().frames.poll(200, TimeUnit.MILLISECONDS));

        pair.far().resume();

        assertEquals(numbered(1, 10), pair.farHeard().frame());
    }

    @ParameterizedTest
    @EnumSource(CloseCode.class)
    void theReasonOfAnEndReachesTheOtherSide(CloseCode code) throws Exception {
        WireNode.Pair pair = alice.link(bo);

        pair.near().close(code, Duration.ofSeconds(90), "because");

        assertEquals(
                new Ending(Ending.By.US, code, Duration.ofSeconds(90), "because"),
                pair.nearHeard().ending());
        assertEquals(
                new Ending(Ending.By.PEER, code, Duration.ofSeconds(90), "because"),
                pair.farHeard().ending());
        assertFalse(pair.near().isOpen() || pair.far().isOpen());
        awaitNone(alice);
        awaitNone(bo);
    }

    @Test
    void whatWasSentBeforeTheEndArrivesBeforeIt() throws Exception {
        WireNode.Pair pair = alice.link(bo);
        for (int i = 0; i < 500; i++) {
            pair.near().send(numbered(i, 5_000));
        }
        pair.near().close(CloseCode.SHUTDOWN);

        assertEquals(Ending.By.PEER, pair.farHeard().ending().by());
        assertEquals(500, pair.farHeard().frames.size());
    }

    @Test
    void theReasonArrivesThoughTheOtherSideStillSends() throws Exception {
        WireNode.Pair pair = alice.link(bo);
        Thread sender = Thread.ofPlatform().start(() -> {
            while (pair.far().isOpen()) {
                if (pair.far().isWritable()) {
                    pair.far().send(numbered(1, 60_000));
                }
            }
        });
        pair.nearHeard().frame();

        pair.near().close(CloseCode.BUSY, Duration.ofSeconds(5), "");

        assertEquals(CloseCode.BUSY, pair.farHeard().ending().code());
        sender.join();
    }

    @Test
    void aPeerThatNoLongerReadsIsLeftAfterAWhile() throws Exception {
        try (RawPeer peer = RawPeer.call(bo.place(), certified()).shakesHands()) {
            Link link = bo.conversations.poll(20, TimeUnit.SECONDS).link();
            for (int i = 0; i < 7; i++) {
                link.send(numbered(i, Frame.MAX_PAYLOAD_BYTES));
            }

            link.close(CloseCode.SHUTDOWN);

            awaitNone(bo);
            assertEquals(numbered(0, Frame.MAX_PAYLOAD_BYTES), peer.receive());
        }
    }

    @Test
    void aConnectionThatBreaksEndsTheLink() throws Exception {
        try (RawPeer peer = RawPeer.call(bo.place(), certified()).shakesHands()) {
            Recorder heard = bo.conversations.poll(20, TimeUnit.SECONDS);
            peer.send(FrameCodec.encode(numbered(1, 50)).view());
            assertEquals(numbered(1, 50), heard.frame());
            peer.send(FrameCodec.encode(numbered(2, 50)).slice(0, 20).view());

            peer.socket.close();

            Ending ending = heard.ending();
            assertEquals(Ending.By.NETWORK, ending.by());
            assertTrue(heard.frames.isEmpty(), "half a frame is none");
            awaitNone(bo);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "1000010100000000, a frame of 1048577 bytes",
        "ffffff0100000000, a frame of 16777215 bytes",
        "0000000104000000, channel 1024 past the limit",
        "0000000100000200, frame flags 2",
        "0000000100000001, whose zero byte is not zero",
        "0000010400000000aa, 'needs 1 bytes, has 0'",
        "000006040001000000060000000000, CLOSE on channel 1",
        "0000070400000000000600000000ff, is not UTF-8"
    })
    void aBrokenRuleEndsTheLinkWithItsReason(String bytes, String rule) throws Exception {
        try (RawPeer peer = RawPeer.call(bo.place(), certified()).shakesHands()) {
            peer.send(FrameCodec.encode(numbered(1, 50)).view());
            peer.send(Bytes.hex(bytes).view());

            Ending said = Ending.read(peer.receive());

            assertEquals(CloseCode.VIOLATION, said.code());
            assertTrue(said.text().contains(rule), said.text());
            assertTrue(peer.endsSilently());
            Ending ending = bo.conversations.poll(20, TimeUnit.SECONDS).ending();
            assertEquals(CloseCode.VIOLATION, ending.code());
            assertEquals(Ending.By.US, ending.by());
            assertEquals(1, bo.count(Tally.VIOLATION, 1));
        }
    }

    @Test
    void aConversationThatFindsARuleBrokenEndsTheLinkSo() throws Exception {
        bo.recorders = () -> new Recorder().answering((link, frame) -> {
            throw new MalformedException("a batch without a signature", 17);
        });
        WireNode.Pair pair = alice.link(bo);

        pair.near().send(numbered(1, 10));

        Ending heard = pair.nearHeard().ending();
        assertEquals(CloseCode.VIOLATION, heard.code());
        assertEquals("a batch without a signature at byte 17", heard.text());
        assertEquals(1, bo.count(Tally.VIOLATION, 1));
        assertTrue(bo.faults.isEmpty());
    }

    @Test
    void aConversationThatFailsEndsItsLinkAndIsReported() throws Exception {
        KithException disk = KithException.host("the disk is full", new java.io.IOException());
        bo.recorders = () -> new Recorder().answering((link, frame) -> {
            throw disk;
        });
        WireNode.Pair pair = alice.link(bo);

        pair.near().send(numbered(1, 10));

        assertEquals(CloseCode.FAILED, pair.nearHeard().ending().code());
        assertSame(disk, bo.faults.poll(20, TimeUnit.SECONDS));
        assertEquals("", pair.nearHeard().ending().text(), "what failed here is nobody's business there");
        assertEquals(0, bo.wire.count(Tally.VIOLATION));
    }

    @Test
    void actsOnALanesNeverMeetItsConversation() throws Exception {
        WireNode.Pair pair = alice.link(bo);
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        pair.farHeard().answering((link, frame) -> enterAndLeave(inside, most));
        CountDownLatch done = new CountDownLatch(2_000);
        for (int i = 0; i < 2_000; i++) {
            pair.near().send(numbered(i, 10));
            pair.far().execute(() -> {
                enterAndLeave(inside, most);
                done.countDown();
            });
        }

        assertTrue(done.await(20, TimeUnit.SECONDS));
        assertEquals(1, most.get());
    }

    @Test
    void sendingOnALinkThatHasEndedDoesNothing() throws Exception {
        WireNode.Pair pair = alice.link(bo);
        pair.near().close(CloseCode.SHUTDOWN);
        pair.nearHeard().ending();

        pair.near().send(numbered(1, 10));
        pair.near().close(CloseCode.VIOLATION);
        pair.near().resume();

        assertEquals(CloseCode.SHUTDOWN, pair.farHeard().ending().code());
        assertTrue(pair.farHeard().frames.isEmpty());
    }

    @Test
    void aWireThatClosesTellsItsPeers() throws Exception {
        WireNode.Pair pair = alice.link(bo);

        bo.close();

        assertEquals(CloseCode.SHUTDOWN, pair.nearHeard().ending().code());
        assertEquals(Ending.By.US, pair.farHeard().ending().by());
        assertEquals(0, bo.wire.connections());
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

    private static void awaitNone(WireNode node) throws InterruptedException {
        for (int i = 0; i < 500 && node.wire.connections() > 0; i++) {
            Thread.sleep(10);
        }
        assertEquals(0, node.wire.connections());
    }

    private NodeCertificate certified() {
        return NodeCertificate.issue(alice.key, java.time.Instant.now(), WireNode.RANDOM);
    }

    private static Frame numbered(int number, int bytes) {
        ByteBuffer payload = ByteBuffer.allocate(Math.max(4, bytes)).putInt(0, number);
        return Frame.of(DELTAS, 1, Bytes.owned(payload.array()));
    }
}
