package kith.daemon.query;

import java.time.Duration;
import java.util.List;
import kith.daemon.engine.Orders;
import kith.ontology.fault.Code;
import kith.ontology.fault.KithException;
import org.apache.jena.graph.NodeFactory;
import org.apache.jena.query.ARQ;
import org.apache.jena.query.Syntax;
import org.apache.jena.sparql.core.DatasetGraph;
import org.apache.jena.sparql.exec.UpdateExecDatasetBuilder;
import org.apache.jena.sparql.modify.request.UpdateLoad;
import org.apache.jena.sparql.modify.request.UpdateWithUsing;
import org.apache.jena.sparql.util.Context;
import org.apache.jena.update.Update;
import org.apache.jena.update.UpdateFactory;
import org.apache.jena.update.UpdateRequest;
import org.jspecify.annotations.Nullable;

/**
 * One SPARQL update, read and ready to be made once. Runs on the thread that makes it; only {@link #abandon} may
 * come from another.
 */
public final class Modification {
    private final UpdateRequest request;
    private volatile @Nullable Watch watch;
    private volatile boolean abandoned;

    private Modification(UpdateRequest request) {
        this.request = request;
    }

    /**
     * Reads an update of SPARQL 1.2; the sandbox's prefixes need no declaration.
     *
     * @param usingGraphs IRIs of the graphs that its patterns read as the default graph, if named beside the update
     * @throws KithException USAGE, with line and column, if it is no update; NOT_ALLOWED if it loads, and does not say
     *     SILENT
     */
    public static Modification parse(
            Sandbox sandbox, String text, List<String> usingGraphs, List<String> usingNamedGraphs) {
        UpdateRequest request = new UpdateRequest();
        SparqlText.open(request, sandbox);
        long words = Sprawl.check(text, true);
        sandbox.reading(words * SparqlText.BYTES_A_WORD, () -> {
            SparqlText.parse("update", text, () -> UpdateFactory.parse(request, text, null, Syntax.syntaxSPARQL_12));
            return request;
        });
        for (Update operation : request) {
            if (operation instanceof UpdateLoad load) {
                mustBeSilent(load);
            }
            if (!usingGraphs.isEmpty() || !usingNamedGraphs.isEmpty()) {
                use(operation, usingGraphs, usingNamedGraphs);
            }
        }
        return new Modification(request);
    }

    /** Ends the running update soon, or the coming one at once; nobody waits for it. Any thread. */
    public void abandon() {
        abandoned = true;
        Watch running = watch;
        if (running != null) {
            running.abandon();
        }
    }

    /**
     * Makes the change in {@code write}, without committing it: a caller that gets an exception closes {@code write}.
     *
     * @param maxQuads quads that it may add and delete in all
     * @throws KithException TIMED_OUT, {@link LimitReached}, USAGE, NOT_ALLOWED, NOT_FOUND for a graph in USING
     */
    public void make(WriteAccess write, Duration timeout, long maxQuads) {
        try (Watch started = Watch.start(timeout)) {
            watch = started;
            if (abandoned) {
                started.abandon();
            }
            DatasetGraph dataset = new WatchedDataset(write.dataset(), started, maxQuads);
            Execution.run("update", started, () -> request.forEach(operation -> make(operation, dataset, started)));
        }
    }

    /** Whether it has a LOAD SILENT, which does nothing and, as SPARQL has it, says nothing of that by failing. */
    public boolean passesOver() {
        return request.getOperations().stream().anyMatch(UpdateLoad.class::isInstance);
    }

    private static void mustBeSilent(UpdateLoad load) {
        if (!load.getSilent()) {
            throw KithException.user(
                    Code.NOT_ALLOWED,
                    "LOAD is off: the daemon fetches nothing. Send the document to be imported instead");
        }
    }

    private static void use(Update operation, List<String> graphs, List<String> namedGraphs) {
        if (operation instanceof UpdateWithUsing with) {
            if (with.getWithIRI() != null
                    || !with.getUsing().isEmpty()
                    || !with.getUsingNamed().isEmpty()) {
                throw KithException.user(
                        Code.USAGE,
                        "graphs are named both beside the update and by its WITH or USING: keep one of them");
            }
            graphs.forEach(graph -> with.addUsing(NodeFactory.createURI(graph)));
            namedGraphs.forEach(graph -> with.addUsingNamed(NodeFactory.createURI(graph)));
        }
    }

    private static void make(Update operation, DatasetGraph dataset, Watch watch) {
        if (operation instanceof UpdateLoad) {
            return;
        }
        if (operation instanceof UpdateWithUsing with) {
            with.getUsing().forEach(graph -> Question.held(dataset, graph.getURI()));
            with.getUsingNamed().forEach(graph -> Question.held(dataset, graph.getURI()));
        }
        Context context = Context.setupContextForDataset(ARQ.getContext(), dataset);
        watch.into(context);
        Footing.into(context, dataset, new Orders());
        UpdateExecDatasetBuilder.create()
                .update(operation)
                .dataset(dataset)
                .context(context)
                .build()
                .execute();
    }
}
