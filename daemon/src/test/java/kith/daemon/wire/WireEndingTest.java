package kith.daemon.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
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

/** How a link ends, and what is said about it, over real sockets. */
@Timeout(60)
class WireEndingTest {
    private final WireNode alice = new WireNode();
    private final WireNode bo = new WireNode();

    @AfterEach
    void closeBoth() {
        alice.close();
        bo.close();
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
        alice.awaitNone();
        bo.awaitNone();
    }

    @Test
    void whatWasSentBeforeTheEndArrivesBeforeIt() throws Exception {
        WireNode.Pair pair = alice.link(bo);
        for (int i = 0; i < 500; i++) {
            pair.near().send(WireNode.numbered(i, 5_000));
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
                    pair.far().send(WireNode.numbered(1, 60_000));
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
                link.send(WireNode.numbered(i, Frame.MAX_PAYLOAD_BYTES));
            }

            link.close(CloseCode.SHUTDOWN);

            bo.awaitNone();
            assertEquals(WireNode.numbered(0, Frame.MAX_PAYLOAD_BYTES), peer.receive());
        }
    }

    @Test
    void aConnectionThatBreaksEndsTheLink() throws Exception {
        try (RawPeer peer = RawPeer.call(bo.place(), certified()).shakesHands()) {
            Recorder heard = bo.conversations.poll(20, TimeUnit.SECONDS);
            peer.send(FrameCodec.encode(WireNode.numbered(1, 50)).view());
            assertEquals(WireNode.numbered(1, 50), heard.frame());
            peer.send(FrameCodec.encode(WireNode.numbered(2, 50)).slice(0, 20).view());

            peer.socket.close();

            Ending ending = heard.ending();
            assertEquals(Ending.By.NETWORK, ending.by());
            assertTrue(heard.frames.isEmpty(), "half a frame is none");
            bo.awaitNone();
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
            peer.send(FrameCodec.encode(WireNode.numbered(1, 50)).view());
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

        pair.near().send(WireNode.numbered(1, 10));

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

        pair.near().send(WireNode.numbered(1, 10));

        assertEquals(CloseCode.FAILED, pair.nearHeard().ending().code());
        assertSame(disk, bo.faults.poll(20, TimeUnit.SECONDS));
        assertEquals("", pair.nearHeard().ending().text(), "what failed here is nobody's business there");
        assertEquals(0, bo.wire.count(Tally.VIOLATION));
    }

    @Test
    void aConversationThatStumblesCostsItsLinkAlone() throws Exception {
        WireNode.Pair other = alice.link(bo);
        bo.recorders = () -> new Recorder().answering((link, frame) -> {
            throw new ArrayIndexOutOfBoundsException("secret of the peer");
        });
        try (WireNode mallory = new WireNode()) {
            WireNode.Pair pair = mallory.link(bo);

            pair.near().send(WireNode.numbered(1, 10));
            pair.near().send(WireNode.numbered(2, 10));

            assertEquals(CloseCode.FAILED, pair.nearHeard().ending().code());
            assertTrue(pair.nearHeard().ending().retryAfter().toSeconds() >= 60, "not at once again");
            assertEquals("", pair.nearHeard().ending().text());
            other.near().send(WireNode.numbered(3, 10));
            assertEquals(
                    10,
                    other.farHeard().frames.poll(20, TimeUnit.SECONDS).payload().length());
            assertTrue(bo.faults.isEmpty());
        }
    }

    @Test
    void anErrorIsReportedWhateverTheLinkDoes() throws Exception {
        Error worst = new OutOfMemoryError("for the test");
        bo.recorders = () -> new Recorder().answering((link, frame) -> {
            throw worst;
        });
        WireNode.Pair pair = alice.link(bo);

        pair.near().send(WireNode.numbered(1, 10));

        assertSame(worst, bo.faults.poll(20, TimeUnit.SECONDS));
    }

    @Test
    void sendingOnALinkThatHasEndedDoesNothing() throws Exception {
        WireNode.Pair pair = alice.link(bo);
        pair.near().close(CloseCode.SHUTDOWN);
        pair.nearHeard().ending();

        pair.near().send(WireNode.numbered(1, 10));
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

    private NodeCertificate certified() {
        return NodeCertificate.issue(alice.key, java.time.Instant.now(), WireNode.RANDOM);
    }
}
