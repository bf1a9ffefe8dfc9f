package kith.daemon.store;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.Triple;
import org.jspecify.annotations.Nullable;

/**
 * Terms met lately, of all spaces together, bounded by the memory that they take: a term may be a megabyte. By their ids;
 * the ids of terms are in {@link TermTable}, and only those met last also here. Safe from any thread.
 */
final class TermCache {
    /** Bytes of heap; about 100,000 terms of usual length. */
    static final long MAX_BYTES = 32L * 1024 * 1024;

    /** What an entry takes besides its letters: the term, its parts, the key and the place in the cache. */
    private static final int ENTRY_BYTES = 200;

    private static final int CHAR_BYTES = 2;

    private static final int PLACES = 1 << 16;
    private static final int MAX_MET_BYTES = ENTRY_BYTES + 512 * CHAR_BYTES;

    /** Never changes, so whoever sees one sees all of it. */
    private record Met(int space, Node term, Long id) {}

    private record SpaceId(int space, long id) {}

    private final Cache<SpaceId, Node> terms;
    /** Small terms met last, each in the one place that its hash gives it: found in a tenth of the time. */
    private final @Nullable Met[] byTerm = new Met[PLACES];

    private final @Nullable Met[] byId = new Met[PLACES];

    TermCache(long maxBytes) {
        // What is to be thrown out is thrown out by who puts something in: no threads of its own.
        terms = Caffeine.newBuilder()
                .executor(Runnable::run)
                .maximumWeight(maxBytes)
                .weigher((SpaceId key, Node term) -> weight(term))
                .build();
    }

    /** The id of a term that was met a moment ago. */
    @Nullable
    Long id(int space, Node term) {
        Met met = byTerm[place(term)];
        return met != null && met.space == space && met.term.equals(term) ? met.id : null;
    }

    @Nullable
    Node term(int space, long id) {
        Met met = byId[place(id)];
        if (met != null && met.space == space && met.id == id) {
            return met.term;
        }
        Node term = terms.getIfPresent(new SpaceId(space, id));
        if (term != null) {
            meet(space, term, id, byId, place(id));
        }
        return term;
    }

    private static void meet(int space, Node term, long id, @Nullable Met[] where, int place) {
        if (weight(term) <= MAX_MET_BYTES) {
            where[place] = new Met(space, term, id);
        }
    }

    private static int place(Node term) {
        int hash = term.hashCode() * 0x9e3779b9;
        return hash >>> 16;
    }

    private static int place(long id) {
        return (int) ((id * 0x9e3779b97f4a7c15L) >>> 48);
    }

    /** Notes the id of a term for a moment. */
    void putId(int space, Node term, long id) {
        meet(space, term, id, byTerm, place(term));
    }

    void putTerm(int space, long id, Node term) {
        terms.put(new SpaceId(space, id), term);
        meet(space, term, id, byId, place(id));
    }

    /** Forgets a term, both ways. */
    void drop(int space, long id, Node term) {
        terms.invalidate(new SpaceId(space, id));
        Met met = byTerm[place(term)];
        if (met != null && met.space == space && met.id == id) {
            byTerm[place(term)] = null;
        }
        met = byId[place(id)];
        if (met != null && met.space == space && met.id == id) {
            byId[place(id)] = null;
        }
    }

    /** Bytes of heap that an entry with this term takes, rather too many than too few. */
    static int weight(Node term) {
        if (term.isTripleTerm()) {
            Triple triple = term.getTriple();
            return ENTRY_BYTES
                    + weight(triple.getSubject())
                    + weight(triple.getPredicate())
                    + weight(triple.getObject());
        }
        int chars;
        if (term.isURI()) {
            chars = term.getURI().length();
        } else if (term.isLiteral()) {
            chars = term.getLiteralLexicalForm().length()
                    + term.getLiteralLanguage().length()
                    + term.getLiteralDatatypeURI().length();
        } else if (term.isBlank()) {
            chars = term.getBlankNodeLabel().length();
        } else {
            chars = 0;
        }
        return ENTRY_BYTES + chars * CHAR_BYTES;
    }

    /** Bytes taken now. */
    long bytes() {
        return terms.policy()
                .eviction()
                .map(eviction -> eviction.weightedSize().orElse(0))
                .orElse(0L);
    }
}
