package kith.daemon.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import kith.daemon.machine.RealMachine;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How fast bytes go on a road with a limit, over real sockets. Times are at least what they are said to be. */
@Timeout(60)
class WirePaceTest {
    private static final int KIB = 1_024;
    private static final Predicate<InetAddress> NOTHING_METERED = any -> false;

    private final List<AutoCloseable> open = new ArrayList<>();
    private final RealMachine machine = new RealMachine(fault -> {
        throw new AssertionError(fault);
    });

    @AfterEach
    void closeAll() throws Exception {
        for (AutoCloseable each : open.reversed()) {
            each.close();
        }
        machine.close();
    }

    @Test
    void whatGoesUpTakesAtLeastItsBytesByTheRate() throws Exception {
        WireNode alice = node(rates(256 * KIB, Ways.Rates.UNLIMITED, Ways.Rates.UNLIMITED));
        WireNode.Pair pair = alice.link(node());
        long start = System.nanoTime();

        sendNews(pair.near(), 40, 16 * KIB);
        long took = millisUntil(pair.farHeard(), 40, start);

        // 640 KiB, of which 64 go at once and 16 more before the bucket is found empty.
        assertTrue(took >= 560 * 1_000 / 256, "took " + took + " ms");
        assertTrue(took < 8_000, "took " + took + " ms");
    }

    @Test
    void whatComesDownTakesAtLeastItsBytesByTheRateAndNothingIsLost() throws Exception {
        WireNode bo = node(rates(Ways.Rates.UNLIMITED, 256 * KIB, Ways.Rates.UNLIMITED));
        WireNode.Pair pair = node().link(bo);
        long start = System.nanoTime();

        sendNews(pair.near(), 40, 16 * KIB);
        long took = millisUntil(pair.farHeard(), 40, start);

        assertTrue(took >= 560 * 1_000 / 256, "took " + took + " ms");
        assertTrue(took < 8_000, "took " + took + " ms");
        assertTrue(pair.far().isOpen());
    }

    @Test
    void aFrameThatIsMuchLargerThanWhatMayBeReadAtOnceComesWhole() throws Exception {
        WireNode bo = node(rates(Ways.Rates.UNLIMITED, 256 * KIB, Ways.Rates.UNLIMITED));
        WireNode.Pair pair = node().link(bo);

        pair.near().send(WireNode.news(1, 600 * KIB));

        assertEquals(WireNode.news(1, 600 * KIB), pair.farHeard().frame());
    }

    @Test
    void anUrgentFramePassesAllThatWaits() throws Exception {
        WireNode alice = node(rates(32 * KIB, Ways.Rates.UNLIMITED, Ways.Rates.UNLIMITED));
        WireNode.Pair pair = alice.link(node());
        sendNews(pair.near(), 20, 16 * KIB);
        Frame ping = Frame.of(WireNode.PING, 0, WireNode.numbered(9, 8).payload());
        long start = System.nanoTime();

        pair.near().send(ping);
        int before = 0;
        while (!pair.farHeard().frame().equals(ping)) {
            before++;
        }

        assertTrue(before < 5, before + " frames came before");
        assertTrue((System.nanoTime() - start) / 1_000_000 < 1_000, "it waited");
    }

    @Test
    void linksHaveEqualSharesOfWhatMayGo() throws Exception {
        WireNode alice = node(rates(256 * KIB, Ways.Rates.UNLIMITED, Ways.Rates.UNLIMITED));
        WireNode.Pair one = alice.link(node());
        WireNode.Pair other = alice.link(node());

        sendNews(one.near(), 64, 32 * KIB);
        sendNews(other.near(), 512, 4 * KIB);
        Thread.sleep(3_000);
        long ofOne = 32L * KIB * one.farHeard().frames.size();
        long ofOther = 4L * KIB * other.farHeard().frames.size();

        assertTrue(Math.abs(ofOne - ofOther) <= 160 * KIB, ofOne + " and " + ofOther);
        assertTrue(ofOne + ofOther <= 256 * KIB * 7 / 2, "in 3 s " + (ofOne + ofOther));
    }

