package kith.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.OptionalInt;
import kith.daemon.wire.CloseCode;
import kith.daemon.wire.Ending;
import kith.ontology.bytes.Bytes;
import kith.ontology.identity.KeyId;
import org.junit.jupiter.api.Test;

final class CallsTest {
    private static final KeyId BO = node(0);
    private static final Ending LOST = new Ending(Ending.By.NETWORK, CloseCode.FAILED, Duration.ZERO, "");
    private static final Ending VIOLATION = new Ending(Ending.By.US, CloseCode.VIOLATION, Duration.ZERO, "");

    private final ManualMachine machine = new ManualMachine();
    private final Calls calls = new Calls(machine);

    @Test
    void oneCallAtATimeAndEachToTheNextPlace() {
        assertEquals(OptionalInt.of(0), calls.begin(BO));
        assertEquals(OptionalInt.empty(), calls.begin(BO));
        assertTrue(calls.isUnder(BO));

        calls.answered(BO, new IllegalStateException("nobody there"));

        assertEquals("nobody there", calls.problem(BO));
        assertEquals(OptionalInt.empty(), calls.begin(BO));
        machine.pass(Duration.ofMillis(500));
        assertEquals(OptionalInt.of(1), calls.begin(BO));
    }

    @Test
    void aLinkThatEndsSoonIsOneMoreFailure() {
        for (long pause : new long[] {500, 1_000, 2_000, 4_000}) {
            calls.begin(BO);
            calls.linked(BO);
            calls.answered(BO, null);
            calls.ended(BO, LOST);

            machine.pass(Duration.ofMillis(pause - 1));
            assertEquals(OptionalInt.empty(), calls.begin(BO));
            machine.pass(Duration.ofMillis(1));
        }
    }

    @Test
    void aLinkThatLastsMakesUpForAll() {
        calls.ended(BO, VIOLATION);
        calls.ended(BO, LOST);
        calls.ended(BO, LOST);
        calls.linked(BO);

        calls.settled(BO);
        calls.ended(BO, LOST);

        assertFalse(calls.isBarred(BO));
        machine.pass(Duration.ofMillis(500));
        assertEquals(OptionalInt.of(0), calls.begin(BO));
    }

    @Test
    void aNewReasonToCallDoesNotExcuseAViolation() {
        calls.ended(BO, LOST);
        calls.wake();
        assertTrue(calls.begin(BO).isPresent());
        calls.linked(BO);
        calls.ended(BO, VIOLATION);

        calls.wake();

        assertEquals(OptionalInt.empty(), calls.begin(BO));
        assertTrue(calls.isBarred(BO));
        machine.pass(Duration.ofMinutes(1));
        assertTrue(calls.begin(BO).isPresent());
    }

    @Test
    void whatAClosingPeerAsksForIsKept() {
        calls.ended(BO, new Ending(Ending.By.PEER, CloseCode.BUSY, Duration.ofSeconds(90), "busy"));

        assertEquals("busy", calls.problem(BO));
        machine.pass(Duration.ofMillis(89_999));
        assertEquals(OptionalInt.empty(), calls.begin(BO));
        machine.pass(Duration.ofMillis(1));
        assertTrue(calls.begin(BO).isPresent());
    }

    @Test
    void aReasonToCallOneIsNoneToCallAnother() {
        calls.ended(BO, LOST);
        calls.ended(node(1), LOST);
        assertEquals(machine.nowMillis() + 500, calls.nextMillis(BO));

        calls.wake(BO);

        assertEquals(machine.nowMillis(), calls.nextMillis(BO));
        assertTrue(calls.begin(BO).isPresent());
        assertTrue(calls.begin(node(1)).isEmpty());
    }

    @Test
    void whoIsForgottenIsStillHeldOffForWhatItDid() {
        calls.ended(BO, VIOLATION);

        calls.forget(BO);

        assertTrue(calls.isBarred(BO));
    }

    @Test
    void ofVeryManyNodesTheFirstAreForgotten() {
        for (int i = 0; i < Calls.MAX_NODES; i++) {
            calls.ended(node(i), VIOLATION);
        }
        assertTrue(calls.isBarred(BO));

        calls.ended(node(Calls.MAX_NODES), VIOLATION);

        assertFalse(calls.isBarred(BO));
        assertTrue(calls.isBarred(node(1)));
        assertTrue(calls.isBarred(node(Calls.MAX_NODES)));
    }

    private static KeyId node(int number) {
        return new KeyId(Bytes.sha256(Bytes.utf8("node " + number).view()));
    }
}
