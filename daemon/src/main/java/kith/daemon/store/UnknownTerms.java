package kith.daemon.store;

import java.util.HashSet;
import java.util.Set;
import org.apache.jena.graph.Node;
import org.jspecify.annotations.Nullable;

/** Terms that no quad of a moment has: what comes into being later cannot matter there. For one thread at a time. */
final class UnknownTerms {
    private static final long MAX_BYTES = 8L * 1024 * 1024;

    private final Set<Node> terms = new HashSet<>();
    private @Nullable Node last;
    private long bytes;

    boolean has(Node term) {
        return term.equals(last) || terms.contains(term);
    }

    void note(Node term) {
        last = term;
        bytes += TermCache.weight(term);
        if (bytes > MAX_BYTES) {
            terms.clear();
            bytes = 0;
        } else {
            terms.add(term);
        }
    }
}
