package kith.daemon;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import kith.daemon.replica.Replica;
import kith.daemon.store.Snapshot;
import kith.ontology.delta.Dot;
import kith.ontology.delta.HybridClock;
import kith.ontology.delta.SignedDelta;
import org.apache.jena.graph.Node;
import org.apache.jena.sparql.core.Quad;

/** Fields of one value for which more than one was said, by people who did not know of each other. */
final class Conflicts {
    private final Replica replica;

    /** A field: the quad without its value. */
    private record Field(Node graph, Node subject, Node predicate) {}

    Conflicts(Replica replica) {
        this.replica = replica;
    }

    /** Fields with hidden values, by thing: at most {@code most} hidden values in all. */
    JsonArray list(int most) {
        JsonArray list = new JsonArray();
        try (Snapshot snapshot = replica.snapshot()) {
            Map<Field, Boolean> fields = new LinkedHashMap<>();
            for (Quad hidden : snapshot.hidden(most)) {
                fields.put(new Field(hidden.getGraph(), hidden.getSubject(), hidden.getPredicate()), true);
            }
            fields.keySet().forEach(field -> list.add(told(snapshot, field)));
        }
        return list;
    }

    private JsonObject told(Snapshot snapshot, Field field) {
        JsonObject conflict = new JsonObject();
        conflict.addProperty("thing", text(field.subject()));
        if (!Quad.isDefaultGraph(field.graph())) {
            conflict.addProperty("graph", text(field.graph()));
        }
        conflict.addProperty("predicate", text(field.predicate()));
        JsonArray hidden = new JsonArray();
        List<Quad> holding = snapshot.holding(field.graph(), field.subject(), field.predicate());
        for (Quad quad : holding) {
            JsonObject value = value(snapshot, quad);
            if (snapshot.contains(quad)) {
                conflict.add("shown", value);
            } else {
                hidden.add(value);
            }
        }
        conflict.add("hidden", hidden);
        return conflict;
    }

    /** A value, and the newest of the deltas that assert it. */
    private JsonObject value(Snapshot snapshot, Quad quad) {
        JsonObject value = new JsonObject();
        Node object = quad.getObject();
        value.addProperty("value", text(object));
        value.addProperty("type", object.isLiteral() ? "literal" : object.isURI() ? "uri" : "bnode");
        if (object.isLiteral() && !object.getLiteralLanguage().isEmpty()) {
            value.addProperty("xml:lang", object.getLiteralLanguage());
        } else if (object.isLiteral()) {
            value.addProperty("datatype", object.getLiteralDatatypeURI());
        }
        newest(snapshot, quad).ifPresent(delta -> {
            value.addProperty("delta", delta.briefId());
            value.addProperty("time", HybridClock.instant(delta.entry().clock()).toString());
            replica.store()
                    .log(delta.dot().log())
                    .ifPresent(log ->
                            value.addProperty("author", log.root().author().did()));
        });
        return value;
    }

    private Optional<SignedDelta> newest(Snapshot snapshot, Quad quad) {
        return snapshot.history(quad).live(dot -> true).stream()
                .flatMap(dot -> delta(dot).stream())
                .max(Comparator.comparingLong(delta -> delta.entry().clock()));
    }

    private Optional<SignedDelta> delta(Dot dot) {
        return replica.store().read(dot.log(), dot.seq(), 1, 0).stream().findFirst();
    }

    private static String text(Node term) {
        if (term.isURI()) {
            return term.getURI();
        }
        return term.isLiteral() ? term.getLiteralLexicalForm() : "_:" + term.getBlankNodeLabel();
    }
}
