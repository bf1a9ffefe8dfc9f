package kith.daemon.wire;

import java.util.function.LongSupplier;

/**
 * Bytes that may go: so many more a second, up to a depth. What goes without asking leaves a debt, and the bucket stays
 * shut until it is paid, so that over a while no more goes than the rate. Safe from any thread.
 */
final class Bucket {
    /** At least one record of TLS goes at once. */
    static final long LEAST_DEPTH_BYTES = 16 * 1_024;

    private static final double NANOS = 1e9;

    private final LongSupplier ticks;
    private final long rate;
    private final double depth;
    private double level;
    private long at;

    /**
     * @param rate in bytes a second; {@link Ways.Rates#UNLIMITED}: it never shuts
     * @param depth what may go at once where all was quiet, in seconds of the rate
     * @param ticks ns from some start, which only run forward
     */
    Bucket(long rate, double depth, LongSupplier ticks) {
        this.rate = rate;
        this.ticks = ticks;
        this.depth = Math.max(LEAST_DEPTH_BYTES, rate * depth);
        this.level = this.depth;
        this.at = ticks.getAsLong();
    }

    boolean isFree() {
        return rate == Ways.Rates.UNLIMITED;
    }

    /** Bytes that pass at once where all was quiet. */
    long depth() {
        return isFree() ? Ways.Rates.UNLIMITED : (long) depth;
    }

    synchronized boolean isOpen() {
        fill();
        return isFree() || level > 0;
    }

    /** So much went, allowed or not. */
    synchronized void take(long bytes) {
        if (!isFree()) {
            fill();
            level -= bytes;
        }
    }

    /** Takes of {@code wanted} bytes what one of several may have now: half of what there is, 0 where it is shut. */
    synchronized long draw(long wanted) {
        if (isFree()) {
            return wanted;
        }
        fill();
        long drawn = level <= 0 ? 0 : Math.min(wanted, (long) Math.ceil(level / 2));
        level -= drawn;
        return drawn;
    }

    /** How long until it is half full again: who waits waits for enough to be worth it. */
    synchronized long nanosUntilHalf() {
        fill();
        return isFree() || level >= depth / 2 ? 0 : (long) Math.ceil((depth / 2 - level) / rate * NANOS);
    }

    private void fill() {
        long now = ticks.getAsLong();
        level = Math.min(depth, level + (now - at) / NANOS * rate);
        at = now;
    }
}
