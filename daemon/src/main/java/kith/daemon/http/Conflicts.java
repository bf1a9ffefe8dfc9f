package kith.daemon.http;

import com.google.gson.JsonObject;
import java.util.Map;
import org.apache.jena.sparql.core.DatasetGraph;
import org.jspecify.annotations.Nullable;

/**
 * What people said of one space without knowing of each other and cannot both stand: fields of one value for which
 * several hold, and fragments, things that one author removed while another still wrote of them. Each answer is the JSON
 * that is sent. For one request and one thread.
 */
public interface Conflicts {
    /** What is to stand. */
    enum Keep {
        /** The value that is named. */
        VALUE,
        /** The value that shows. */
        SHOWN,
        /** The one value that does not show. */
        HIDDEN,
        /** The thing: it gets back what was taken from it. */
        RESTORE,
        /** The removal: what remains of the thing goes too. */
        REMOVE
    }

    /**
     * How a conflict is to end.
     *
     * @param field IRI of the predicate; null if the thing has one conflict only
     * @param graph IRI of the graph; null if the field has a conflict in one graph only
     * @param value for {@link Keep#VALUE}: some or all members of the value as in SPARQL results
     */
    record Choice(
            String thing, @Nullable String field, @Nullable String graph, Keep keep, Map<String, String> value) {
        public Choice {
            value = Map.copyOf(value);
        }
    }

    /**
     * {@code {"conflicts": [{"kind": "values" or "fragment", "thing", ...}], "more"}}: at most so many hidden values and
     * so many fragments; {@code more} if there may be others.
     */
    JsonObject list(int limit);

    /**
     * Every value that holds of the fields in conflict of a thing, with all who said each, and what remains of it if it
     * is a fragment: {@code {"thing", "fields": [...], "fragment"?}}.
     *
     * @param field IRI of the only predicate to look at; null for all
     * @throws kith.ontology.fault.KithException USER, NOT_FOUND where there is no conflict
     */
    JsonObject show(String thing, @Nullable String field);

    /**
     * Adds to a change what ends a conflict.
     *
     * @param change what the space shows, inside a WRITE transaction
     * @throws kith.ontology.fault.KithException USER: NOT_FOUND where there is no such conflict or value, CONFLICT if
     *     several are meant
     */
    void settle(Choice choice, DatasetGraph change);
}
