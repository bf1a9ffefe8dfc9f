package kith.daemon.http;

import com.google.gson.JsonObject;
import java.nio.file.Path;

/** What keeps a home safe; each takes a while and tells meanwhile how far it is. Called from worker threads. */
public interface Upkeep {
    /** Whoever waits: hears lines as they come, and ends the work by throwing when nobody listens any more. */
    interface Listener {
        /** {@code {"progress": {"part", "done", "of"}}} or {@code {"fault": {...}}}. */
        void tell(JsonObject line);
    }

    /** {@code {"file", "bytes"}}; CONFLICT if something is there already or another is being made. */
    JsonObject backup(Path file, Listener listener);

    /**
     * Looks again at all that is kept; each fault is told as {@code {"part", "space", "log"?, "first"?, "last"?, "says"}}.
     *
     * @return {@code {"faults", "spaces"}}; CONFLICT if it is being done already
     */
    JsonObject verify(Listener listener);

    /** {@code {"space", "before", "after", "whole"}}, in bytes; NOT_FOUND if there is none of that name. */
    JsonObject compact(String space);
}
