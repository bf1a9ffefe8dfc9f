package kith.daemon.store;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.Triple;
import org.jspecify.annotations.Nullable;

/**
 * Terms met lately, of all spaces together, bounded by the memory that they take: a term may be a megabyte. Safe from
 * any thread.
 */
final class TermCache {
    /** Bytes of heap for each of the two directions; about 100,000 terms of usual length. */
    static final long MAX_BYTES = 32L * 1024 * 1024;

    /** What an entry takes besides its letters: the term, its parts, the key and the place in the cache. */
    private static final int ENTRY_BYTES = 200;

    private static final int CHAR_BYTES = 2;

    private record SpaceTerm(int space, Node term) {}

    private record SpaceId(int space, long id) {}

    private final Cache<SpaceTerm, Long> ids;
    private final Cache<SpaceId, Node> terms;

    TermCache(long maxBytes) {
        // What is to be thrown out is thrown out by who puts something in: no threads of its own.
        ids = Caffeine.newBuilder()
                .executor(Runnable::run)
                .maximumWeight(maxBytes)
                .weigher((SpaceTerm key, Long id) -> weight(key.term()))
                .build();
        terms = Caffeine.newBuilder()
                .executor(Runnable::run)
                .maximumWeight(maxBytes)
                .weigher((SpaceId key, Node term) -> weight(term))
                .build();
    }

    @Nullable
    Long id(int space, Node term) {
        return ids.getIfPresent(new SpaceTerm(space, term));
    }

    @Nullable
    Node term(int space, long id) {
        return terms.getIfPresent(new SpaceId(space, id));
    }

    void putId(int space, Node term, long id) {
        ids.put(new SpaceTerm(space, term), id);
    }

    void putTerm(int space, long id, Node term) {
        terms.put(new SpaceId(space, id), term);
    }

    /** Forgets a term, both ways. */
    void drop(int space, long id, Node term) {
        terms.invalidate(new SpaceId(space, id));
        ids.asMap().remove(new SpaceTerm(space, term), id);
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

    /** Bytes taken now, by the fuller of the two directions. */
    long bytes() {
        return Math.max(weighed(ids), weighed(terms));
    }

    private static long weighed(Cache<?, ?> cache) {
        return cache.policy()
                .eviction()
                .map(eviction -> eviction.weightedSize().orElse(0))
                .orElse(0L);
    }
}
