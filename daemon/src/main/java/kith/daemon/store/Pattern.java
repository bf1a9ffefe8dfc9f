package kith.daemon.store;

import java.util.Arrays;
import java.util.OptionalLong;
import kith.daemon.index.Order;
import kith.daemon.index.Row;
import kith.daemon.index.Tuples;

/** What a quad must be like, by ids. */
final class Pattern {
    private final OptionalLong[] wanted;
    private final boolean namedOnly;

    /**
     * A pattern of a quad.
     *
     * @param wanted graph, subject, predicate, object, where they are bound
     * @param namedOnly whether quads of the default graph do not count
     */
    Pattern(OptionalLong[] wanted, boolean namedOnly) {
        this.wanted = wanted;
        this.namedOnly = namedOnly;
    }

    /** The order in which what it wants is most of the time side by side. */
    Order order() {
        boolean bare = wanted[1].isEmpty() && wanted[2].isEmpty() && wanted[3].isEmpty();
        boolean named = wanted[0].isPresent() ? wanted[0].getAsLong() != Order.DEFAULT_GRAPH : namedOnly && bare;
        return Order.fitting(named, wanted[1].isPresent(), wanted[2].isPresent(), wanted[3].isPresent());
    }

    /** What all that match begin with in that order. */
    long[] key(Order order) {
        long[] key = new long[Order.PLACES];
        int bound = 0;
        while (bound < key.length && wanted[order.part(bound)].isPresent()) {
            key[bound] = wanted[order.part(bound)].getAsLong();
            bound++;
        }
        return Arrays.copyOf(key, bound);
    }

    boolean matches(Tuples tuples, int[] places) {
        return matches(tuples.at(places[0]), tuples.at(places[1]), tuples.at(places[2]), tuples.at(places[3]));
    }

    boolean matches(Row row) {
        return matches(row.graph(), row.subject(), row.predicate(), row.object());
    }

    private boolean matches(long graph, long subject, long predicate, long object) {
        return isMeant(0, graph)
                && isMeant(1, subject)
                && isMeant(2, predicate)
                && isMeant(3, object)
                && !(namedOnly && graph == Order.DEFAULT_GRAPH);
    }

    private boolean isMeant(int part, long id) {
        return wanted[part].isEmpty() || wanted[part].getAsLong() == id;
    }
}
