package kith.daemon.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import kith.ontology.fault.Code;
import kith.ontology.fault.KithException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Looking who answers, over real sockets. */
@Timeout(60)
class WireProbeTest {
    private final WireNode alice = new WireNode();
    private final WireNode bo = new WireNode();

    @AfterEach
    void closeBoth() {
        alice.close();
        bo.close();
        assertTrue(alice.faults.isEmpty() && bo.faults.isEmpty(), () -> alice.faults + " " + bo.faults);
    }

    @Test
    void aLookTellsWhoAnswersAndMakesNoLink() throws Exception {
        WireNode.Pair pair = alice.link(bo);

        assertEquals(bo.key.id(), alice.wire.probe(bo.place()).get(20, TimeUnit.SECONDS));

        assertEquals(1, bo.count(Tally.HANDSHAKE_FAILED, 1), "nobody showed a certificate");
        assertEquals(1, bo.wire.count(Tally.ACCEPTED));
        assertNull(bo.conversations.poll());
        assertTrue(pair.near().isOpen() && pair.far().isOpen());
    }

    @Test
    void aNodeFindsItself() throws Exception {
        assertEquals(alice.key.id(), alice.wire.probe(alice.place()).get(20, TimeUnit.SECONDS));

        assertEquals(1, alice.count(Tally.HANDSHAKE_FAILED, 1));
        assertEquals(0, alice.wire.count(Tally.WRONG_NODE));
        alice.awaitNone();
    }

    @Test
    void whereNobodyListensOrSpeaksItIsSaid() throws Exception {
        WireLimits impatient = new WireLimits(8, 8, 8, Duration.ofMillis(300));
        InetSocketAddress gone = bo.place();
        bo.close();
        try (WireNode cy = new WireNode(impatient, InstantSource.system());
                ServerSocket mute = new ServerSocket(0, 8, InetAddress.getLoopbackAddress())) {
            assertEquals(Code.UNREACHABLE, fault(cy, gone).code());
            assertEquals(
                    Code.TIMED_OUT,
                    fault(cy, (InetSocketAddress) mute.getLocalSocketAddress()).code());
            cy.awaitNone();
        }
    }

    private static KithException fault(WireNode from, InetSocketAddress place) {
        ExecutionException failed = assertThrows(
                ExecutionException.class, () -> from.wire.probe(place).get(20, TimeUnit.SECONDS));
        return (KithException) failed.getCause();
    }
}
