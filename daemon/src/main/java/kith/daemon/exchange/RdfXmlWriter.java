package kith.daemon.exchange;

import java.io.IOException;
import java.io.Writer;
import java.util.Map;
import java.util.SortedSet;
import kith.ontology.fault.Code;
import kith.ontology.fault.KithException;
import org.apache.jena.graph.Node;
import org.apache.jena.sparql.core.DatasetGraph;
import org.apache.jena.sparql.core.Quad;
import org.apache.jena.vocabulary.RDF;

/** RDF/XML in its plainest form, sorted: a description for each subject, an element for each statement. */
final class RdfXmlWriter implements GraphWriter {
    private static final Census.Spelling SPELLING = new Census.Spelling(predicate -> true, Terms::isTyped);

    @Override
    public void write(DatasetGraph dataset, Writer out) throws IOException {
        Census census = new Census(dataset, Map.of(), SPELLING);
        out.append("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<rdf:RDF xmlns:rdf=\"");
        escaped(RDF.getURI(), out);
        out.append("\">\n");
        for (Node subject : census.subjects()) {
            description(census, subject, out);
        }
        out.append("</rdf:RDF>\n");
    }

    private static void description(Census census, Node subject, Writer out) throws IOException {
        out.append("  <rdf:Description ");
        out.append(subject.isBlank() ? "rdf:nodeID=\"" : "rdf:about=\"");
        escaped(name(subject), out);
        out.append("\">\n");
        for (Map.Entry<Node, SortedSet<Node>> each :
                census.about(Quad.defaultGraphIRI, subject).entrySet()) {
            for (Node object : each.getValue()) {
                property(each.getKey().getURI(), object, out);
            }
        }
        out.append("  </rdf:Description>\n");
    }

    private static void property(String predicate, Node object, Writer out) throws IOException {
        int split = split(predicate);
        String name = (predicate.startsWith(RDF.getURI()) ? "rdf:" : "p:") + predicate.substring(split);
        out.append("    <").append(name);
        if (name.startsWith("p:")) {
            out.append(" xmlns:p=\"");
            escaped(predicate.substring(0, split), out);
            out.append('"');
        }
        if (object.isLiteral()) {
            literal(object, name, out);
        } else {
            out.append(object.isBlank() ? " rdf:nodeID=\"" : " rdf:resource=\"");
            escaped(name(object), out);
            out.append("\"/>\n");
        }
    }

    private static void literal(Node literal, String name, Writer out) throws IOException {
        if (literal.getLiteralBaseDirection() != null) {
            throw cannot("a text with a base direction");
        }
        if (!literal.getLiteralLanguage().isEmpty()) {
            out.append(" xml:lang=\"").append(literal.getLiteralLanguage()).append('"');
        } else if (!Terms.isPlain(literal)) {
            out.append(" rdf:datatype=\"");
            escaped(literal.getLiteralDatatypeURI(), out);
            out.append('"');
        }
        out.append('>');
        escaped(literal.getLiteralLexicalForm(), out);
        out.append("</").append(name).append(">\n");
    }

    private static String name(Node term) {
        if (term.isTripleTerm()) {
            throw cannot("a triple term");
        }
        return term.isBlank() ? Terms.label(term) : term.getURI();
    }

    // An element needs a local name: the longest end of the IRI that is one.
    private static int split(String predicate) {
        int split = predicate.length();
        for (int i = predicate.length() - 1; i >= 0 && isNamePart(predicate.charAt(i)); i--) {
            split = isNameStart(predicate.charAt(i)) ? i : split;
        }
        if (split == predicate.length() || split == 0) {
            throw cannot("the predicate <" + predicate + ">, which does not end in a name");
        }
        return split;
    }

    private static boolean isNameStart(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
    }

    private static boolean isNamePart(char c) {
        return isNameStart(c) || (c >= '0' && c <= '9') || c == '-' || c == '.';
    }

    private static void escaped(String text, Writer out) throws IOException {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '"' -> out.append("&quot;");
                // Written as they are, XML would read another line break, or none.
                case '\r' -> out.append("&#13;");
                case '\n' -> out.append("&#10;");
                case '\t' -> out.append("&#9;");
                default -> {
                    if (c < ' ' || c == '\ufffe' || c == '\uffff') {
                        throw cannot("the character U+%04X".formatted((int) c));
                    }
                    out.append(c);
                }
            }
        }
    }

    private static KithException cannot(String thing) {
        return KithException.user(
                Code.USAGE, "RDF/XML has no way to write " + thing + ": ask for text/turtle or application/n-quads");
    }
}
