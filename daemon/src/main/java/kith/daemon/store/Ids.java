package kith.daemon.store;

import java.util.OptionalLong;
import org.apache.jena.graph.Node;

/**
 * What an id tells of its term without the dictionary. The top byte of an id is its kind; within the kinds of inline
 * terms ids are ordered as their values are.
 */
public final class Ids {
    /** The default graph. */
    public static final long DEFAULT_GRAPH = Terms.DEFAULT_GRAPH;

    private static final int FIRST_DAY_OF_YEAR_ONE = -719_162;

    private Ids() {}

    /** Whether it is the number of an IRI or of a blank node. */
    public static boolean isResource(long id) {
        int kind = kind(id);
        return kind == Terms.IRI || kind == Terms.BLANK;
    }

    public static boolean isIri(long id) {
        return kind(id) == Terms.IRI;
    }

    /** Whether it is a plain string: such a term has one id, so two ids are two strings. */
    public static boolean isString(long id) {
        int kind = kind(id);
        return kind == Terms.STRING || kind == InlineTerm.SHORT_STRING;
    }

    /** Whether it is an xsd:integer that is its own id. Others, {@code 01} or a very long one, are numbered literals. */
    public static boolean isInteger(long id) {
        return kind(id) == InlineTerm.INTEGER;
    }

    /** The value of what {@link #isInteger}. */
    public static long integer(long id) {
        return (id & InlineTerm.VALUE_MASK) - InlineTerm.BIAS;
    }

    /** Whether it is an xsd:date of the year 1 or later, without a zone, that is its own id. */
    public static boolean isDate(long id) {
        return kind(id) == InlineTerm.DATE && day(id) >= FIRST_DAY_OF_YEAR_ONE;
    }

    private static long day(long id) {
        return (id & InlineTerm.VALUE_MASK) - InlineTerm.BIAS;
    }

    public static boolean isBoolean(long id) {
        return kind(id) == InlineTerm.BOOLEAN;
    }

    /** Whether the term is a literal that is neither inline nor a string: its value is known by its text only. */
    public static boolean isOtherLiteral(long id) {
        return kind(id) == Terms.LITERAL;
    }

    /** The id of a term that is its own id; none of one that has a number, or would get one. */
    public static OptionalLong inline(Node term) {
        return InlineTerm.id(term);
    }

    /** The kind of literals whose value their text alone tells. */
    public static long otherLiterals() {
        return Terms.LITERAL;
    }

    /** The kind of an id: its top byte. */
    public static long kindOf(long id) {
        return id >>> InlineTerm.TAG_SHIFT;
    }

    /** The first id of a kind. */
    public static long firstOf(long kind) {
        return kind << InlineTerm.TAG_SHIFT;
    }

    private static int kind(long id) {
        return (int) (id >>> InlineTerm.TAG_SHIFT);
    }
}
