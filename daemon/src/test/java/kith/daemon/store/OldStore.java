package kith.daemon.store;

import java.nio.file.Path;
import java.util.List;
import kith.ontology.bytes.Bytes;
import kith.ontology.quad.BlankNames;
import org.apache.jena.datatypes.xsd.XSDDatatype;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.NodeFactory;
import org.apache.jena.sparql.core.Quad;

/** The content of the old store: a term of each kind, asserts, retracts, a log that waits, two spaces. Never changes. */
final class OldStore {
    static final Quad MORE = quad(Quad.defaultGraphIRI, NodeFactory.createURI("urn:more"));

    private static final Node GRAPH = NodeFactory.createURI("https://example.org/graph");
    private static final List<Node> TERMS = List.of(
            NodeFactory.createURI("https://example.org/person/ada"),
            BlankNames.node(Bytes.sha256(Bytes.utf8("blank").view()).slice(0, BlankNames.BYTES)),
            NodeFactory.createLiteralString("short"),
            NodeFactory.createLiteralString("longer than six bytes"),
            NodeFactory.createLiteralString("long ".repeat(100)),
            NodeFactory.createLiteralLang("gr\u00fcezi", "de-CH"),
            NodeFactory.createLiteralDT("42", XSDDatatype.XSDinteger),
            NodeFactory.createLiteralDT("042", XSDDatatype.XSDinteger),
            NodeFactory.createLiteralDT("2026-11-22", XSDDatatype.XSDdate),
            NodeFactory.createLiteralDT("true", XSDDatatype.XSDboolean),
            NodeFactory.createLiteralDT("1.5", XSDDatatype.XSDdecimal),
            NodeFactory.createTripleTerm(
                    NodeFactory.createURI("urn:s"),
                    NodeFactory.createURI("urn:p"),
                    NodeFactory.createLiteralString("said")));

    private OldStore() {}

    private static Quad quad(Node graph, Node object) {
        return Quad.create(
                graph,
                NodeFactory.createURI("https://example.org/subject"),
                NodeFactory.createURI("https://example.org/predicate"),
                object);
    }

    private static Quad[] all(Node graph) {
        return TERMS.stream().map(term -> quad(graph, term)).toArray(Quad[]::new);
    }

    /** A store with this content; what it wrote before it was opened anew is in sorted files. */
    static Store write(Path folder) {
        try (Store store = Store.open(folder, Pen.SMALL)) {
            Pen.space(store, "empty");
            SpaceStore river = Pen.space(store, "river");
            Pen ada = new Pen(river, "ada");
            ada.says(all(Quad.defaultGraphIRI));
            ada.takesBack(quad(Quad.defaultGraphIRI, TERMS.getFirst()));
        }
        Store store = Store.open(folder, Pen.SMALL);
        SpaceStore river = river(store);
        Pen bo = new Pen(river, "bo");
        bo.says(all(GRAPH));
        bo.takesBack(quad(GRAPH, TERMS.getLast()));
        bo.says(quad(Quad.defaultGraphIRI, TERMS.getFirst()));
        new Pen(river, "cy").saysUnseen(quad(Quad.defaultGraphIRI, NodeFactory.createURI("urn:unseen")));
        store.sync();
        return store;
    }

    static SpaceStore river(Store store) {
        return store.spaces().stream()
                .filter(space -> space.name().equals("river"))
                .findFirst()
                .orElseThrow();
    }
}
