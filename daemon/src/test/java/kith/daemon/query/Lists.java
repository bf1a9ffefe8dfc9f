package kith.daemon.query;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import kith.daemon.replica.TestNode;
import kith.daemon.store.Snapshot;
import kith.ontology.bytes.Bytes;
import kith.ontology.quad.BlankNames;
import kith.ontology.vocab.Prefixes;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.NodeFactory;
import org.apache.jena.sparql.core.Quad;
import org.apache.jena.vocabulary.RDF;

/** Writes lists into fields of things of the space {@code river}, and reads them as a plain reader of RDF would. */
final class Lists {
    static final Node NAME = NodeFactory.createURI(Prefixes.FOAF + "name");
    static final Node NIL = RDF.nil.asNode();
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    /** Of this many members and more, a list goes round. */
    private static final int MANY = 50_000;

    private final Sandbox sandbox = Sandbox.install(Prefixes.map());

    Receipt update(TestNode node, String text) {
        return write(node, write -> modify(write, text));
    }

    Receipt write(TestNode node, Consumer<WriteAccess> change) {
        try (WriteAccess write = space(node).write()) {
            change.accept(write);
            return write.commit("");
        }
    }

    void modify(WriteAccess write, String text) {
        Modification.parse(sandbox, text, List.of(), List.of()).make(write, PATIENCE, 1_000_000);
    }

    static SpaceAccess space(TestNode node) {
        return new ReplicaSpaces(node.replicas(), count -> node.machine().random(count))
                .space("river")
                .orElseThrow();
    }

    static Node thing(String iri) {
        return NodeFactory.createURI(iri);
    }

    /** The value of a name that shows, as {@code (a (b c))} if it is a list. */
    static Set<String> shown(TestNode node, String thing) {
        Set<String> shown = new HashSet<>();
        try (Snapshot snapshot = node.replica().snapshot()) {
            snapshot.find(Node.ANY, thing(thing), NAME, Node.ANY)
                    .forEachRemaining(quad -> shown.add(text(snapshot, quad.getGraph(), quad.getObject())));
        }
        return shown;
    }

    /** The values of a name that hold, shown or hidden. */
    static List<Quad> holding(TestNode node, String thing) {
        try (Snapshot snapshot = node.replica().snapshot()) {
            return snapshot.holding(Quad.defaultGraphIRI, thing(thing), NAME);
        }
    }

    static String text(TestNode node, Node value) {
        try (Snapshot snapshot = node.replica().snapshot()) {
            return text(snapshot, Quad.defaultGraphIRI, value);
        }
    }

    private static String text(Snapshot snapshot, Node graph, Node value) {
        if (value.isLiteral()) {
            return value.getLiteralLexicalForm();
        }
        if (!value.isBlank() && !value.equals(NIL)) {
            return value.getURI();
        }
        List<String> members = new ArrayList<>();
        Node cell = value;
        while (!cell.equals(NIL) && members.size() < MANY) {
            Optional<Node> first = one(snapshot, graph, cell, RDF.first.asNode());
            Optional<Node> rest = one(snapshot, graph, cell, RDF.rest.asNode());
            members.add(first.map(member -> text(snapshot, graph, member)).orElse("?"));
            if (rest.isEmpty()) {
                members.add("?");
                break;
            }
            cell = rest.get();
        }
        return "(" + String.join(" ", members) + ")";
    }

    private static Optional<Node> one(Snapshot snapshot, Node graph, Node cell, Node predicate) {
        List<Node> found = new ArrayList<>();
        snapshot.find(graph, cell, predicate, Node.ANY).forEachRemaining(quad -> found.add(quad.getObject()));
        return found.size() == 1 ? Optional.of(found.getFirst()) : Optional.empty();
    }

    /** Everything that shows of blank nodes. */
    static Set<Quad> cells(TestNode node) {
        Set<Quad> cells = new HashSet<>();
        try (Snapshot snapshot = node.replica().snapshot()) {
            snapshot.find(Node.ANY, Node.ANY, Node.ANY, Node.ANY).forEachRemaining(quad -> {
                if (quad.getSubject().isBlank()) {
                    cells.add(quad);
                }
            });
        }
        return cells;
    }

    static int hidden(TestNode node) {
        try (Snapshot snapshot = node.replica().snapshot()) {
            return snapshot.hidden(1_000).size();
        }
    }

    static Node blank(String label) {
        return BlankNames.named(Bytes.utf8("lists"), label);
    }
}
