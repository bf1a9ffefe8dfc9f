package kith.daemon;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import kith.daemon.replica.Replica;
import kith.daemon.store.Snapshot;
import kith.ontology.fault.Code;
import kith.ontology.fault.KithException;
import org.apache.jena.graph.Node;
import org.apache.jena.sparql.core.Quad;

/** Fields of one value for which more than one was said, by people who did not know of each other. For one request. */
final class Conflicts {
    private final Replica replica;
    private final Sources sources;
    private final Portion portion = new Portion(SpaceChronicle.MAX_ROWS);

    /** A field: the quad without its value. */
    private record Field(Node graph, Node subject, Node predicate) {}

    Conflicts(Replica replica) {
        this.replica = replica;
        this.sources = new Sources(replica);
    }

    /**
     * Fields with hidden values, by thing: those of the first {@code most} hidden values.
     *
     * @throws KithException USER, CONFLICT if the answer would be larger than a {@link Portion}
     */
    JsonArray list(int most) {
        JsonArray list = new JsonArray();
        try (Snapshot snapshot = replica.snapshot()) {
            Set<Field> fields = new LinkedHashSet<>();
            for (Quad hidden : snapshot.hidden(most)) {
                fields.add(new Field(hidden.getGraph(), hidden.getSubject(), hidden.getPredicate()));
            }
            fields.forEach(field -> list.add(told(snapshot, field)));
        }
        return list;
    }

    private JsonObject told(Snapshot snapshot, Field field) {
        JsonObject conflict = new JsonObject();
        conflict.addProperty("thing", Portion.name(field.subject()));
        if (!Quad.isDefaultGraph(field.graph())) {
            conflict.addProperty("graph", Portion.name(field.graph()));
        }
        conflict.addProperty("predicate", Portion.name(field.predicate()));
        JsonArray hidden = new JsonArray();
        List<Quad> holding = snapshot.holding(field.graph(), field.subject(), field.predicate());
        for (Quad quad : holding) {
            if (!portion.takes(quad)) {
                throw KithException.user(
                        Code.CONFLICT,
                        "the answer is larger than " + SpaceChronicle.MAX_ROWS + " values or "
                                + (Portion.MAX_CHARS >> 20) + " Mi characters; ask for fewer with a limit");
            }
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
        JsonObject value = Portion.value(quad.getObject());
        snapshot.history(quad).live(dot -> true).stream()
                .max(Comparator.comparingLong(sources::clock))
                .ifPresent(dot -> sources.of(dot).tell(value));
        return value;
    }
}
