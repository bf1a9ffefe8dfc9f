package kith.daemon.engine;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import kith.daemon.store.Snapshot;
import org.apache.jena.graph.Node;
import org.apache.jena.sparql.expr.NodeValue;
import org.jspecify.annotations.Nullable;

/**
 * Terms and ids of one query: those of the dictionary, and for terms that it does not have numbers that mean something
 * to this query alone. One term has one id, so the same id is the same term.
 */
final class Lexicon {
    /** What stands where a row has no term. */
    static final long UNBOUND = -1L;

    private static final long LOCAL = 0xF0L << 56;
    private static final int PLACES = 1 << 13;
    /** A longer text is read again each time: eight thousand of them would fill the heap. */
    private static final int MAX_KEPT_CHARS = 2_048;

    private final Snapshot snapshot;
    private final Map<Node, Long> made = new HashMap<>();
    private final List<Node> local = new ArrayList<>();

    /** Terms met lately, each at a place that its id says. */
    private final long[] ids = new long[PLACES];

    private final @Nullable Node[] nodes = new Node[PLACES];
    private final @Nullable NodeValue[] values = new NodeValue[PLACES];

    Lexicon(Snapshot snapshot) {
        this.snapshot = snapshot;
    }

    long id(Node term) {
        if (!made.isEmpty()) {
            Long known = made.get(term);
            if (known != null) {
                return known;
            }
        }
        OptionalLong held = snapshot.id(term);
        return held.isPresent() ? held.getAsLong() : make(term);
    }

    private long make(Node term) {
        long id = LOCAL | local.size();
        local.add(term);
        made.put(term, id);
        return id;
    }

    /** Whether a term that comes from an expression and that no quad has. */
    static boolean isLocal(long id) {
        return id >>> 56 == 0xF0;
    }

    Node node(long id) {
        int place = place(id);
        Node kept = nodes[place];
        if (kept != null && ids[place] == id) {
            return kept;
        }
        Node term = isLocal(id) ? local.get((int) (id & ~LOCAL)) : snapshot.term(id);
        if (isSmall(term)) {
            ids[place] = id;
            nodes[place] = term;
            values[place] = null;
        }
        return term;
    }

    /** Has the terms of a column near the processor when they are asked for, one after the other. */
    void fetch(long @Nullable [] column, int count) {
        if (column != null) {
            snapshot.fetch(column, count);
        }
    }

    private static boolean isSmall(Node term) {
        return term.isLiteral()
                ? term.getLiteralLexicalForm().length() <= MAX_KEPT_CHARS
                : !term.isURI() || term.getURI().length() <= MAX_KEPT_CHARS;
    }

    NodeValue value(long id) {
        Node term = node(id);
        int place = place(id);
        if (!isSmall(term)) {
            return NodeValue.makeNode(term);
        }
        NodeValue kept = values[place];
        if (kept == null) {
            kept = NodeValue.makeNode(term);
            values[place] = kept;
        }
        return kept;
    }

    private static int place(long id) {
        return (int) ((id * 0x9E3779B97F4A7C15L) >>> (64 - 13));
    }
}
