package kith.daemon.http;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.Collection;
import java.util.Optional;
import org.apache.jena.sparql.core.Quad;

/**
 * The rules of single values and the shapes of one space. Each answer is the JSON that is sent. Safe from any thread;
 * calls may wait.
 *
 * <p>A change answers {@code {"delta", "dryRun"}}, and a dry run besides what would show otherwise:
 * {@code {"hidden", "back", "hides": [...], "shows": [...]}}. Who is no admin may change nothing: NOT_ALLOWED.
 */
public interface Rulebook {
    /** Values shown as examples of what a change would hide, or bring back. */
    int MAX_EXAMPLES = 20;

    /** What is in force: {@code [{"predicate", "class"?, "policy", "source", ...} or {"name", "triples", ...}]}. */
    JsonArray list();

    /**
     * The shapes of a name, or all that is said of a predicate.
     *
     * @throws kith.ontology.fault.KithException USER, NOT_FOUND if nothing is in force by that name
     */
    JsonObject show(String key);

    /**
     * Sets the policy of a predicate.
     *
     * @param kind IRI of the class for whose things it is meant; all things if empty
     * @param policy by its word
     */
    JsonObject rule(String predicate, Optional<String> kind, String policy, boolean dryRun);

    /** Sets the shapes of a name; USAGE if they are none. */
    JsonObject shapes(String name, Collection<Quad> triples, boolean dryRun);

    /** Takes away the shapes of a name, or the rule of a predicate and class; NOT_FOUND if there is none. */
    JsonObject remove(String key, Optional<String> kind, boolean dryRun);
}
