package kith.daemon.index;

/**
 * What an id tells of its term without the dictionary. The top byte of an id is its kind; within the kinds of inline
 * terms ids are ordered as their values are.
 */
public final class Ids {
    // Kinds whose ids are numbers of terms in the dictionary.
    public static final int BLANK = 0x08;
    public static final int IRI = 0x10;
    public static final int STRING = 0x20;
    public static final int LANGUAGE = 0x22;
    public static final int LITERAL = 0x23;
    public static final int TRIPLE = 0x24;
    // Kinds whose ids are the values themselves.
    public static final int SHORT_STRING = 0x21;
    public static final int BOOLEAN = 0x40;
    public static final int INTEGER = 0x41;
    public static final int DATE = 0x58;

    /** Bits below the kind, and what they are shifted by so that negative values come first. */
    public static final int KIND_SHIFT = 56;

    public static final long VALUE_MASK = (1L << KIND_SHIFT) - 1;
    public static final long BIAS = 1L << (KIND_SHIFT - 1);

    private static final int FIRST_DAY_OF_YEAR_ONE = -719_162;

    private Ids() {}

    /** Whether it is the number of an IRI or of a blank node. */
    public static boolean isResource(long id) {
        int kind = kind(id);
        return kind == IRI || kind == BLANK;
    }

    public static boolean isIri(long id) {
        return kind(id) == IRI;
    }

    /** Whether it is a plain string: such a term has one id, so two ids are two strings. */
    public static boolean isString(long id) {
        int kind = kind(id);
        return kind == STRING || kind == SHORT_STRING;
    }

    /** Whether it is an xsd:integer that is its own id. Others, {@code 01} or a very long one, are numbered literals. */
    public static boolean isInteger(long id) {
        return kind(id) == INTEGER;
    }

    /** The value of what {@link #isInteger}. */
    public static long integer(long id) {
        return (id & VALUE_MASK) - BIAS;
    }

    /** Whether it is an xsd:date of the year 1 or later, without a zone, that is its own id. */
    public static boolean isDate(long id) {
        return kind(id) == DATE && day(id) >= FIRST_DAY_OF_YEAR_ONE;
    }

    private static long day(long id) {
        return (id & VALUE_MASK) - BIAS;
    }

    public static boolean isBoolean(long id) {
        return kind(id) == BOOLEAN;
    }

    /** Whether the term is a literal that is neither inline nor a string: its value is known by its text only. */
    public static boolean isOtherLiteral(long id) {
        return kind(id) == LITERAL;
    }

    /** The kind of literals whose value their text alone tells. */
    public static long otherLiterals() {
        return LITERAL;
    }

    /** The kind of an id: its top byte. */
    public static long kindOf(long id) {
        return id >>> KIND_SHIFT;
    }

    /** The first id of a kind. */
    public static long firstOf(long kind) {
        return kind << KIND_SHIFT;
    }

    private static int kind(long id) {
        return (int) (id >>> KIND_SHIFT);
    }
}
