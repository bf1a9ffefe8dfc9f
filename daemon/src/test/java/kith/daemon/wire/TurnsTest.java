package kith.daemon.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import kith.daemon.ManualMachine;
import org.junit.jupiter.api.Test;

final class TurnsTest {
    private static final int KIB = 1_024;

    private final ManualMachine machine = new ManualMachine();

    /** Sends as long as it may, always so many bytes at a time. */
    private final class Sender {
        private final Turns.Turn turn;
        private final int frameBytes;
        private long sent;
        private boolean isDone;

        Sender(Turns turns, int frameBytes) {
            this.frameBytes = frameBytes;
            this.turn = turns.join(this::go);
        }

        void go() {
            while (!isDone && turn.mayGo()) {
                turn.took(frameBytes);
                sent += frameBytes;
            }
        }
    }

    @Test
    void togetherTheySendNoMoreThanTheRate() {
        Turns turns = turns(64 * KIB);
        Sender one = new Sender(turns, 4 * KIB);
        Sender other = new Sender(turns, 4 * KIB);
        one.go();
        other.go();

        machine.pass(Duration.ofSeconds(60));

        long sent = one.sent + other.sent;
        assertTrue(sent <= (60 * 64 + 16 + 8) * KIB, "sent " + sent);
        assertTrue(sent >= 59 * 64 * KIB, "sent " + sent);
    }

    @Test
    void whoSendsLargeFramesHasNoMoreThanWhoSendsSmallOnes() {
        Turns turns = turns(64 * KIB);
        Sender large = new Sender(turns, 256 * KIB);
        Sender small = new Sender(turns, 2 * KIB);
        large.go();
        small.go();

        machine.pass(Duration.ofSeconds(300));

        assertTrue(Math.abs(large.sent - small.sent) <= 300 * KIB, large.sent + " and " + small.sent);
    }

    @Test
    void whoComesLaterBeginsWhereTheOthersAre() {
        Turns turns = turns(64 * KIB);
        Sender early = new Sender(turns, 4 * KIB);
        early.go();
        machine.pass(Duration.ofSeconds(100));
        long before = early.sent;

        Sender late = new Sender(turns, 4 * KIB);
        late.go();
        machine.pass(Duration.ofSeconds(10));

        assertTrue(Math.abs(late.sent - (early.sent - before)) <= 64 * KIB, late.sent + " and " + early.sent);
    }

    @Test
    void whoWaitsAndHasNothingToSendAnyMoreKeepsNobodyWaiting() {
        Turns turns = turns(64 * KIB);
        Sender gone = new Sender(turns, 16 * KIB);
        Sender idle = new Sender(turns, 4 * KIB);
        Sender busy = new Sender(turns, 4 * KIB);
        gone.go();
        idle.go();
        busy.go();
        idle.isDone = true;
        gone.isDone = true;
        gone.turn.leave();

        machine.pass(Duration.ofSeconds(10));

        assertTrue(busy.sent >= 9 * 64 * KIB, "sent " + busy.sent);
    }

    @Test
    void bothBucketsHaveToBeOpen() {
        Bucket all = new Bucket(64 * KIB, 0.25, machine::ticks);
        Bucket own = new Bucket(1 << 20, 0.25, machine::ticks);
        Turns.Turn turn = new Turns(machine::after, own, all).join(() -> {});
        assertTrue(turn.mayGo());

        all.take(17 * KIB);

        assertFalse(turn.mayGo());
        assertEquals(1 << 18, own.depth());
    }

    @Test
    void historyTakesWhatNewsLeaveAndNewsWaitForNoHistory() {
        Road road = new Road(new Ways.Rates(64 * KIB, Ways.Rates.UNLIMITED, 32 * KIB), machine::ticks, machine::after);
        Turns.Turn history = road.history().join(() -> {});
        Turns.Turn news = road.news().join(() -> {});
        history.took(512 * KIB);
        road.sent(512 * KIB);

        assertTrue(news.mayGo());
        assertFalse(history.mayGo());
        machine.pass(Duration.ofSeconds(15));
        assertFalse(history.mayGo(), "32 KiB a second, though all together may be twice that");
        machine.pass(Duration.ofSeconds(1));
        assertTrue(history.mayGo());
    }

    @Test
    void whereAllThatComesIsLimitedHistoryIsAskedForAtThreeQuartersOfIt() {
        Road road = new Road(
                new Ways.Rates(Ways.Rates.UNLIMITED, 64 * KIB, Ways.Rates.UNLIMITED), machine::ticks, machine::after);
        long allowed = 0;
        for (int second = 0; second < 100; second++) {
            allowed += road.allowHistory(4 << 20);
            machine.pass(Duration.ofSeconds(1));
        }

        assertTrue(allowed <= (100 + 4) * 48 * KIB && allowed >= 96 * 48 * KIB, "allowed " + allowed);
    }

    private Turns turns(long rate) {
        return new Turns(machine::after, new Bucket(rate, 0.25, machine::ticks));
    }
}
