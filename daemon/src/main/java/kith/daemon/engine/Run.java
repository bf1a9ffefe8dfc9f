package kith.daemon.engine;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import kith.daemon.index.Order;
import kith.daemon.index.Tuples;
import kith.daemon.store.Snapshot;
import org.apache.jena.graph.Node;
import org.apache.jena.query.QueryCancelledException;
import org.apache.jena.sparql.engine.ExecutionContext;
import org.jspecify.annotations.Nullable;

/** One query while it runs: what its operators share. For one thread. */
final class Run {
    /** Part of the heap that the relations kept for one query may take. */
    private static final int SHARE = 8;
    /** Part of the heap that the batches of one plan may take. */
    private static final int PLAN_SHARE = 32;

    private static final int BYTES_A_GRAPH = 32;

    /** At most, while it is read. */
    private static final int BYTES_A_PAIR = 48;

    private final Snapshot snapshot;
    private final Lexicon lexicon;
    private final Slots slots = new Slots();
    private final ExecutionContext context;
    private final @Nullable AtomicBoolean over;
    private final Set<Node> served;
    private final Ordering ordering;
    private final boolean hasNamed;
    private long planned;
    private final Map<Adjacency.Of, Adjacency> relations = new HashMap<>();
    /** Relations that a plan counts on, with their pairs. */
    private final Map<Adjacency.Of, Long> promised = new HashMap<>();

    private @Nullable List<long[]> graphs;
    private long pairs;

    Run(Snapshot snapshot, Lexicon lexicon, ExecutionContext context, Set<Node> served, Ordering ordering) {
        this.snapshot = snapshot;
        this.lexicon = lexicon;
        this.context = context;
        this.over = context.getCancelSignal();
        this.served = served;
        this.ordering = ordering;
        try (Tuples named = snapshot.tuples(Order.GSPO)) {
            this.hasNamed = !named.isAtEnd();
        }
    }

    Snapshot snapshot() {
        return snapshot;
    }

    Lexicon lexicon() {
        return lexicon;
    }

    Ordering ordering() {
        return ordering;
    }

    Slots slots() {
        return slots;
    }

    int width() {
        return slots.width();
    }

    ExecutionContext context() {
        return context;
    }

    /** Whether any quad is in a named graph: if none is, whatever is found is of the default graph. */
    boolean hasNamed() {
        return hasNamed;
    }

    /** The id of a term that a query names. */
    long named(Node term) {
        if (served.contains(term)) {
            throw new Refused("a graph that the store does not have");
        }
        return lexicon.id(term);
    }

    /** The ids of the named graphs that are not empty, a row each; not to be changed. */
    List<long[]> graphs() {
        List<long[]> found = graphs;
        if (found == null) {
            found = new ArrayList<>();
            try (Tuples tuples = snapshot.tuples(Order.GSPO)) {
                while (!tuples.isAtEnd()) {
                    if (found.size() % Batch.ROWS == 0) {
                        check();
                        Room.must((long) found.size() * BYTES_A_GRAPH);
                    }
                    long graph = tuples.at(0);
                    found.add(new long[] {graph});
                    tuples.seek(graph + 1, 0, 0, 0);
                }
            }
            graphs = found;
        }
        return found;
    }

    /** Lets everything go if the question is over. Look at least once a batch. */
    void check() {
        if (over != null && over.get()) {
            throw new QueryCancelledException();
        }
    }

    /**
     * Notes that the plan takes so many bytes before any row comes.
     *
     * @throws Refused if plans of that size, of all who may ask at once, would take much of the heap
     */
    void takes(long bytes) {
        check();
        planned += bytes;
        if (planned > Runtime.getRuntime().maxMemory() / PLAN_SHARE) {
            throw new Refused("a plan of too many steps");
        }
    }

    /** As {@link #mayKeep}, and if so it counts from now on. */
    boolean promise(Adjacency.Of of, long count) {
        boolean isPromised = keeps(of) || promised.containsKey(of);
        if (!isPromised && mayKeep(count)) {
            promised.put(of, count);
            pairs += count;
            isPromised = true;
        }
        return isPromised;
    }

    /**
     * Whether a relation of so many pairs may be kept in the heap for the rest of this query. Where it is large, to ask may
     * cost a collection of the heap: ask when it is about to be read.
     */
    boolean mayKeep(long count) {
        long bytes = count * BYTES_A_PAIR;
        return pairs * BYTES_A_PAIR + bytes < Runtime.getRuntime().maxMemory() / SHARE
                && (bytes < Room.SMALL_BYTES || Room.has(bytes));
    }

    boolean keeps(Adjacency.Of of) {
        return relations.containsKey(of);
    }

    /** A relation in the heap, read when it is first asked for. */
    Adjacency relation(Adjacency.Of of) {
        Adjacency kept = relations.get(of);
        if (kept == null) {
            kept = Adjacency.read(this, of);
            pairs += kept.size() - Objects.requireNonNullElse(promised.remove(of), 0L);
            relations.put(of, kept);
        }
        return kept;
    }
}