    @Test
    void historyHasToWaitAndNewsGoMeanwhile() throws Exception {
        WireNode alice = node(rates(Ways.Rates.UNLIMITED, Ways.Rates.UNLIMITED, 128 * KIB));
        WireNode.Pair pair = alice.link(node());
        assertTrue(pair.near().hasRoomForHistory());
        pair.near().send(WireNode.numbered(1, 160 * KIB));
        pair.farHeard().frame();
        long start = System.nanoTime();

        assertFalse(pair.near().hasRoomForHistory());
        pair.near().send(WireNode.news(2, 100));

        assertEquals(WireNode.news(2, 100), pair.farHeard().frame());
        assertTrue((System.nanoTime() - start) / 1_000_000 < 500, "news had to wait");
        awaitWritable(pair.nearHeard());
        assertTrue((System.nanoTime() - start) / 1_000_000 >= 900, "128 KiB are owed");
        assertTrue(pair.near().hasRoomForHistory());
    }

    @Test
    void aMeteredLinkHasRatesOfItsOwn() throws Exception {
        Ways.Rates free = Ways.Rates.NONE;
        Ways.Rates slow = rates(256 * KIB, Ways.Rates.UNLIMITED, 64 * KIB);
        WireNode alice = node(new Ways(null, new Ways.Pace(free, slow, InetAddress::isLoopbackAddress, machine)));
        WireNode.Pair pair = alice.link(node());
        long start = System.nanoTime();

        sendNews(pair.near(), 20, 16 * KIB);

        assertTrue(millisUntil(pair.farHeard(), 20, start) >= 240 * 1_000 / 256);
        assertTrue(pair.near().allowHistory(4 << 20) <= 128 * KIB);
        assertTrue(pair.near().isMetered());
        assertFalse(pair.far().isMetered());
    }

    @Test
    void aGoodbyeWaitsForNoLimit() throws Exception {
        WireNode alice = node(rates(8 * KIB, Ways.Rates.UNLIMITED, Ways.Rates.UNLIMITED));
        WireNode.Pair pair = alice.link(node());
        sendNews(pair.near(), 10, 16 * KIB);
        long start = System.nanoTime();

        pair.near().close(CloseCode.SHUTDOWN);

        assertEquals(CloseCode.SHUTDOWN, pair.farHeard().ending().code());
        assertEquals(10, pair.farHeard().frames.size(), "and what was sent goes before it");
        assertTrue((System.nanoTime() - start) / 1_000_000 < 2_000, "it waited");
    }

    @Test
    void whoReadsSlowlyByItsOwnLimitKnowsThatItDoes() throws Exception {
        WireNode bo = node(rates(Ways.Rates.UNLIMITED, 8 * KIB, Ways.Rates.UNLIMITED));
        WireNode.Pair pair = node().link(bo);
        assertFalse(pair.far().isHeldBack());

        pair.near().send(WireNode.news(1, 256 * KIB));
        for (int i = 0; i < 100 && !pair.far().isHeldBack(); i++) {
            Thread.sleep(10);
        }

        assertTrue(pair.far().isHeldBack());
    }

    @Test
    void linksOfOneThatIsSlowMayBeManyAndAllOfThemCanBegin() throws Exception {
        WireNode alice = node(rates(4 * KIB, 4 * KIB, Ways.Rates.UNLIMITED));

        for (int i = 0; i < 5; i++) {
            assertTrue(alice.link(node()).near().isOpen(), "a handshake is never held back");
        }
    }

    private static void sendNews(Link link, int frames, int bytes) {
        for (int i = 0; i < frames; i++) {
            link.send(WireNode.news(i, bytes));
        }
    }

    private static long millisUntil(Recorder heard, int frames, long start) throws InterruptedException {
        int bytes = 16 * KIB;
        for (int i = 0; i < frames; i++) {
            assertEquals(WireNode.news(i, bytes), heard.frame());
        }
        return (System.nanoTime() - start) / 1_000_000;
    }

    private static void awaitWritable(Recorder heard) throws InterruptedException {
        for (int i = 0; i < 500 && !heard.events.contains("writable"); i++) {
            Thread.sleep(10);
        }
        assertTrue(heard.events.contains("writable"));
    }

    private static Ways.Rates rates(long up, long down, long history) {
        return new Ways.Rates(up, down, history);
    }

    private WireNode node(Ways.Rates rates) {
        return node(new Ways(null, new Ways.Pace(rates, Ways.Rates.NONE, NOTHING_METERED, machine)));
    }

    private WireNode node() {
        return node(Ways.OPEN);
    }

    private WireNode node(Ways ways) {
        WireNode node = new WireNode(ways);
        open.add(node);
        return node;
    }
}
