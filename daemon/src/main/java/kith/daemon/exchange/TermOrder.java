package kith.daemon.exchange;

import java.util.Comparator;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.Triple;

/** One order of all RDF terms, the same everywhere: IRIs, blank nodes, literals, triple terms; then by their text. */
final class TermOrder implements Comparator<Node> {
    static final TermOrder INSTANCE = new TermOrder();

    private TermOrder() {}

    @Override
    public int compare(Node left, Node right) {
        int kind = Integer.compare(kind(left), kind(right));
        if (kind != 0) {
            return kind;
        }
        return switch (kind(left)) {
            case 0 -> left.getURI().compareTo(right.getURI());
            case 1 -> left.getBlankNodeLabel().compareTo(right.getBlankNodeLabel());
            case 2 -> literals(left, right);
            default -> triples(left.getTriple(), right.getTriple());
        };
    }

    private static int kind(Node term) {
        if (term.isURI()) {
            return 0;
        }
        if (term.isBlank()) {
            return 1;
        }
        return term.isLiteral() ? 2 : 3;
    }

    private static int literals(Node left, Node right) {
        int order = left.getLiteralLexicalForm().compareTo(right.getLiteralLexicalForm());
        if (order == 0) {
            order = left.getLiteralDatatypeURI().compareTo(right.getLiteralDatatypeURI());
        }
        if (order == 0) {
            order = left.getLiteralLanguage().compareTo(right.getLiteralLanguage());
        }
        if (order == 0) {
            order = String.valueOf(left.getLiteralBaseDirection())
                    .compareTo(String.valueOf(right.getLiteralBaseDirection()));
        }
        return order;
    }

    private int triples(Triple left, Triple right) {
        int order = compare(left.getSubject(), right.getSubject());
        if (order == 0) {
            order = compare(left.getPredicate(), right.getPredicate());
        }
        return order == 0 ? compare(left.getObject(), right.getObject()) : order;
    }
}
