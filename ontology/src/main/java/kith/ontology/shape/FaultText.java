package kith.ontology.shape;

import kith.ontology.vocab.Prefixes;
import org.apache.jena.graph.Node;
import org.apache.jena.shacl.parser.Shape;
import org.apache.jena.shacl.validation.ReportEntry;
import org.apache.jena.sparql.path.P_Link;
import org.apache.jena.sparql.path.Path;
import org.apache.jena.vocabulary.XSD;
import org.jspecify.annotations.Nullable;

/** A fault in words; each of its parts is one line. */
final class FaultText {
    private FaultText() {}

    static ShapeFault of(Shape shape, ReportEntry entry) {
        @Nullable Path path = entry.resultPath();
        @Nullable Node value = entry.value();
        return new ShapeFault(
                name(shape.getShapeNode()),
                focus(entry.focusNode()),
                path == null ? "" : path(path),
                value == null ? "" : value(value),
                oneLine(entry.message(), Integer.MAX_VALUE));
    }

    private static String name(Node node) {
        return node.isURI() ? Prefixes.shrink(node.getURI()) : "_:".concat(node.getBlankNodeLabel());
    }

    private static String focus(Node node) {
        return node.isURI() ? oneLine(node.getURI(), Integer.MAX_VALUE) : "_:".concat(node.getBlankNodeLabel());
    }

    private static String path(Path path) {
        return path instanceof P_Link link ? name(link.getNode()) : oneLine(path.toString(), Shapes.MAX_VALUE_CHARS);
    }

    private static String value(Node node) {
        if (node.isURI()) {
            String shrunk = Prefixes.shrink(node.getURI());
            return shrunk.equals(node.getURI()) ? "<" + oneLine(shrunk, Shapes.MAX_VALUE_CHARS) + ">" : shrunk;
        }
        if (!node.isLiteral()) {
            return node.isBlank() ? name(node) : oneLine(node.toString(), Shapes.MAX_VALUE_CHARS);
        }
        String quoted = "\"" + oneLine(node.getLiteralLexicalForm(), Shapes.MAX_VALUE_CHARS) + "\"";
        if (!node.getLiteralLanguage().isEmpty()) {
            return quoted + "@" + node.getLiteralLanguage();
        }
        String datatype = node.getLiteralDatatypeURI();
        return datatype.equals(XSD.xstring.getURI()) ? quoted : quoted + "^^" + Prefixes.shrink(datatype);
    }

    /** The text without control characters and, when it is longer than {@code max}, cut between two characters. */
    private static String oneLine(String text, int max) {
        int end = Math.min(text.length(), max);
        if (end < text.length() && Character.isHighSurrogate(text.charAt(end - 1))) {
            end--;
        }
        StringBuilder line = new StringBuilder(end + 1);
        for (int i = 0; i < end; i++) {
            char c = text.charAt(i);
            line.append(Character.isISOControl(c) || c == '\u2028' || c == '\u2029' ? ' ' : c);
        }
        return end < text.length() ? line.append('…').toString() : line.toString();
    }
}
