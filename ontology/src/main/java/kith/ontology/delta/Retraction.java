package kith.ontology.delta;

import java.util.List;
import org.apache.jena.sparql.core.Quad;

/**
 * Takes back exactly the asserts of a quad that its author saw.
 *
 * @param seen dots of the asserts seen, ascending, at least one, at most {@link EditCodec#MAX_SEEN}
 */
public record Retraction(Quad quad, List<Dot> seen) {
    public Retraction {
        seen = List.copyOf(seen);
    }
}
