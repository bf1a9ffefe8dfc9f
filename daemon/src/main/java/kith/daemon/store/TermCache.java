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

    private static final int MAX_MET_BYTES = ENTRY_BYTES + 256 * CHAR_BYTES;
    /** Bytes of heap for each place of either table: so what is met takes a tenth of the heap each, at most. */
    private static final long HEAP_A_PLACE = 8 * 1024;

    private static final int LEAST_BITS = 10;
    private static final int MOST_BITS = 18;
    private static final int MOST_BITS_BY_TERM = 16;

    /** Never changes, so whoever sees one sees all of it. */
    private record Named(int space, Node term, Long id) {}

    /** The same: what is asked for by its id needs the id at hand. */
    private record Met(int space, long id, Node term) {
        boolean is(int otherSpace, long otherId) {
            return space == otherSpace && id == otherId;
        }
    }

    private record SpaceId(int space, long id) {}

    /** Kept so that the compiler does not leave out the reading beforehand as useless. */
    @SuppressWarnings("UnusedVariable")
    private int fetched;

    private final Cache<SpaceId, Node> terms;
    /** Small terms met last, each in the one place that its hash gives it: found in a tenth of the time. */
    private final @Nullable Named[] byTerm;

    private final @Nullable Met[] byId;

    TermCache(long maxBytes) {
        long places = Long.highestOneBit(Runtime.getRuntime().maxMemory() / HEAP_A_PLACE);
        int bits = Math.clamp(Long.numberOfTrailingZeros(places), LEAST_BITS, MOST_BITS);
        byId = new Met[1 << bits];
        byTerm = new Named[1 << Math.min(bits, MOST_BITS_BY_TERM)];
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
        Named met = byTerm[place(term)];
        return met != null && met.space == space && met.term.equals(term) ? met.id : null;
    }

    @Nullable
    Node term(int space, long id) {
        Met met = met(space, id, byId[place(id)]);
        if (met != null) {
            return met.term;
        }
        Node term = terms.getIfPresent(new SpaceId(space, id));
        if (term != null) {
            meet(space, id, term);
        }
        return term;
    }

    /** The one with this id, if it is {@code first} or in the other place that an id may have. */
    private @Nullable Met met(int space, long id, @Nullable Met first) {
        if (first == null || first.is(space, id)) {
            return first;
        }
        Met second = byId[place(id) ^ 1];
        return second != null && second.is(space, id) ? second : null;
    }

    private void meet(int space, long id, Node term) {
        if (weight(term) <= MAX_MET_BYTES) {
            int place = place(id);
            Met before = byId[place];
            if (before != null && !before.is(space, id)) {
                byId[place ^ 1] = before;
            }
            byId[place] = new Met(space, id, term);
        }
    }

    /**
     * Reads the texts of those of many terms that were met lately. A term is four steps through memory, and far away each
     * costs as much as looking at the whole text; step by step for all of them together, they cost a tenth of that.
     */
    void fetch(int space, long[] ids, int count) {
        @Nullable Met[] mets = new Met[count];
        for (int i = 0; i < count; i++) {
            mets[i] = byId[place(ids[i])];
        }
        @Nullable Node[] nodes = new Node[count];
        for (int i = 0; i < count; i++) {
            Met met = met(space, ids[i], mets[i]);
            nodes[i] = met == null ? null : met.term;
        }
        String[] texts = new String[count];
        for (int i = 0; i < count; i++) {
            Node term = nodes[i];
            texts[i] = term != null && term.isLiteral() ? term.getLiteralLexicalForm() : "";
        }
        int mixed = 0;
        for (int i = 0; i < count; i++) {
            mixed += texts[i].isEmpty() ? 0 : texts[i].charAt(texts[i].length() - 1);
        }
        fetched = mixed;
    }

    private int place(Node term) {
        int hash = term.hashCode() * 0x9e3779b9;
        return (hash >>> 16) & (byTerm.length - 1);
    }

    /** Ids near each other are near each other here: they are often asked for in their order. */
    private int place(long id) {
        return ((int) id + (int) (id >>> 56) * 0x9e3779b9) & (byId.length - 1);
    }

    /** Notes the id of a term for a moment. */
    void putId(int space, Node term, long id) {
        if (weight(term) <= MAX_MET_BYTES) {
            byTerm[place(term)] = new Named(space, term, id);
        }
    }

    void putTerm(int space, long id, Node term) {
        terms.put(new SpaceId(space, id), term);
        meet(space, id, term);
    }

    /** Forgets a term, both ways. */
    void drop(int space, long id, Node term) {
        terms.invalidate(new SpaceId(space, id));
        Named met = byTerm[place(term)];
        if (met != null && met.space == space && met.id == id) {
            byTerm[place(term)] = null;
        }
        for (int place : new int[] {place(id), place(id) ^ 1}) {
            Met known = byId[place];
            if (known != null && known.is(space, id)) {
                byId[place] = null;
            }
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
