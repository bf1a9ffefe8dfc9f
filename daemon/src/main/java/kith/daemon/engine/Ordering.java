package kith.daemon.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import kith.daemon.engine.Orders.Chosen;
import kith.daemon.store.Snapshot;
import org.jspecify.annotations.Nullable;

/** The orders of one plan while it is made: those kept from another time, or new ones. */
final class Ordering {
    private final Orders orders;
    private final int plan;
    private final long quads;
    private final @Nullable List<Chosen> kept;
    private final List<Chosen> chosen = new ArrayList<>();
    private boolean isNew;

    /** @param plan which of the query's plans it is, from 0 */
    Ordering(Orders orders, int plan, Snapshot snapshot) {
        this.orders = orders;
        this.plan = plan;
        this.quads = snapshot.size();
        this.kept = orders.at(plan, quads);
    }

    /** The next order of the plan, of these parts. */
    Chosen next(List<String> parts, Supplier<Chosen> choosing) {
        int turn = chosen.size();
        Chosen known = kept == null || turn >= kept.size() ? null : kept.get(turn);
        if (known == null || !known.isOf(parts)) {
            known = choosing.get();
            isNew = true;
        }
        chosen.add(known);
        return known;
    }

    /** The plan is made. */
    void done() {
        if (isNew) {
            orders.keep(plan, quads, chosen);
        }
    }
}
