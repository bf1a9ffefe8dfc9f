package kith.ontology.delta;

import java.util.List;
import java.util.Optional;
import kith.ontology.bytes.Bytes;
import org.apache.jena.sparql.core.Quad;

/**
 * The content of a data delta: one transaction, visible whole or not at all. At most
 * {@link EditCodec#MAX_OPERATIONS} operations; a quad stands once among the asserts and once among the retracts.
 *
 * <p>Default graph: {@link Quad#defaultGraphIRI}. Blank nodes carry names of ours.
 *
 * @param group ties the deltas of one import together
 * @param note what the author wanted to say of it, at most {@link EditCodec#MAX_NOTE_BYTES} of UTF-8
 */
public record Edit(List<Quad> asserts, List<Retraction> retracts, Optional<Group> group, Optional<String> note) {
    public Edit {
        asserts = asserts instanceof QuadTable ? asserts : List.copyOf(asserts);
        retracts = List.copyOf(retracts);
    }

    /**
     * One of several deltas that belong together.
     *
     * @param id 16 random bytes
     * @param part from 0
     */
    public record Group(Bytes id, int part) {}

    public int operations() {
        return asserts.size() + retracts.size();
    }

    /** The dots that its retractions name, one counted as often as it is named. */
    public int dots() {
        return retracts.stream()
                .mapToInt(retraction -> retraction.seen().size())
                .sum();
    }
}
