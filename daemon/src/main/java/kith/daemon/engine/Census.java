package kith.daemon.engine;

import java.util.Arrays;
import java.util.OptionalLong;
import kith.daemon.index.Order;
import kith.daemon.store.Snapshot;

/** How many quads match a pattern, where the index knows without reading them. */
final class Census {
    private Census() {}

    static OptionalLong of(Run run, Pattern pattern) {
        if (!pattern.possible()) {
            return OptionalLong.of(0);
        }
        int[] slots = pattern.slots();
        long different =
                Arrays.stream(slots).filter(slot -> slot >= 0).distinct().count();
        if (different < Arrays.stream(slots).filter(slot -> slot >= 0).count()) {
            return OptionalLong.empty();
        }
        boolean s = slots[Pattern.SUBJECT] < 0;
        boolean p = slots[Pattern.PREDICATE] < 0;
        boolean o = slots[Pattern.OBJECT] < 0;
        Snapshot snapshot = run.snapshot();
        return switch (pattern.graphs()) {
            case DEFAULT -> {
                if (run.hasNamed()) {
                    yield s || p || o
                            ? OptionalLong.empty()
                            : OptionalLong.of(snapshot.size() - snapshot.count(Order.GSPO));
                }
                yield count(snapshot, pattern, Pattern.fitting(s, p, o, false), s, p, o, false);
            }
            case NAMED ->
                pattern.constants()[Pattern.GRAPH] == Order.DEFAULT_GRAPH
                        ? OptionalLong.empty()
                        : count(snapshot, pattern, Order.GSPO, s, p, o, true);
            case EACH -> s || p || o ? OptionalLong.empty() : OptionalLong.of(snapshot.count(Order.GSPO));
            case UNION -> OptionalLong.empty();
        };
    }

    /** The count, if the constants come first in the order. */
    private static OptionalLong count(Snapshot snapshot, Pattern pattern, Order order, boolean... constant) {
        int[] parts = Pattern.parts(order);
        int bound = 0;
        while (bound < Pattern.PARTS && constant[parts[bound]]) {
            bound++;
        }
        long[] prefix = new long[bound];
        int all = 0;
        for (int part = 0; part < Pattern.PARTS; part++) {
            all += constant[part] ? 1 : 0;
        }
        for (int i = 0; i < bound; i++) {
            prefix[i] = pattern.constants()[parts[i]];
        }
        if (all > bound) {
            return OptionalLong.empty();
        }
        return OptionalLong.of(bound == 0 ? snapshot.size() : snapshot.count(order, prefix));
    }
}
