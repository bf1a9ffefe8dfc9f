package kith.cli.client;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import kith.cli.json.Json;

/** Single peers of the node that is visited, and the way to them. Every method throws {@link Refusal} as {@link Visit}. */
public final class Neighbours {
    private final Door door;
    private final Posting posting;

    /** Sends a JSON body. */
    interface Posting {
        Json post(String target, Json body, Duration patience);
    }

    Neighbours(Door door, Posting posting) {
        this.door = door;
        this.posting = posting;
    }

    /** All that is known of one peer. */
    public Json peer(String did) {
        return door.send(Request.get(peer(did, ""))).json();
    }

    /** Measures one answer of a peer, which is called if it is not connected. */
    public Json ping(String did, Duration timeout) {
        return posting.post(peer(did, "/ping"), patience(timeout), timeout.plus(Request.PATIENCE));
    }

    /** Wants nothing of a node any more; {@code reason} may be empty. */
    public Json block(String did, String reason) {
        return posting.post(peer(did, "/block"), Json.of(Map.of("reason", Json.of(reason))), Request.PATIENCE);
    }

    public Json unblock(String did) {
        return posting.post(peer(did, "/unblock"), Json.of(Map.of()), Request.PATIENCE);
    }

    public Json forget(String did) {
        return posting.post(peer(did, "/forget"), Json.of(Map.of()), Request.PATIENCE);
    }

    /** Looks at the way to this node and to its peers. */
    public Json check(Duration timeout) {
        return posting.post("/v1/net/check", patience(timeout), timeout.plus(Request.PATIENCE));
    }

    /** Brings all spaces, or the one named, in step with one peer. */
    public Json sync(String did, String space, boolean wait, Duration timeout) {
        Map<String, Json> wish = new LinkedHashMap<>();
        if (!space.isEmpty()) {
            wish.put("space", Json.of(space));
        }
        wish.put("peer", Json.of(did));
        wish.put("wait", Json.of(wait));
        wish.put("timeoutSeconds", Json.of(timeout.toSeconds()));
        return posting.post("/v1/sync", Json.of(wish), timeout.plus(Request.PATIENCE));
    }

    private static String peer(String did, String rest) {
        return "/v1/peers/" + Request.segment(did, "the name of the peer", "kith peer list") + rest;
    }

    private static Json patience(Duration timeout) {
        return Json.of(Map.of("timeoutSeconds", Json.of(Math.max(1, timeout.toSeconds()))));
    }
}
