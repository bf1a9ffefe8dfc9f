package kith.daemon.exchange;

import java.io.IOException;
import kith.ontology.bytes.Bytes;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.TextDirection;
import org.apache.jena.graph.Triple;
import org.apache.jena.vocabulary.XSD;

/** RDF terms as N-Triples writes them, which Turtle, TriG and N-Quads read too. */
final class Terms {
    private Terms() {}

    static void write(Appendable out, Node term) throws IOException {
        if (term.isURI()) {
            iri(out, term.getURI());
        } else if (term.isBlank()) {
            out.append("_:").append(label(term));
        } else if (term.isLiteral()) {
            literal(out, term);
        } else {
            Triple triple = term.getTriple();
            out.append("<<( ");
            write(out, triple.getSubject());
            out.append(' ');
            write(out, triple.getPredicate());
            out.append(' ');
            write(out, triple.getObject());
            out.append(" )>>");
        }
    }

    static void iri(Appendable out, String iri) throws IOException {
        out.append('<');
        for (int i = 0; i < iri.length(); i++) {
            char c = iri.charAt(i);
            if (c <= ' ' || "<>\"{}|\\^`".indexOf(c) >= 0) {
                unicode(out, c);
            } else {
                out.append(c);
            }
        }
        out.append('>');
    }

    /** A text between quotation marks. */
    static void quoted(Appendable out, String text) throws IOException {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                default -> {
                    if (c < ' ' || c == 0x7f) {
                        unicode(out, c);
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        out.append('"');
    }

    /** What follows {@code @} for a text with a language; empty for any other literal. */
    static String language(Node literal) {
        String language = literal.getLiteralLanguage();
        TextDirection direction = literal.getLiteralBaseDirection();
        return direction == null ? language : language + "--" + direction.direction();
    }

    /** Whether the literal is a plain text: neither datatype nor language is written. */
    static boolean isPlain(Node literal) {
        return XSD.xstring.getURI().equals(literal.getLiteralDatatypeURI());
    }

    /** Whether the datatype of the literal has to be written. */
    static boolean isTyped(Node literal) {
        return !isPlain(literal) && literal.getLiteralLanguage().isEmpty();
    }

    /** A label for the blank node that every syntax takes; the node's own when it is such. */
    static String label(Node blank) {
        String label = blank.getBlankNodeLabel();
        boolean plain = !label.isEmpty() && Character.isLetter(label.charAt(0)) && label.charAt(0) != 'x';
        for (int i = 0; plain && i < label.length(); i++) {
            char c = label.charAt(i);
            plain = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        }
        return plain ? label : "x" + Bytes.utf8(label).toHex();
    }

    private static void literal(Appendable out, Node literal) throws IOException {
        quoted(out, literal.getLiteralLexicalForm());
        String language = language(literal);
        if (!language.isEmpty()) {
            out.append('@').append(language);
        } else if (!isPlain(literal)) {
            out.append("^^");
            iri(out, literal.getLiteralDatatypeURI());
        }
    }

    private static void unicode(Appendable out, char c) throws IOException {
        out.append("\\u%04X".formatted((int) c));
    }
}
