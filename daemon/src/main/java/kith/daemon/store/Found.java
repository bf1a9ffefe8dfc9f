package kith.daemon.store;

import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.function.LongFunction;
import java.util.function.Predicate;
import org.apache.jena.atlas.iterator.IteratorCloseable;
import org.apache.jena.graph.Node;
import org.apache.jena.sparql.core.Quad;
import org.jspecify.annotations.Nullable;

/**
 * The quads that match a pattern, one after another. Closes itself at its end; who stops before closes it. Not
 * thread-safe.
 */
final class Found implements IteratorCloseable<Quad> {
    private final Scan scan;
    private final Order order;
    private final Predicate<long[]> matching;
    private final LongFunction<Node> terms;
    private long @Nullable [] ahead;

    /** @param matching which of the scanned tuples are meant: a scan may be wider than its pattern */
    Found(Scan scan, Order order, Predicate<long[]> matching, LongFunction<Node> terms) {
        this.scan = scan;
        this.order = order;
        this.matching = matching;
        this.terms = terms;
    }

    @Override
    public boolean hasNext() {
        while (ahead == null && scan.hasNext()) {
            long[] tuple = scan.next();
            ahead = matching.test(tuple) ? tuple : null;
        }
        return ahead != null;
    }

    @Override
    public Quad next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        long[] tuple = Objects.requireNonNull(ahead);
        ahead = null;
        return Quad.create(
                terms.apply(order.graph(tuple)),
                terms.apply(order.subject(tuple)),
                terms.apply(order.predicate(tuple)),
                terms.apply(order.object(tuple)));
    }

    @Override
    public void close() {
        ahead = null;
        scan.close();
    }
}
