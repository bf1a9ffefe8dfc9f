package kith.ontology.delta;

import java.util.AbstractList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.RandomAccess;
import kith.ontology.bytes.Bytes;
import org.apache.jena.graph.Node;
import org.apache.jena.sparql.core.Quad;

/**
 * The content of a data delta: one transaction, visible whole or not at all. At most
 * {@link EditCodec#MAX_OPERATIONS} operations; a quad stands once among the asserts and once among the retracts.
 *
 * <p>Default graph: {@link Quad#defaultGraphIRI}. Blank nodes carry names of ours.
 *
 * @param group ties the deltas of one import together
 * @param note what the author wanted to say of it, at most {@link EditCodec#MAX_NOTE_BYTES} of UTF-8
 */
public record Edit(List<Quad> asserts, List<Retraction> retracts, Optional<Group> group, Optional<String> note) {
    public Edit {
        asserts = asserts instanceof Table ? asserts : List.copyOf(asserts);
        retracts = List.copyOf(retracts);
    }

    /**
     * One of several deltas that belong together.
     *
     * @param id 16 random bytes
     * @param part from 0
     */
    public record Group(Bytes id, int part) {}

    public int operations() {
        return asserts.size() + retracts.size();
    }

    /** The dots that its retractions name, one counted as often as it is named. */
    public int dots() {
        return retracts.stream()
                .mapToInt(retraction -> retraction.seen().size())
                .sum();
    }

    /**
     * Quads as an edit has them: places in a table in which each term stands once, with its bytes. A list of quads to who does
     * not ask for more. Not to be changed, so safe from any thread.
     */
    public static final class Table extends AbstractList<Quad> implements RandomAccess {
        public static final int GRAPH = 0;
        public static final int SUBJECT = 1;
        public static final int PREDICATE = 2;
        public static final int OBJECT = 3;
        /** Terms of a quad. */
        public static final int PARTS = 4;
        /** Where the default graph stands, which is no term. */
        public static final int NO_TERM = -1;

        private final TermList terms;
        private final int[] keys;

        /** @param keys four for each quad, as {@link QuadKey} has them */
        Table(TermList terms, int[] keys) {
            this.terms = terms;
            this.keys = keys;
        }

        /** How many terms there are, of these quads and perhaps of others of the edit. */
        public int terms() {
            return terms.size();
        }

        public Node term(int place) {
            return terms.node(place);
        }

        /** The bytes of a term, as {@link kith.ontology.quad.TermCodec} has them. */
        public Bytes form(int place) {
            return terms.form(place);
        }

        /** Where a term of a quad stands in the table; {@link #NO_TERM} for the default graph. */
        public int place(int quad, int part) {
            int key = keys[quad * PARTS + part];
            return part == GRAPH ? key - 1 : key;
        }

        @Override
        public Quad get(int index) {
            Objects.checkIndex(index, size());
            int from = index * PARTS;
            return new QuadKey(keys[from], keys[from + 1], keys[from + 2], keys[from + 3]).quad(terms);
        }

        @Override
        public int size() {
            return keys.length / PARTS;
        }
    }
}
