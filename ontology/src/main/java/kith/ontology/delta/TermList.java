package kith.ontology.delta;

import java.util.List;
import kith.ontology.bytes.Bytes;
import org.apache.jena.graph.Node;

/** The terms of a table by their places, each with its bytes. */
record TermList(List<Node> nodes, List<Bytes> forms) {
    int size() {
        return nodes.size();
    }

    Node node(int place) {
        return nodes.get(place);
    }

    Bytes form(int place) {
        return forms.get(place);
    }
}
