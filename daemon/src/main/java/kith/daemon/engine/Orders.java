package kith.daemon.engine;

import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * The orders in which the parts of one query were joined, kept for the next time that it is asked. They are forgotten when
 * the space has grown or shrunk by a fifth: another order may be better then. Any order gives the same answer. Safe from
 * any thread.
 */
public final class Orders {
    private static final double CHANGED = 0.2;
    /** Plans of one query whose orders are kept: parts that the standard engine asks for one by one have one each. */
    private static final int MOST_PLANS = 8;

    /** One order: which part comes when, and how many rows were expected after each. */
    static final class Chosen {
        private final List<String> of;
        private final int[] parts;
        private final double[] rows;

        /** @param of the parts, as they were written */
        Chosen(List<String> of, int[] parts, double[] rows) {
            this.of = of;
            this.parts = parts;
            this.rows = rows;
        }

        /** Whether it is an order of these: what a graph lacks today may be part of the plan tomorrow. */
        boolean isOf(List<String> others) {
            return of.equals(others);
        }

        int part(int turn) {
            return parts[turn];
        }

        double rows(int turn) {
            return rows[turn];
        }
    }

    private record Kept(long quads, List<Chosen> chosen) {}

    private final AtomicReferenceArray<@Nullable Kept> kept = new AtomicReferenceArray<>(MOST_PLANS);

    /**
     * What was chosen for a plan when there were about so many quads; null if nothing was.
     *
     * @param plan which of the query, from 0, in the order in which they are made
     */
    @Nullable
    List<Chosen> at(int plan, long quads) {
        Kept now = plan < MOST_PLANS ? kept.get(plan) : null;
        boolean fits = now != null && Math.abs(now.quads() - quads) <= CHANGED * now.quads();
        return now != null && fits ? now.chosen() : null;
    }

    void keep(int plan, long quads, List<Chosen> chosen) {
        if (plan < MOST_PLANS) {
            kept.set(plan, new Kept(quads, List.copyOf(chosen)));
        }
    }
}
