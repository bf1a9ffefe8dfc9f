package kith.ontology.merge;

import java.util.Set;
import kith.ontology.delta.Dot;

/** What one delta does to one quad. */
public sealed interface Operation {
    /** The delta that does it. */
    Dot dot();

    /** Says that the quad holds. */
    record Assert(Dot dot) implements Operation {}

    /**
     * Takes back the asserts it names, and no other: one that its author never saw survives (add wins).
     *
     * @param seen dots of the asserts, at least one
     */
    record Retract(Dot dot, Set<Dot> seen) implements Operation {
        public Retract {
            seen = Set.copyOf(seen);
        }
    }
}
