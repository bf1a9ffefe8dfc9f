package kith.daemon.exchange;

import java.io.IOException;
import java.io.Writer;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.regex.Pattern;
import org.apache.jena.graph.Node;
import org.apache.jena.sparql.core.DatasetGraph;
import org.apache.jena.sparql.core.Quad;
import org.apache.jena.vocabulary.RDF;
import org.apache.jena.vocabulary.XSD;

/**
 * Turtle and TriG for people and for version control: sorted, one object a line, the same bytes for the same
 * dataset. Blank nodes keep their names, for these are what lets a replica know them again.
 */
final class TurtleWriter implements GraphWriter {
    private static final Node TYPE = RDF.type.asNode();
    private static final Census.Spelling SPELLING = new Census.Spelling(
            predicate -> !predicate.equals(TYPE), literal -> Terms.isTyped(literal) && !isBare(literal));
    private static final String INDENT = "    ";
    private static final Pattern INTEGER = Pattern.compile("[+-]?[0-9]+");
    private static final Pattern DECIMAL = Pattern.compile("[+-]?[0-9]*\\.[0-9]+");
    private static final Pattern TRUTH = Pattern.compile("true|false");

    private final boolean graphs;
    private final Map<String, String> prefixes;

    TurtleWriter(boolean graphs, Map<String, String> prefixes) {
        this.graphs = graphs;
        this.prefixes = prefixes;
    }

    @Override
    public void write(DatasetGraph dataset, Writer out) throws IOException {
        Census census = new Census(dataset, prefixes, SPELLING);
        for (Map.Entry<String, String> each : census.prefixes().used().entrySet()) {
            out.append("@prefix ").append(each.getKey()).append(": ");
            Terms.iri(out, each.getValue());
            out.append(" .\n");
        }
        subjects(census, Quad.defaultGraphIRI, census.subjects(), "", out);
        for (Node graph : graphs ? census.graphs() : List.<Node>of()) {
            out.append('\n');
            term(census, graph, out);
            out.append(" {");
            subjects(census, graph, census.subjects(graph), INDENT, out);
            out.append("}\n");
        }
    }

    private void subjects(Census census, Node graph, Collection<Node> subjects, String indent, Writer out)
            throws IOException {
        for (Node subject : subjects) {
            out.append('\n').append(indent);
            term(census, subject, out);
            about(census, census.about(graph, subject), indent + INDENT, out);
        }
    }

    private void about(Census census, SortedMap<Node, SortedSet<Node>> about, String indent, Writer out)
            throws IOException {
        SortedSet<Node> types = about.remove(TYPE);
        String end = "";
        if (types != null) {
            out.append('\n').append(indent).append('a');
            objects(census, types, indent, out);
            end = " ;";
        }
        for (Map.Entry<Node, SortedSet<Node>> each : about.entrySet()) {
            out.append(end).append('\n').append(indent);
            term(census, each.getKey(), out);
            objects(census, each.getValue(), indent, out);
            end = " ;";
        }
        out.append(" .\n");
    }

    private void objects(Census census, SortedSet<Node> objects, String indent, Writer out) throws IOException {
        if (objects.size() == 1) {
            out.append(' ');
            term(census, objects.first(), out);
            return;
        }
        String end = "";
        for (Node object : objects) {
            out.append(end).append('\n').append(indent).append(INDENT);
            term(census, object, out);
            end = " ,";
        }
    }

    private static void term(Census census, Node term, Writer out) throws IOException {
        if (term.isURI()) {
            iri(census, term.getURI(), out);
        } else if (term.isLiteral()) {
            literal(census, term, out);
        } else {
            Terms.write(out, term);
        }
    }

    private static void iri(Census census, String iri, Writer out) throws IOException {
        String shrunk = census.prefixes().shrink(iri);
        if (shrunk.isEmpty()) {
            Terms.iri(out, iri);
        } else {
            out.append(shrunk);
        }
    }

    private static void literal(Census census, Node literal, Writer out) throws IOException {
        if (isBare(literal)) {
            out.append(literal.getLiteralLexicalForm());
        } else if (Terms.isTyped(literal)) {
            Terms.quoted(out, literal.getLiteralLexicalForm());
            out.append("^^");
            iri(census, literal.getLiteralDatatypeURI(), out);
        } else {
            Terms.write(out, literal);
        }
    }

    // Turtle reads these back as exactly the same literal.
    private static boolean isBare(Node literal) {
        String text = literal.getLiteralLexicalForm();
        String datatype = literal.getLiteralDatatypeURI();
        return (datatype.equals(XSD.integer.getURI()) && INTEGER.matcher(text).matches())
                || (datatype.equals(XSD.decimal.getURI())
                        && DECIMAL.matcher(text).matches())
                || (datatype.equals(XSD.xboolean.getURI())
                        && TRUTH.matcher(text).matches());
    }
}
