package kith.daemon.query;

import com.google.gson.JsonObject;
import java.io.OutputStream;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Predicate;
import kith.daemon.engine.Explanation;
import kith.ontology.fault.Code;
import kith.ontology.fault.KithException;
import kith.ontology.merge.Effect;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.NodeFactory;
import org.apache.jena.query.ARQ;
import org.apache.jena.query.Query;
import org.apache.jena.query.QueryFactory;
import org.apache.jena.query.Syntax;
import org.apache.jena.sparql.core.DatasetDescription;
import org.apache.jena.sparql.core.DatasetGraph;
import org.apache.jena.sparql.core.DynamicDatasets;
import org.apache.jena.sparql.core.Quad;
import org.apache.jena.sparql.engine.Plan;
import org.apache.jena.sparql.engine.QueryIterator;
import org.apache.jena.sparql.engine.binding.BindingRoot;
import org.apache.jena.sparql.exec.QueryExec;
import org.apache.jena.sparql.exec.QueryExecDatasetBuilder;
import org.apache.jena.sparql.exec.RowSet;
import org.apache.jena.sparql.util.Context;
import org.jspecify.annotations.Nullable;

/**
 * One SPARQL query, read and ready to be answered once.
 *
 * <p>Everything runs on the thread that asks for the answer, inside one READ transaction; only {@link #abandon} may
 * come from another. Give that thread a large stack: property paths and regular expressions recurse.
 */
public final class Question {
    private final Prepared prepared;
    private final Query query;
    private volatile @Nullable Watch watch;
    private volatile boolean abandoned;

    private Question(Prepared prepared) {
        this.prepared = prepared;
        this.query = prepared.query();
    }

    /**
     * Reads a query of SPARQL 1.2; the sandbox's prefixes need no declaration.
     *
     * @param defaultGraphs IRIs of the graphs that make the default graph, if any are named beside the query; they
     *     and {@code namedGraphs} then replace what its FROM clauses say
     * @throws KithException USAGE, with line and column, if it is no query
     */
    public static Question parse(Sandbox sandbox, String text, List<String> defaultGraphs, List<String> namedGraphs) {
        if (defaultGraphs.isEmpty() && namedGraphs.isEmpty()) {
            return new Question(sandbox.shelf().of(text, () -> read(sandbox, text)));
        }
        Query query = read(sandbox, text);
        query.getGraphURIs().clear();
        query.getNamedGraphURIs().clear();
        defaultGraphs.forEach(query::addGraphURI);
        namedGraphs.forEach(query::addNamedGraphURI);
        return new Question(new Prepared(query));
    }

    private static Query read(Sandbox sandbox, String text) {
        long words = Sprawl.check(text, false);
        Query query = new Query();
        SparqlText.open(query, sandbox);
        return sandbox.reading(words * SparqlText.BYTES_A_WORD, () -> {
            SparqlText.parse("query", text, () -> QueryFactory.parse(query, text, null, Syntax.syntaxSPARQL_12));
            return query;
        });
    }

    /** Whether the answer is a graph (CONSTRUCT, DESCRIBE) and not rows (SELECT) or a truth (ASK). */
    public boolean isGraph() {
        return query.isConstructType() || query.isDescribeType();
    }

    /** The prefixes the query knows: those of the sandbox and its own. */
    public Map<String, String> prefixes() {
        return query.getPrefixMapping().getNsPrefixMap();
    }

    /** Ends the running answer soon, or the coming one at once; nobody waits for it. Any thread. */
    public void abandon() {
        abandoned = true;
        Watch running = watch;
        if (running != null) {
            running.abandon();
        }
    }

    /**
     * Writes the rows of a SELECT, or the truth of an ASK. What was written when this throws is no answer.
     *
     * @throws KithException TIMED_OUT, {@link LimitReached}, NOT_ALLOWED for what the sandbox refuses, NOT_FOUND for
     *     a graph in FROM that the space does not have
     */
    public void rows(DatasetGraph dataset, QueryLimits limits, RowFormat format, OutputStream out) {
        OutputStream limited = new LimitedOutput(out, limits.maxBytes());
        answer(dataset, limits, execution -> {
            if (query.isAskType()) {
                format.write(execution.ask(), limited);
            } else {
                long maxRows = format.maxRows(limits.maxRows());
                format.write(new LimitedRows(execution.select(), maxRows), execution.getContext(), limited);
            }
        });
    }

    /**
     * Hands the quads of a CONSTRUCT or DESCRIBE to {@code writer}, each once, together with a stream that keeps the
     * limit of bytes. Throws as {@link #rows} does.
     */
    public void graph(
            DatasetGraph dataset,
            QueryLimits limits,
            BiConsumer<Iterator<Quad>, OutputStream> writer,
            OutputStream out) {
        OutputStream limited = new LimitedOutput(out, limits.maxBytes());
        boolean describe = query.isDescribeType();
        answer(dataset, limits, execution -> {
            Iterator<Quad> quads = describe ? Description.of(query, execution) : execution.constructQuads();
            writer.accept(new LimitedQuads(quads, limits.maxRows(), running()), limited);
        });
    }

