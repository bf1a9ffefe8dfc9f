package kith.daemon.sync;

import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** How long the other side takes to answer: measured when somebody wants to know, and again once a minute at most. */
final class RoundTrip {
    /** Before it was measured. */
    static final long USUAL_MILLIS = 50;
    /** Who takes longer is not waited for longer. */
    static final long MAX_MILLIS = 2_000;

    static final long KEPT_MILLIS = 60_000;

    private final LongSupplier clock;
    private final Consumer<Runnable> ask;
    private long millis = USUAL_MILLIS;
    private boolean asked;
    private long askedAt;

    /** @param ask has its argument run when the other side has answered */
    RoundTrip(LongSupplier clock, Consumer<Runnable> ask) {
        this.clock = clock;
        this.ask = ask;
    }

    /** In ms; what is known now. */
    long millis() {
        long now = clock.getAsLong();
        if (!asked || now - askedAt > KEPT_MILLIS) {
            asked = true;
            askedAt = now;
            ask.accept(() -> millis = Math.min(clock.getAsLong() - now, MAX_MILLIS));
        }
        return millis;
    }
}
