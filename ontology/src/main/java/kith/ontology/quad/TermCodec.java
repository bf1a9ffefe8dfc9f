package kith.ontology.quad;

import java.nio.charset.StandardCharsets;
import kith.ontology.bytes.ByteReader;
import kith.ontology.bytes.ByteWriter;
import kith.ontology.bytes.Bytes;
import kith.ontology.fault.Code;
import kith.ontology.fault.KithException;
import org.apache.jena.datatypes.BaseDatatype;
import org.apache.jena.datatypes.RDFDatatype;
import org.apache.jena.datatypes.TypeMapper;
import org.apache.jena.datatypes.xsd.XSDDatatype;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.NodeFactory;
import org.apache.jena.graph.TextDirection;
import org.apache.jena.graph.Triple;

/**
 * The one byte form of an RDF term, in the log, on the wire and in the store: equal terms have equal bytes and unequal
 * terms unequal ones. A tag byte, then what the tag says; see {@code docs/protocol/delta.md}. Safe from any thread.
 *
 * <p>The lexical form of a literal is kept to the letter: what was signed is what is read.
 */
public final class TermCodec {
    /** The longest IRI, datatype or language, in bytes of UTF-8. */
    public static final int MAX_IRI_BYTES = 8_192;
    /** The longest term of any kind, in bytes; below the payload of a delta. */
    public static final int MAX_TERM_BYTES = 1_000_000;
    /** How deep triple terms may nest. */
    public static final int MAX_NESTING = 16;

    private static final int MAX_LANGUAGE_BYTES = 255;

    private static final int IRI = 1;
    private static final int BLANK = 2;
    private static final int STRING = 3;
    private static final int LANGUAGE = 4;
    private static final int DIRECTION = 5;
    private static final int TYPED = 6;
    private static final int TRIPLE = 7;

    private TermCodec() {}

    /**
     * The bytes of a concrete term.
     *
     * @throws KithException USER, REJECTED where the term has no form: an IRI with characters no IRI has, a triple term
     *     that is no triple, text that is no Unicode, a term past its limit
     * @throws IllegalArgumentException if it is a blank node that the door did not name
     */
    public static Bytes encode(Node term) {
        ByteWriter out = new ByteWriter();
        write(term, out, 0);
        if (out.length() > MAX_TERM_BYTES) {
            throw rejected("a term of " + out.length() + " bytes is past the limit of " + MAX_TERM_BYTES);
        }
        return out.toBytes();
    }

    /** The term of {@code content}; every byte must belong to it. */
    public static Node decode(byte[] content) {
        if (content.length > MAX_TERM_BYTES) {
            throw new ByteReader(content).malformed("a term of " + content.length + " bytes");
        }
        return read(new ByteReader(content), 0);
    }

    public static Node decode(Bytes content) {
        return decode(content.view());
    }

    private static void write(Node term, ByteWriter out, int depth) {
        if (term.isURI()) {
            out.u8(IRI).bytes(iri(term.getURI()));
        } else if (term.isBlank()) {
            if (!BlankNames.isNamed(term)) {
                throw new IllegalArgumentException("a blank node that the door did not name");
            }
            out.u8(BLANK).bytes(BlankNames.name(term));
        } else if (term.isLiteral()) {
            writeLiteral(term, out);
        } else if (term.isTripleTerm() && depth < MAX_NESTING) {
            writeTriple(term.getTriple(), out, depth);
        } else {
            throw rejected("a term of a kind that cannot be stored, or nested deeper than " + MAX_NESTING);
        }
    }

    private static void writeTriple(Triple triple, ByteWriter out, int depth) {
        if (!isTriple(triple.getSubject(), triple.getPredicate())) {
            throw rejected("a triple term whose subject is no IRI or blank node, or whose predicate is no IRI");
        }
        out.u8(TRIPLE);
        writeNested(triple.getSubject(), out, depth);
        writeNested(triple.getPredicate(), out, depth);
        writeNested(triple.getObject(), out, depth);
    }

    private static boolean isTriple(Node subject, Node predicate) {
        return (subject.isURI() || subject.isBlank()) && predicate.isURI();
    }

    private static void writeNested(Node term, ByteWriter out, int depth) {
        ByteWriter part = new ByteWriter();
        write(term, part, depth + 1);
        out.sized(part.toArray());
    }

    private static void writeLiteral(Node literal, ByteWriter out) {
        byte[] text = utf8(literal.getLiteralLexicalForm());
        String language = literal.getLiteralLanguage();
        if (!language.isEmpty()) {
            if (!isLanguage(language)) {
                throw rejected("\"" + language + "\" is no language tag");
            }
            TextDirection direction = literal.getLiteralBaseDirection();
            out.u8(direction == null ? LANGUAGE : DIRECTION).text(language);
            if (direction != null) {
                out.u8(direction == TextDirection.LTR ? 0 : 1);
            }
            out.bytes(text);
        } else if (XSDDatatype.XSDstring.getURI().equals(literal.getLiteralDatatypeURI())) {
            out.u8(STRING).bytes(text);
        } else {
            out.u8(TYPED).sized(iri(literal.getLiteralDatatypeURI())).bytes(text);
        }
    }