    /**
     * How the answer is found: {@code {"text", "plans": [{"step", "expected", "came", "inputs": [...]}]}}. Steps come
     * before what they read; parts that no plan could be made of are answered pattern by pattern, and are not told of.
     *
     * @param counted whether to look for the whole answer, and tell how many rows came by each step
     * @throws KithException as {@link #rows} does
     */
    public JsonObject explain(DatasetGraph dataset, QueryLimits limits, boolean counted) {
        JsonObject[] told = new JsonObject[1];
        answer(dataset, limits, execution -> {
            Explanation explanation = Explanation.into(execution.getContext());
            Context context = execution.getContext();
            Plan plan = GuardedEngine.FACTORY.create(query, execution.getDataset(), BindingRoot.create(), context);
            try {
                QueryIterator rows = plan.iterator();
                while (counted && rows.hasNext()) {
                    rows.next();
                }
                told[0] = PlanText.json(explanation, counted);
            } finally {
                plan.close();
            }
        });
        return told[0];
    }

    /**
     * Hands on each row of a SELECT, as variables with their terms; one without any for an ASK that holds; each quad of a
     * CONSTRUCT once, as {@code graph} where it is in one, {@code subject}, {@code predicate}, {@code object}. Throws as
     * {@link #rows} does.
     *
     * @param limits of rows and time; that of bytes is for what is written
     */
    public void each(DatasetGraph dataset, QueryLimits limits, Consumer<JsonObject> with) {
        answer(dataset, limits, execution -> {
            if (query.isAskType()) {
                if (execution.ask()) {
                    with.accept(new JsonObject());
                }
            } else if (query.isConstructType()) {
                new LimitedQuads(execution.constructQuads(), limits.maxRows(), running())
                        .forEachRemaining(quad -> with.accept(RowText.of(quad)));
            } else {
                RowSet rows = new LimitedRows(execution.select(), limits.maxRows());
                rows.forEachRemaining(row -> with.accept(RowText.of(rows.getResultVars(), row)));
            }
        });
    }

    /**
     * Which changes of the space may change the answer. Before it is answered.
     *
     * @throws KithException USAGE if the answer differs each time, or is a DESCRIBE
     */
    public Predicate<Effect> interest() {
        return Interest.of(query);
    }

    private interface Answering {
        void from(QueryExec execution);
    }

    private void answer(DatasetGraph dataset, QueryLimits limits, Answering answering) {
        try (Watch started = Watch.start(limits.timeout())) {
            watch = started;
            if (abandoned) {
                started.abandon();
            }
            Execution.reading(started, dataset, () -> {
                DatasetGraph seen = chosen(dataset);
                if (query.isDescribeType()) {
                    Description.asSelect(query);
                }
                try (QueryExec execution = execution(seen, started)) {
                    answering.from(execution);
                }
            });
        }
    }

    private Watch running() {
        Watch running = watch;
        if (running == null) {
            throw new IllegalStateException("no answer is running");
        }
        return running;
    }

    private QueryExec execution(DatasetGraph dataset, Watch watch) {
        Context context = Context.setupContextForDataset(ARQ.getContext(), dataset);
        watch.into(context);
        context.set(Prepared.SYMBOL, prepared);
        Footing.into(context, dataset, prepared.orders());
        return QueryExecDatasetBuilder.create()
                .query(query)
                .dataset(dataset)
                .context(context)
                .build();
    }

    // FROM chooses among the graphs of the space; without this the engine would try to read them from the network.
    private DatasetGraph chosen(DatasetGraph dataset) {
        if (!query.hasDatasetDescription()) {
            return dataset;
        }
        for (String graph : query.getGraphURIs()) {
            held(dataset, graph);
        }
        for (String graph : query.getNamedGraphURIs()) {
            held(dataset, graph);
        }
        DatasetGraph chosen = DynamicDatasets.dynamicDataset(DatasetDescription.create(query), dataset, false);
        query.getGraphURIs().clear();
        query.getNamedGraphURIs().clear();
        return chosen;
    }

    static void held(DatasetGraph dataset, String graph) {
        Node name = NodeFactory.createURI(graph);
        if (!Quad.isDefaultGraph(name) && !Quad.isUnionGraph(name) && !dataset.containsGraph(name)) {
            throw KithException.user(
                    Code.NOT_FOUND, "no graph <" + graph + "> in this space; a query reads only graphs of its space");
        }
    }
}
