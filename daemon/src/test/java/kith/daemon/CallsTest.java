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
    private static final Ending TAKEN = new Ending(Ending.By.PEER, CloseCode.DUPLICATE, Duration.ZERO, "");
    private static final Ending VIOLATION = new Ending(Ending.By.US, CloseCode.VIOLATION, Duration.ZERO, "");

    private static final IllegalStateException NOBODY = new IllegalStateException("nobody there");

    private final ManualMachine machine = new ManualMachine();
    private final Calls calls = new Calls(machine);

    @Test
    void oneCallAtATimeAndEachToTheNextPlace() {
        assertEquals(OptionalInt.of(0), calls.begin(BO, 2));
        assertEquals(OptionalInt.empty(), calls.begin(BO, 2));
        assertTrue(calls.isUnder(BO));

        calls.answered(BO, NOBODY);

        assertEquals("nobody there", calls.problem(BO));
        assertFalse(calls.isUnder(BO));
        assertEquals(OptionalInt.of(1), calls.begin(BO, 2));
    }

    @Test
    void whoIsAtNoneOfItsPlacesHasFailedOnce() {
        for (int place : new int[] {0, 1, 2}) {
            assertEquals(OptionalInt.of(place), calls.begin(BO, 3));
            calls.answered(BO, NOBODY);
        }

        assertEquals(OptionalInt.empty(), calls.begin(BO, 3));
        machine.pass(Duration.ofMillis(500));
        assertEquals(OptionalInt.of(0), calls.begin(BO, 3));
    }

    @Test
    void whoHasFewerPlacesThanBeforeIsCalledAtOneThatItHas() {
        calls.begin(BO, 8);
        calls.answered(BO, NOBODY);

        assertEquals(OptionalInt.of(0), calls.begin(BO, 1));
    }

    @Test
    void whoIsOutOfReachForANightIsCalledEveryFifteenSeconds() {
        for (int i = 0; i < 2_000; i++) {
            calls.begin(BO, 1);
            calls.answered(BO, NOBODY);
            machine.pass(Calls.LONGEST_OUT_OF_REACH);
        }

        assertTrue(calls.begin(BO, 1).isPresent());
    }

    @Test
    void ofManyWhoAreOutOfReachOneIsCalledASecond() {
        for (int i = 1; i < 60; i++) {
            calls.ended(node(i), LOST, true);
        }
        for (int i = 0; i < 20; i++) {
            machine.pass(Duration.ofMinutes(5));
            calls.begin(BO, 1);
            calls.answered(BO, NOBODY);
        }

        machine.pass(Duration.ofSeconds(60).minusMillis(1));
        assertEquals(OptionalInt.empty(), calls.begin(BO, 1));
        machine.pass(Duration.ofMillis(1));
        assertTrue(calls.begin(BO, 1).isPresent());
    }

    @Test
    void aLinkThatIsLostIsNoReasonToStayAwayForLongAndOneThatWasOfNoUseIs() {
        for (int i = 0; i < 20; i++) {
            calls.ended(BO, LOST, true);
            calls.ended(node(1), LOST, false);
            calls.ended(node(2), TAKEN, false);
        }

        machine.pass(Calls.LONGEST_OUT_OF_REACH);
        assertTrue(calls.begin(BO, 1).isPresent());
        assertTrue(calls.begin(node(2), 1).isPresent());
        assertEquals(OptionalInt.empty(), calls.begin(node(1), 1));
        machine.pass(Duration.ofMinutes(5).minus(Calls.LONGEST_OUT_OF_REACH));
        assertTrue(calls.begin(node(1), 1).isPresent());
    }

    @Test
    void aLinkThatEndsSoonIsOneMoreFailure() {
        for (long pause : new long[] {500, 1_000, 2_000, 4_000}) {
            calls.begin(BO, 1);
            calls.linked(BO);
            calls.answered(BO, null);
            calls.ended(BO, LOST, true);

            machine.pass(Duration.ofMillis(pause - 1));
            assertEquals(OptionalInt.empty(), calls.begin(BO, 1));
            machine.pass(Duration.ofMillis(1));
        }
    }

    @Test
    void aLinkThatLastsMakesUpForAll() {
        calls.ended(BO, VIOLATION, false);
        calls.ended(BO, LOST, true);
        calls.ended(BO, LOST, true);
        calls.linked(BO);

        calls.settled(BO);
        calls.ended(BO, LOST, true);

        assertFalse(calls.isBarred(BO));
        machine.pass(Duration.ofMillis(500));
        assertEquals(OptionalInt.of(0), calls.begin(BO, 1));
    }

    @Test
    void aNewReasonToCallDoesNotExcuseAViolation() {
        calls.ended(BO, LOST, true);
        calls.wake();
        assertTrue(calls.begin(BO, 1).isPresent());
        calls.linked(BO);
        calls.ended(BO, VIOLATION, false);

        calls.wake();

        assertEquals(OptionalInt.empty(), calls.begin(BO, 1));
        assertTrue(calls.isBarred(BO));
        machine.pass(Duration.ofMinutes(1));
        assertTrue(calls.begin(BO, 1).isPresent());
    }

    @Test
    void whatAClosingPeerAsksForIsKept() {
        calls.ended(BO, new Ending(Ending.By.PEER, CloseCode.BUSY, Duration.ofSeconds(90), "busy"), false);

        assertEquals("busy", calls.problem(BO));
        machine.pass(Duration.ofMillis(89_999));
        assertEquals(OptionalInt.empty(), calls.begin(BO, 1));
        machine.pass(Duration.ofMillis(1));
        assertTrue(calls.begin(BO, 1).isPresent());
    }

    @Test
    void aReasonToCallOneIsNoneToCallAnother() {
        calls.ended(BO, LOST, false);
        calls.ended(node(1), LOST, false);
        assertEquals(machine.nowMillis() + 500, calls.nextMillis(BO));

        calls.wake(BO);

        assertEquals(machine.nowMillis(), calls.nextMillis(BO));
        assertTrue(calls.begin(BO, 1).isPresent());
        assertTrue(calls.begin(node(1), 1).isEmpty());
    }

    @Test
    void whoIsForgottenIsStillHeldOffForWhatItDid() {
        calls.ended(BO, VIOLATION, false);

        calls.forget(BO);

        assertTrue(calls.isBarred(BO));
    }

    @Test
    void ofVeryManyNodesTheFirstAreForgotten() {
        for (int i = 0; i < Calls.MAX_NODES; i++) {
            calls.ended(node(i), VIOLATION, false);
        }
        assertTrue(calls.isBarred(BO));

        calls.ended(node(Calls.MAX_NODES), VIOLATION, false);

        assertFalse(calls.isBarred(BO));
        assertTrue(calls.isBarred(node(1)));
        assertTrue(calls.isBarred(node(Calls.MAX_NODES)));
    }

    private static KeyId node(int number) {
        return new KeyId(Bytes.sha256(Bytes.utf8("node " + number).view()));
    }
}
