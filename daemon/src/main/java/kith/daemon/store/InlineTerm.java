package kith.daemon.store;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Optional;
import java.util.OptionalLong;
import kith.daemon.index.Ids;
import org.apache.jena.datatypes.xsd.XSDDatatype;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.NodeFactory;

/**
 * Terms that fit into their own id: the top byte is the kind, the rest the value, ordered as the values are. Only terms
 * that print back to the very same letters are inlined: what was signed is what is read.
 */
final class InlineTerm {
    static final int TAG_SHIFT = Ids.KIND_SHIFT;

    private static final int SHORT_STRING = Ids.SHORT_STRING;
    private static final int BOOLEAN = Ids.BOOLEAN;
    private static final int INTEGER = Ids.INTEGER;
    private static final int DATE = Ids.DATE;

    static final long VALUE_MASK = Ids.VALUE_MASK;
    private static final long BIAS = Ids.BIAS;
    private static final int MAX_INTEGER_CHARS = 17;
    private static final int MAX_STRING_BYTES = 6;
    private static final int DATE_CHARS = 10;

    private InlineTerm() {}

    static OptionalLong id(Node term) {
        if (!term.isLiteral() || !term.getLiteralLanguage().isEmpty()) {
            return OptionalLong.empty();
        }
        String text = term.getLiteralLexicalForm();
        String datatype = term.getLiteralDatatypeURI();
        if (datatype.equals(XSDDatatype.XSDstring.getURI())) {
            return shortString(text);
        }
        if (datatype.equals(XSDDatatype.XSDinteger.getURI())) {
            return integer(text);
        }
        if (datatype.equals(XSDDatatype.XSDdate.getURI())) {
            return date(text);
        }
        if (datatype.equals(XSDDatatype.XSDboolean.getURI())) {
            return switch (text) {
                case "false" -> OptionalLong.of(tagged(BOOLEAN, 0));
                case "true" -> OptionalLong.of(tagged(BOOLEAN, 1));
                default -> OptionalLong.empty();
            };
        }
        return OptionalLong.empty();
    }

    /** Whether an id is no term by itself but the number of one in the dictionary. */
    static boolean isNumbered(long id) {
        return switch ((int) (id >>> TAG_SHIFT)) {
            case SHORT_STRING, BOOLEAN, INTEGER, DATE -> false;
            default -> true;
        };
    }

    static Optional<Node> term(long id) {
        long value = id & VALUE_MASK;
        return switch ((int) (id >>> TAG_SHIFT)) {
            case SHORT_STRING -> Optional.of(NodeFactory.createLiteralString(text(value)));
            case BOOLEAN -> Optional.of(literal(value == 1 ? "true" : "false", XSDDatatype.XSDboolean));
            case INTEGER -> Optional.of(literal(Long.toString(value - BIAS), XSDDatatype.XSDinteger));
            case DATE -> Optional.of(literal(LocalDate.ofEpochDay(value - BIAS).toString(), XSDDatatype.XSDdate));
            default -> Optional.empty();
        };
    }

    private static OptionalLong shortString(String text) {
        if (text.length() > MAX_STRING_BYTES) {
            return OptionalLong.empty();
        }
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        // Text that is no Unicode has no bytes: it would turn into "?" and be found there.
        if (bytes.length > MAX_STRING_BYTES || hasLoneSurrogate(text)) {
            return OptionalLong.empty();
        }
        long value = 0;
        for (int i = 0; i < MAX_STRING_BYTES; i++) {
            value = value << 8 | (i < bytes.length ? bytes[i] & 0xff : 0);
        }
        return OptionalLong.of(tagged(SHORT_STRING, value << 8 | bytes.length));
    }

    private static boolean hasLoneSurrogate(String text) {
        for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
            int character = text.codePointAt(i);
            if (character >= Character.MIN_SURROGATE && character <= Character.MAX_SURROGATE) {
                return true;
            }
        }
        return false;
    }

    private static String text(long value) {
        int length = (int) (value & 0xff);
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) (value >>> (8 * (MAX_STRING_BYTES - i)));
        }
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static OptionalLong integer(String text) {
        if (text.isEmpty() || text.length() > MAX_INTEGER_CHARS) {
            return OptionalLong.empty();
        }
        try {
            long value = Long.parseLong(text);
            boolean fits =
                    value >= -BIAS && value < BIAS && Long.toString(value).equals(text);
            return fits ? OptionalLong.of(tagged(INTEGER, value + BIAS)) : OptionalLong.empty();
        } catch (NumberFormatException e) {
            return OptionalLong.empty();
        }
    }

    private static OptionalLong date(String text) {
        if (text.length() != DATE_CHARS) {
            return OptionalLong.empty();
        }
        try {
            LocalDate date = LocalDate.parse(text);
            boolean same = date.toString().equals(text);
            return same ? OptionalLong.of(tagged(DATE, date.toEpochDay() + BIAS)) : OptionalLong.empty();
        } catch (DateTimeException e) {
            return OptionalLong.empty();
        }
    }

    private static Node literal(String text, XSDDatatype type) {
        return NodeFactory.createLiteralDT(text, type);
    }

    private static long tagged(int tag, long value) {
        return (long) tag << TAG_SHIFT | value;
    }
}
