package kith.daemon.http;

import com.google.gson.JsonObject;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Takes what was said in one space away for ever. Each answer is the JSON that is sent. Safe from any thread. */
public interface Eraser {
    /**
     * What is to be erased: these deltas, or all that name a thing, or all of one author up to a moment.
     *
     * @param deltas by at least 8 digits of their ids
     * @param thing its IRI
     * @param author did of a device or of a person
     * @param before a moment, as of {@link Chronicle}
     */
    record Wanted(
            List<String> deltas,
            @Nullable String thing,
            @Nullable String author,
            @Nullable String before) {
        public Wanted {
            deltas = List.copyOf(deltas);
        }
    }

    /**
     * What erasing it would do: {@code {"plan", "deltas": [...], "changes": [...], "left", "vanishing", "restated",
     * "others": [...], "otherDeltas"}}. The plan names what was told.
     */
    JsonObject plan(Wanted wanted);

    /**
     * Erases it: {@code {"acts": [...], "deltas", "vanishing"}}.
     *
     * @param plan as {@link #plan} told it; CONFLICT if it would be another by now; null for whatever it is
     */
    JsonObject erase(Wanted wanted, @Nullable String plan);

    /** How far what was erased is gone: {@code {"deltas", "onThisDisk", "devices": [...]}}. */
    JsonObject status();
}
