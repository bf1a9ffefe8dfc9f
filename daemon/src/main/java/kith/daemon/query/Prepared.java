package kith.daemon.query;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import kith.daemon.engine.Orders;
import org.apache.jena.query.Query;
import org.apache.jena.sparql.algebra.Op;
import org.apache.jena.sparql.util.Symbol;
import org.jspecify.annotations.Nullable;

/**
 * A query as it was read, with what was found out about it while it was answered: so that the next to ask the same need
 * not wait for that again. Safe from any thread.
 */
final class Prepared {
    static final Symbol SYMBOL = Symbol.create("https://w3id.org/kith/ns#prepared");

    private final Query query;
    private final Orders orders = new Orders();
    private volatile @Nullable Op algebra;

    Prepared(Query query) {
        this.query = query;
    }

    Query query() {
        return query;
    }

    Orders orders() {
        return orders;
    }

    /** The algebra that is run, if it is the same for everybody who asks. */
    @Nullable
    Op algebra() {
        return algebra;
    }

    void keep(Op ready) {
        algebra = ready;
    }

    /** Queries read lately, by their text; those asked longest ago go first. Safe from any thread. */
    static final class Shelf {
        private static final int MAX_QUERIES = 256;
        /** A longer text is read anew each time. */
        private static final int MAX_TEXT_CHARS = 8 * 1024;

        private final Map<String, Prepared> kept = new LinkedHashMap<>(MAX_QUERIES, 0.75F, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Prepared> eldest) {
                return size() > MAX_QUERIES;
            }
        };

        /** What is kept of a text, or what {@code reading} makes of it. */
        Prepared of(String text, Supplier<Query> reading) {
            synchronized (kept) {
                Prepared known = kept.get(text);
                if (known != null) {
                    return known;
                }
            }
            Query query = reading.get();
            Prepared fresh = new Prepared(query);
            // Others are changed while they are answered.
            boolean mayBeShared = !query.isDescribeType() && !query.hasDatasetDescription();
            if (mayBeShared && text.length() <= MAX_TEXT_CHARS) {
                query.ensureResultVars();
                synchronized (kept) {
                    kept.put(text, fresh);
                }
            }
            return fresh;
        }
    }
}
