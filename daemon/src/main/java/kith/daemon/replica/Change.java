package kith.daemon.replica;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import kith.ontology.bytes.Bytes;
import kith.ontology.delta.Retraction;
import org.apache.jena.sparql.core.Quad;
import org.jspecify.annotations.Nullable;

/**
 * What a user wants to be so, worked out against one snapshot: quads that were not visible there or are to be said again,
 * and visible ones with the asserts to take back.
 *
 * @param note said with it in the history
 * @param parts whether it may become several deltas (an import), and of which group; else it is one, or too large
 */
public record Change(List<Quad> asserts, List<Retraction> retracts, Optional<String> note, Optional<Parts> parts) {
    /** The group of the deltas that one import becomes, in however many changes. On the lane only. */
    public static final class Parts {
        private final boolean inSteps;
        private @Nullable Bytes id;
        private int made;

        /**
         * A group without deltas.
         *
         * @param inSteps whether several changes make it; else a small one needs no group
         */
        public Parts(boolean inSteps) {
            this.inSteps = inSteps;
        }

        boolean isInSteps() {
            return inSteps;
        }

        /** What they have in common; {@code chance} makes it once. */
        Bytes id(Supplier<Bytes> chance) {
            Bytes known = id;
            if (known == null) {
                known = chance.get();
                id = known;
            }
            return known;
        }

        /** Deltas that there are by now. */
        int made() {
            return made;
        }

        void made(int more) {
            made += more;
        }
    }

    public Change {
        asserts = List.copyOf(asserts);
        retracts = List.copyOf(retracts);
    }

    /** A change that stands for itself. */
    public Change(List<Quad> asserts, List<Retraction> retracts, Optional<String> note, boolean splittable) {
        this(asserts, retracts, note, splittable ? Optional.of(new Parts(false)) : Optional.empty());
    }

    public boolean isEmpty() {
        return asserts.isEmpty() && retracts.isEmpty();
    }
}
