package kith.ontology.delta;

import java.util.AbstractList;
import java.util.Objects;
import java.util.RandomAccess;
import kith.ontology.bytes.Bytes;
import org.apache.jena.graph.Node;
import org.apache.jena.sparql.core.Quad;

/**
 * Quads as an edit has them: places in a table in which each term stands once, with its bytes. A list of quads to who does
 * not ask for more. Not to be changed, so safe from any thread.
 */
public final class QuadTable extends AbstractList<Quad> implements RandomAccess {
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
    QuadTable(TermList terms, int[] keys) {
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
