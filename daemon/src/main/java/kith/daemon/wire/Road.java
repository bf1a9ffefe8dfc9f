package kith.daemon.wire;

import java.time.Duration;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;

/**
 * What all links on one kind of network share: how much may go up, how much down, and how much of it may be history.
 * Safe from any thread.
 *
 * <p>News go as long as there is not too much of them, whatever history went before; history only as long as there is
 * not too much of anything. So history takes what news leave, and news never wait behind it.
 */
final class Road {
    /** Where a limit holds for all that comes, history is asked for no faster than this part of it. */
    private static final double HISTORY_OF_DOWN = 0.75;
    /** Seconds of a rate. */
    private static final double AT_ONCE = 0.25;
    /** Sessions ask about once a second, each for half of what there is. */
    private static final double ALLOWED_AT_ONCE = 4;

    /** Without any limit. */
    static final Road FREE = new Road(Ways.Rates.NONE, () -> 0, (wait, act) -> {
        throw new AssertionError("nobody waits here");
    });

    private final Bucket up;
    private final Bucket historyDown;
    private final Turns news;
    private final Turns history;
    private final Turns reading;

    /** @param after runs an act once, after a time */
    Road(Ways.Rates rates, LongSupplier ticks, BiConsumer<Duration, Runnable> after) {
        this.up = new Bucket(rates.up(), AT_ONCE, ticks);
        this.news = new Turns(after, new Bucket(rates.up(), AT_ONCE, ticks));
        this.history = new Turns(after, new Bucket(rates.history(), AT_ONCE, ticks), up);
        this.reading = new Turns(after, new Bucket(rates.down(), AT_ONCE, ticks));
        this.historyDown = new Bucket(historyDown(rates), ALLOWED_AT_ONCE, ticks);
    }

    private static long historyDown(Ways.Rates rates) {
        return rates.down() == Ways.Rates.UNLIMITED
                ? rates.history()
                : Math.min(rates.history(), (long) Math.ceil(rates.down() * HISTORY_OF_DOWN));
    }

    /** All that goes but history. */
    Turns news() {
        return news;
    }

    Turns history() {
        return history;
    }

    Turns reading() {
        return reading;
    }

    /** So much went onto the network, of whatever kind. */
    void sent(long bytes) {
        up.take(bytes);
    }

    /** Whether what comes, or history of it, has a limit. */
    boolean isSlowDown() {
        return !historyDown.isFree();
    }

    /** How much of {@code wanted} a peer may be allowed to send us of history now. */
    long allowHistory(long wanted) {
        return historyDown.draw(wanted);
    }
}
