package kith.daemon.engine;

import java.util.List;
import java.util.function.LongPredicate;
import kith.daemon.index.Order;
import kith.daemon.index.Tuples;

/** The things of a graph: the subjects and objects of its triples. */
final class Nodes {
    private final Run run;
    private final LongPredicate isOfGraph;

    /** @param isOfGraph whether quads of a graph belong to it */
    Nodes(Run run, LongPredicate isOfGraph) {
        this.run = run;
        this.isOfGraph = isOfGraph;
    }

    /** All, each once. */
    LongTable all() {
        LongTable all = new LongTable();
        for (Order order : List.of(Order.SPOG, Order.OSPG)) {
            long[][] read = {new long[Batch.ROWS], null, null, new long[Batch.ROWS]};
            try (Tuples tuples = run.snapshot().tuples(order)) {
                for (int n = tuples.read(read, Batch.ROWS); n > 0; n = tuples.read(read, Batch.ROWS)) {
                    run.check();
                    for (int i = 0; i < n; i++) {
                        if (isOfGraph.test(read[3][i])) {
                            all.add(read[0][i]);
                        }
                    }
                }
            }
        }
        return all;
    }

    boolean has(long id) {
        return !Lexicon.isLocal(id) && (isFirst(Order.SPOG, id) || isFirst(Order.OSPG, id));
    }

    private boolean isFirst(Order order, long id) {
        long[][] read = {null, null, null, new long[Batch.ROWS]};
        try (Tuples tuples = run.snapshot().tuples(order, id)) {
            int most = 1;
            for (int n = tuples.read(read, most); n > 0; n = tuples.read(read, most)) {
                run.check();
                for (int i = 0; i < n; i++) {
                    if (isOfGraph.test(read[3][i])) {
                        return true;
                    }
                }
                // The first quad tells it, but where many graphs speak of one thing.
                most = Batch.ROWS;
            }
        }
        return false;
    }
}
