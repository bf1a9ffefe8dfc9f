package kith.daemon.store;

import kith.daemon.index.Ids;
import org.apache.jena.datatypes.xsd.XSDDatatype;
import org.apache.jena.graph.Node;
import org.apache.jena.sparql.util.NodeCmp;

/**
 * A term on its way into the dictionary. A key with an order: a table of terms that a peer chose to have the same hash is no
 * list.
 */
record FreshTerm(Node node) implements Comparable<FreshTerm> {
    @Override
    public int compareTo(FreshTerm other) {
        return NodeCmp.compareRDFTerms(node, other.node);
    }

    /** What the top byte of its id tells. */
    int kind() {
        if (node.isURI()) {
            return Ids.IRI;
        }
        if (node.isBlank()) {
            return Ids.BLANK;
        }
        if (node.isTripleTerm()) {
            return Ids.TRIPLE;
        }
        if (!node.getLiteralLanguage().isEmpty()) {
            return Ids.LANGUAGE;
        }
        return node.getLiteralDatatypeURI().equals(XSDDatatype.XSDstring.getURI()) ? Ids.STRING : Ids.LITERAL;
    }
}
