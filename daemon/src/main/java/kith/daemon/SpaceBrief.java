package kith.daemon;

import com.google.gson.JsonObject;
import java.util.Optional;
import kith.daemon.replica.Replica;
import kith.daemon.store.SpaceCounts;
import kith.ontology.access.Grant;
import kith.ontology.identity.KeyId;

/** A space in a few words, for people and lists. */
final class SpaceBrief {
    private SpaceBrief() {}

    /** {@code {"name", "id", "level", "refused"?, "warning"?, "quads", "deltas", "authors", "forks"}}. */
    static JsonObject of(Replica replica, Connections connections, KeyId self) {
        SpaceCounts counts = replica.store().counts();
        Optional<Grant> grant = replica.authority().grantOf(self);
        JsonObject space = new JsonObject();
        space.addProperty("name", replica.name());
        space.addProperty("id", replica.id().toString());
        boolean ended = Roll.hadRight(replica.authority(), self);
        space.addProperty("level", grant.map(right -> Roll.word(right.level())).orElse(ended ? "ended" : "joining"));
        connections
                .shelf(replica.id())
                .flatMap(ReplicaShelf::refusal)
                .ifPresent(why -> space.addProperty("refused", why));
        if (!replica.writtenElsewhere().isEmpty()) {
            space.addProperty("warning", "this home was set back or copied: see kith doctor");
        }
        space.addProperty("quads", counts.quads());
        space.addProperty("deltas", counts.deltas());
        long authors = replica.authority().grants().stream()
                .map(Grant::device)
                .distinct()
                .count();
        space.addProperty("authors", authors);
        space.addProperty(
                "forks",
                connections
                        .shelf(replica.id())
                        .map(shelf -> shelf.forks().size())
                        .orElse(0));
        return space;
    }
}
