package kith.daemon.http;

import com.google.gson.JsonObject;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Single nodes that this one speaks with, and the way to them. A node is named by its did:key. Each answer is the JSON
 * that is sent. Safe from any thread; calls may wait.
 *
 * <p>A node that is not known here is a {@link kith.ontology.fault.KithException} NOT_FOUND, one that is blocked where it
 * would be called CONFLICT.
 */
public interface Neighbours {
    /** All that is known of a node: as in the list of peers. */
    JsonObject peer(String node);

    /**
     * Calls the node if it is not connected, and measures one PING: {@code {"node", "name"?, "address", "dialled",
     * "millis", "connectMillis"?, "clockOffsetMillis"?}}.
     *
     * <p>UNREACHABLE if no link comes to be, TIMED_OUT if there is no answer in time, CONFLICT if another waits for one.
     */
    JsonObject ping(String node, Duration patience);

    /** Wants nothing of a node any more, known or not: {@code {"node", "state", "says": [...]}}. */
    JsonObject block(String node, String reason);

    /** Ends that, and calls the node: {@code {"node", "state", "says": [...]}}. */
    JsonObject unblock(String node);

    /** Forgets a node and hangs up: {@code {"node", "says": [...]}}; CONFLICT if it is blocked. */
    JsonObject forget(String node);

    /**
     * Calls the node if it is not connected, and compares: {@code {"inStep", "node", "name"?, "peers", "spaces"}}.
     *
     * @param space the only one to look at; null for all
     * @param wait whether to answer only when in step with that node, or with TIMED_OUT
     */
    JsonObject sync(String node, @Nullable String space, boolean wait, Duration patience);

    /**
     * Looks at the way to this node and to others: {@code {"well", "checks": [{"name", "state", "says", "fix"?}],
     * "here": [{"address", "bound", "state", "says", "millis"?}], "peers": [{"node", "name"?, "state", "addresses":
     * [...]}], "next"?}}. States are ok, warn and fail; it is well when nothing fails.
     */
    JsonObject check(Duration patience);
}