    private static Node read(ByteReader in, int depth) {
        int tag = in.u8();
        return switch (tag) {
            case IRI -> NodeFactory.createURI(readIri(in, in.remaining()));
            case BLANK -> {
                Bytes name = in.bytes(BlankNames.BYTES);
                in.end();
                yield BlankNames.node(name);
            }
            case STRING -> NodeFactory.createLiteralString(rest(in));
            case LANGUAGE -> readLanguage(in, false);
            case DIRECTION -> readLanguage(in, true);
            case TYPED -> readTyped(in);
            case TRIPLE -> readTriple(in, depth);
            default -> throw in.malformed("unknown kind of term " + tag);
        };
    }

    private static Node readLanguage(ByteReader in, boolean directed) {
        String language = in.text(MAX_LANGUAGE_BYTES, "language");
        if (!isLanguage(language)) {
            throw in.malformed("no language tag");
        }
        TextDirection direction = directed ? direction(in) : null;
        Node literal = direction == null
                ? NodeFactory.createLiteralLang(rest(in), language)
                : NodeFactory.createLiteralDirLang(rest(in), language, direction);
        if (!literal.getLiteralLanguage().equals(language)) {
            throw in.malformed("language tag not in its normal form");
        }
        return literal;
    }

    private static TextDirection direction(ByteReader in) {
        return switch (in.u8()) {
            case 0 -> TextDirection.LTR;
            case 1 -> TextDirection.RTL;
            default -> throw in.malformed("unknown direction of text");
        };
    }

    private static Node readTyped(ByteReader in) {
        String datatype = readIri(in, in.count(MAX_IRI_BYTES, 1, "datatype"));
        if (datatype.equals(XSDDatatype.XSDstring.getURI())) {
            throw in.malformed("a plain string spelled as a typed literal");
        }
        return NodeFactory.createLiteralDT(rest(in), datatype(datatype));
    }

    /** A datatype nobody here knows is not noted in Jena's registry, which never forgets: peers would fill it. */
    private static RDFDatatype datatype(String iri) {
        RDFDatatype known = TypeMapper.getInstance().getTypeByName(iri);
        return known != null ? known : new BaseDatatype(iri);
    }

    private static Node readTriple(ByteReader in, int depth) {
        if (depth >= MAX_NESTING) {
            throw in.malformed("triple terms nested deeper than " + MAX_NESTING);
        }
        Node subject = readNested(in, depth);
        Node predicate = readNested(in, depth);
        Node object = readNested(in, depth);
        in.end();
        if (!isTriple(subject, predicate)) {
            throw in.malformed("a triple term that is no triple");
        }
        return NodeFactory.createTripleTerm(subject, predicate, object);
    }

    private static Node readNested(ByteReader in, int depth) {
        return read(in.part(in.count(MAX_TERM_BYTES, 1, "term")), depth + 1);
    }

    private static String readIri(ByteReader in, int length) {
        if (length > MAX_IRI_BYTES || length == 0) {
            throw in.malformed("an IRI of " + length + " bytes");
        }
        String iri = ByteReader.utf8(in.take(length), 0, length, "IRI", in.position());
        if (!isIri(iri)) {
            throw in.malformed("characters that no IRI has");
        }
        return iri;
    }

    private static String rest(ByteReader in) {
        int length = in.remaining();
        return ByteReader.utf8(in.take(length), 0, length, "literal", in.position());
    }

    private static byte[] iri(String iri) {
        byte[] bytes = utf8(iri);
        if (bytes.length == 0 || bytes.length > MAX_IRI_BYTES) {
            throw rejected("an IRI of " + bytes.length + " bytes; the limit is " + MAX_IRI_BYTES);
        }
        if (!isIri(iri)) {
            throw rejected("<" + iri + "> has characters that no IRI has, or no scheme");
        }
        return bytes;
    }

    /** Whether an IRI is absolute and free of the characters that the grammars of RDF exclude. */
    private static boolean isIri(String iri) {
        int colon = iri.indexOf(':');
        if (colon <= 0) {
            return false;
        }
        for (int i = 0; i < iri.length(); i++) {
            char c = iri.charAt(i);
            if (c <= 0x20 || (c < 0x80 && "<>\"{}|^`\\".indexOf(c) >= 0)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isLanguage(String language) {
        int run = 0;
        boolean first = true;
        for (int i = 0; i < language.length(); i++) {
            char c = language.charAt(i);
            boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
            boolean digit = c >= '0' && c <= '9';
            if (c == '-' && run > 0) {
                run = 0;
                first = false;
            } else if (letter || (digit && !first)) {
                run++;
            } else {
                return false;
            }
            if (run > 8) {
                return false;
            }
        }
        return run > 0 && language.length() <= MAX_LANGUAGE_BYTES;
    }

    private static byte[] utf8(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isSurrogate(c)) {
                boolean pair = Character.isHighSurrogate(c)
                        && i + 1 < text.length()
                        && Character.isLowSurrogate(text.charAt(++i));
                if (!pair) {
                    throw rejected("text with half a surrogate pair, which is no Unicode");
                }
            }
        }
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static KithException rejected(String message) {
        return KithException.user(Code.REJECTED, message);
    }
}
