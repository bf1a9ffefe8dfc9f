package kith.daemon.engine;

import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The orders in which the parts of one query were joined, kept for the next time that it is asked. They are forgotten when
 * the space has grown or shrunk by a fifth: another order may be better then. Any order gives the same answer. Safe from
 * any thread.
 */
public final class Orders {
    private static final double CHANGED = 0.2;

    /** One order: which part comes when, and how many rows were expected after each. */
    static final class Chosen {
        private final int[] parts;
        private final double[] rows;

        Chosen(int[] parts, double[] rows) {
            this.parts = parts;
            this.rows = rows;
        }

        int size() {
            return parts.length;
        }

        int part(int turn) {
            return parts[turn];
        }

        double rows(int turn) {
            return rows[turn];
        }
    }

    private record Kept(long quads, List<Chosen> chosen) {}

    private final AtomicReference<@Nullable Kept> kept = new AtomicReference<>();

    /** What was chosen when there were about so many quads; null if nothing was. */
    @Nullable
    List<Chosen> at(long quads) {
        Kept now = kept.get();
        boolean fits = now != null && Math.abs(now.quads() - quads) <= CHANGED * now.quads();
        return now != null && fits ? now.chosen() : null;
    }

    void keep(long quads, List<Chosen> chosen) {
        kept.set(new Kept(quads, List.copyOf(chosen)));
    }
}
