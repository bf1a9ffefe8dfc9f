package kith.daemon.http;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * What was said in one space, when and by whom. Each answer is the JSON that is sent; a value is an object as in SPARQL
 * results, an IRI elsewhere a text. Safe from any thread.
 *
 * <p>A delta is named by at least the first 8 digits of its id; a moment by a delta, a time, or a day. What names
 * nothing is a {@link kith.ontology.fault.KithException}: USAGE, NOT_FOUND, or CONFLICT if it names several.
 */
public interface Chronicle {
    /** One delta with its author and all that it says: {@code {"delta", "author", "changes": [...], "left", ...}}. */
    JsonObject delta(String id);

    /**
     * For every fact of a thing that shows, who said it: {@code [{"field", "value", "author", "time", "delta", ...}]}.
     *
     * @param field IRI of the only predicate to look at; null for all
     */
    JsonArray blame(String thing, @Nullable String field);

    /**
     * The newest operations on the facts of a thing, oldest first, also on those that no longer show:
     * {@code [{"sign", "field", "value", "holds", "author", "time", "delta", ...}]}.
     *
     * @param field IRI of the only predicate to look at; null for all
     */
    JsonArray history(String thing, @Nullable String field, int limit);

    /** What shows at one moment and not at another: {@code {"from", "to", "added", "removed", "changes", "left"}}. */
    JsonObject diff(String from, String to, int limit);
}
