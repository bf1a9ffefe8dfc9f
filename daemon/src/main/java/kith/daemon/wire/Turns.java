package kith.daemon.wire;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Who of several may send or read next, where buckets let only so much go: whoever had the least so far. Who comes, or
 * comes again, begins where the others are. Safe from any thread.
 */
final class Turns {
    private static final long LEAST_WAIT_NANOS = 1_000_000;

    private final Bucket paying;
    private final List<Bucket> buckets;
    private final BiConsumer<Duration, Runnable> after;
    private final TreeSet<Turn> waiting =
            new TreeSet<>(Comparator.<Turn>comparingLong(turn -> turn.had).thenComparingLong(turn -> turn.number));
    private long floor;
    private long turns;
    private boolean rings;

    /**
     * @param after runs an act once, after a time
     * @param paying out of which what goes is taken
     * @param others that have to be open too
     */
    Turns(BiConsumer<Duration, Runnable> after, Bucket paying, Bucket... others) {
        this.after = after;
        this.paying = paying;
        List<Bucket> all = new ArrayList<>(List.of(others));
        all.add(paying);
        all.removeIf(Bucket::isFree);
        this.buckets = List.copyOf(all);
    }

    /** Whether nobody ever has to wait. */
    boolean isFree() {
        return buckets.isEmpty();
    }

    /** @param due run, on any thread, when whoever was told to wait may ask again */
    synchronized Turn join(Runnable due) {
        return new Turn(due, ++turns);
    }

    /** The place of one among the others. */
    final class Turn {
        private final Runnable due;
        private final long number;
        private long had;

        private Turn(Runnable due, long number) {
            this.due = due;
            this.number = number;
        }

        boolean isFree() {
            return Turns.this.isFree();
        }

        /** Whether it may go on now. If not, it is told when to ask again. */
        boolean mayGo() {
            return isFree() || go(this);
        }

        /** So much went of its own, whether it was its turn or not. */
        void took(long bytes) {
            if (!isFree()) {
                pay(this, bytes);
            }
        }

        /** It will not go on any more. */
        void leave() {
            synchronized (Turns.this) {
                waiting.remove(this);
            }
        }
    }

    private synchronized void pay(Turn turn, long bytes) {
        boolean waited = waiting.remove(turn);
        turn.had = Math.max(turn.had, floor) + bytes;
        if (waited) {
            waiting.add(turn);
        }
        paying.take(bytes);
    }

    private synchronized boolean go(Turn turn) {
        if (isOpen() && !isAheadOfOthers(turn)) {
            waiting.remove(turn);
            return true;
        }
        if (!waiting.contains(turn)) {
            turn.had = Math.max(turn.had, floor);
            waiting.add(turn);
        }
        ring();
        return false;
    }

    /** By more than goes at once: else many would change places for every few bytes. */
    private boolean isAheadOfOthers(Turn turn) {
        Turn least = waiting.isEmpty() ? turn : waiting.first();
        return turn.had - least.had > buckets.getFirst().depth() / 2;
    }

    private boolean isOpen() {
        return buckets.stream().allMatch(Bucket::isOpen);
    }

    private void ring() {
        if (!rings && !waiting.isEmpty()) {
            rings = true;
            long wait = buckets.stream().mapToLong(Bucket::nanosUntilHalf).max().orElse(0);
            after.accept(Duration.ofNanos(Math.max(LEAST_WAIT_NANOS, wait)), this::rung);
        }
    }

    private void rung() {
        Turn next = next();
        if (next != null) {
            next.due.run();
        }
    }

    private synchronized @Nullable Turn next() {
        rings = false;
        Turn next = isOpen() ? waiting.pollFirst() : null;
        if (next != null) {
            floor = Math.max(floor, next.had);
        }
        ring();
        return next;
    }
}
