package kith.daemon.engine;

import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import kith.daemon.index.Order;
import kith.daemon.store.Snapshot;
import org.apache.jena.graph.Graph;
import org.apache.jena.graph.Node;
import org.apache.jena.sparql.algebra.Op;
import org.apache.jena.sparql.core.DatasetGraph;
import org.apache.jena.sparql.core.GraphView;
import org.apache.jena.sparql.core.Quad;
import org.apache.jena.sparql.engine.ExecutionContext;
import org.apache.jena.sparql.engine.QueryIterator;
import org.apache.jena.sparql.engine.main.OpExecutor;
import org.apache.jena.sparql.engine.main.QC;
import org.apache.jena.sparql.util.Context;

/**
 * Answers what it can of a query on ids, and leaves the rest to the standard engine: the answers are the same. For one
 * query or update and one thread. Looks at the context's cancel signal at least once a batch of rows.
 */
public final class Engine {
    private final DatasetGraph dataset;
    private final Ground ground;
    private final Set<Node> served;
    private final Orders orders;
    private int plans;

    /** What a dataset stands on. */
    public interface Ground {
        /** The snapshot that has all the dataset has, and nothing else; none while there are changes over it. */
        Optional<Snapshot> now();
    }

    private Engine(DatasetGraph dataset, Ground ground, Set<Node> served, Orders orders) {
        this.dataset = dataset;
        this.ground = ground;
        this.served = served;
        this.orders = orders;
    }

    /**
     * Lets this engine answer what is asked of {@code dataset} in a context.
     *
     * @param served names of graphs that the dataset has and the snapshot has not: a query that names one is left alone
     * @param orders of the query that is asked; new ones for a query that comes once
     */
    public static void into(Context context, DatasetGraph dataset, Ground ground, Set<Node> served, Orders orders) {
        Engine engine = new Engine(dataset, ground, served, orders);
        QC.setFactory(context, engine::executor);
    }

    private OpExecutor executor(ExecutionContext context) {
        return new Executor(context);
    }

    // Another dataset may be asked in the same context: one that FROM or USING put together.
    @SuppressWarnings("ReferenceEquality")
    private boolean isOurs(DatasetGraph asked) {
        return asked == dataset;
    }

    private Optional<Operator> plan(ExecutionContext context, Op op) {
        Optional<Snapshot> now = isOurs(context.getDataset()) ? ground.now() : Optional.empty();
        if (now.isEmpty() || hidesGraphs(now.get())) {
            return Optional.empty();
        }
        Run run = new Run(now.get(), new Lexicon(now.get()), context, served, new Ordering(orders, plans++, now.get()));
        try {
            Operator plan = Compiler.plan(run, op, seen(run, context.getActiveGraph()));
            run.ordering().done();
            Explanation.of(context.getContext()).ifPresent(explanation -> explanation.add(plan));
            return Optional.of(plan);
        } catch (Refused refused) {
            return Optional.empty();
        }
    }

    // Somebody may have written into a graph of such a name: the dataset does not show it.
    private boolean hidesGraphs(Snapshot snapshot) {
        for (Node name : served) {
            OptionalLong id = snapshot.id(name);
            if (id.isPresent() && snapshot.count(Order.GSPO, id.getAsLong()) > 0) {
                return true;
            }
        }
        return false;
    }

    private static Seen seen(Run run, Graph graph) {
        if (!(graph instanceof GraphView view)) {
            throw new Refused("a graph of another kind");
        }
        Node name = view.getGraphName();
        return name == null || Quad.isDefaultGraph(name) ? Seen.DEFAULT : Seen.of(run, name);
    }

    private final class Executor extends OpExecutor {
        Executor(ExecutionContext context) {
            super(context);
        }

        @Override
        protected QueryIterator exec(Op op, QueryIterator input) {
            if (input.isJoinIdentity()) {
                Optional<Operator> plan = plan(execCxt, op);
                if (plan.isPresent()) {
                    input.close();
                    return new Answers(plan.get());
                }
            }
            return super.exec(op, input);
        }
    }
}
