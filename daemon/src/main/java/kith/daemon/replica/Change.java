package kith.daemon.replica;

import java.util.List;
import java.util.Optional;
import kith.ontology.delta.Retraction;
import org.apache.jena.sparql.core.Quad;

/**
 * What a user wants to be so, worked out against one snapshot: quads that were not visible there or are to be said again,
 * and visible ones with the asserts to take back.
 *
 * @param note said with it in the history
 * @param splittable whether it may become several deltas (an import); else it is one, or too large
 */
public record Change(List<Quad> asserts, List<Retraction> retracts, Optional<String> note, boolean splittable) {
    public Change {
        asserts = List.copyOf(asserts);
        retracts = List.copyOf(retracts);
    }

    public boolean isEmpty() {
        return asserts.isEmpty() && retracts.isEmpty();
    }
}
