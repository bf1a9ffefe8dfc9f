package kith.daemon;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.Iterator;
import java.util.Optional;
import java.util.function.Consumer;
import kith.daemon.store.Snapshot;
import org.apache.jena.atlas.iterator.Iter;
import org.apache.jena.graph.Node;
import org.apache.jena.sparql.core.Quad;
import org.apache.jena.vocabulary.RDF;

/**
 * A value for people who read of a list what is in it, and not the name of its first cell: {@link Portion#value}, and of a
 * list its members as {@code list}, nested ones in them, with {@code more} true where it goes on. For one value.
 */
final class ListText {
    /** Members that are told of a value, those of lists in it with them. */
    static final int MAX_MEMBERS = 20;

    private final Snapshot snapshot;
    private final Node graph;
    private final Consumer<Quad> counting;
    private int left = MAX_MEMBERS;

    private ListText(Snapshot snapshot, Node graph, Consumer<Quad> counting) {
        this.snapshot = snapshot;
        this.graph = graph;
        this.counting = counting;
    }

    /** @param counting told of every fact that goes into the answer */
    static JsonObject value(Snapshot snapshot, Quad quad, Consumer<Quad> counting) {
        return new ListText(snapshot, quad.getGraph(), counting).value(quad.getObject());
    }

    private JsonObject value(Node value) {
        JsonObject told = Portion.value(value);
        if (value.isBlank() && one(value, RDF.Nodes.first).isPresent()) {
            addMembers(value, told);
        }
        return told;
    }

    private void addMembers(Node head, JsonObject told) {
        JsonArray members = new JsonArray();
        Optional<Node> cell = Optional.of(head);
        while (left > 0 && cell.isPresent() && !cell.get().equals(RDF.Nodes.nil)) {
            Optional<Quad> first = one(cell.get(), RDF.Nodes.first);
            if (first.isEmpty()) {
                break;
            }
            left--;
            counting.accept(first.get());
            members.add(value(first.get().getObject()));
            cell = one(cell.get(), RDF.Nodes.rest).map(Quad::getObject);
        }
        told.add("list", members);
        if (!cell.equals(Optional.of(RDF.Nodes.nil))) {
            told.addProperty("more", true);
        }
    }

    /** What a cell says, if it says one thing. */
    private Optional<Quad> one(Node cell, Node predicate) {
        Iterator<Quad> found = snapshot.find(graph, cell, predicate, Node.ANY);
        try {
            Optional<Quad> first = found.hasNext() ? Optional.of(found.next()) : Optional.<Quad>empty();
            return found.hasNext() ? Optional.empty() : first;
        } finally {
            Iter.close(found);
        }
    }
}
