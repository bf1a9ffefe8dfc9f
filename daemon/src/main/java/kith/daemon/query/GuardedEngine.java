package kith.daemon.query;

import org.apache.jena.query.Query;
import org.apache.jena.sparql.algebra.Op;
import org.apache.jena.sparql.core.DatasetGraph;
import org.apache.jena.sparql.engine.Plan;
import org.apache.jena.sparql.engine.QueryEngineFactory;
import org.apache.jena.sparql.engine.binding.Binding;
import org.apache.jena.sparql.engine.main.QueryEngineMain;
import org.apache.jena.sparql.util.Context;
import org.jspecify.annotations.Nullable;

/** The query engine for watched contexts: the standard one behind a {@link Guard}. */
final class GuardedEngine extends QueryEngineMain {
    /** Accepts what carries a {@link Watch}: every question and every pattern of an update of ours. */
    static final QueryEngineFactory FACTORY = new Factory();

    private final boolean isOfQuery;

    private GuardedEngine(Query query, DatasetGraph dataset, Binding input, Context context) {
        super(query, dataset, input, context);
        isOfQuery = true;
    }

    private GuardedEngine(Op op, DatasetGraph dataset, Binding input, Context context) {
        super(op, dataset, input, context);
        isOfQuery = false;
    }

    // What was kept of the whole query; patterns inside it have an engine, and an algebra, of their own.
    private @Nullable Prepared prepared() {
        return isOfQuery ? context.get(Prepared.SYMBOL) : null;
    }

    @Override
    protected Op createOp(Query asked) {
        Prepared prepared = context.get(Prepared.SYMBOL);
        Op kept = prepared == null ? null : prepared.algebra();
        return kept == null ? super.createOp(asked) : kept;
    }

    @Override
    protected Op modifyOp(Op op) {
        Prepared prepared = prepared();
        // Another thread may have kept it since this one began: what is run is always what was guarded.
        Op kept = prepared == null ? null : prepared.algebra();
        if (kept != null) {
            return kept;
        }
        Watch watch = context.get(Watch.SYMBOL);
        Guard guard = new Guard(watch);
        Op ready = super.modifyOp(guard.guarded(op));
        if (prepared != null && guard.isForAll()) {
            prepared.keep(ready);
        }
        return ready;
    }

    private static final class Factory implements QueryEngineFactory {
        @Override
        public boolean accept(Query query, DatasetGraph dataset, Context context) {
            return context.isDefined(Watch.SYMBOL);
        }

        @Override
        public Plan create(Query query, DatasetGraph dataset, Binding input, Context context) {
            return new GuardedEngine(query, dataset, input, context).getPlan();
        }

        @Override
        public boolean accept(Op op, DatasetGraph dataset, Context context) {
            return context.isDefined(Watch.SYMBOL);
        }

        @Override
        public Plan create(Op op, DatasetGraph dataset, Binding input, Context context) {
            return new GuardedEngine(op, dataset, input, context).getPlan();
        }
    }
}
