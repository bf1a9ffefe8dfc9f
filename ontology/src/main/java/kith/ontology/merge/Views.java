package kith.ontology.merge;

import kith.ontology.vocab.Policy;
import kith.ontology.vocab.Profile;
import org.apache.jena.graph.Node;

/**
 * Which predicates are fields of one value, and which of several values each of them shows. The same on every replica of
 * a space, or what they show would differ. Immutable.
 */
public final class Views {
    private static final Views OF_PROFILE = new Views();

    private Views() {}

    /** The views of the profile that comes with kith. */
    public static Views ofProfile() {
        return OF_PROFILE;
    }

    /** How values of {@code predicate} are picked; {@link Policy#ALL} for one that may have many. */
    public Policy of(Node predicate) {
        return predicate.isURI() ? Profile.policyOf(predicate.getURI()) : Policy.ALL;
    }

    /** Whether a thing shows one value of {@code predicate} in each graph. */
    public boolean isSingle(Node predicate) {
        return of(predicate) != Policy.ALL;
    }
}
