package kith.daemon.http;

import com.google.gson.JsonElement;
import java.time.Duration;
import java.util.Set;

/** Single peers and the way to them, as JSON resources: one line each in {@link #addAll}. */
final class NeighbourResource implements Resource {
    private static final Duration MAX_PATIENCE = Duration.ofMinutes(5);
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final String TIMEOUT = "timeoutSeconds";

    private final boolean body;
    private final Answering answering;

    /** What a resource does. */
    private interface Answering {
        JsonElement answer(Request request);
    }

    /** What is done with one node, and what was sent. */
    private interface Doing {
        JsonElement act(Neighbours neighbours, String node, JsonBody json);
    }

    private NeighbourResource(boolean body, Answering answering) {
        this.body = body;
        this.answering = answering;
    }

    static Router addAll(Router router, Household household) {
        return router.add(
                        "GET",
                        "/v1/peers/*",
                        new NeighbourResource(
                                false, request -> household.neighbours().peer(request.segment(2))))
                .add(
                        "POST",
                        "/v1/peers/*/ping",
                        post(household, Set.of(TIMEOUT), (all, node, json) -> all.ping(node, patience(json))))
                .add("POST", "/v1/peers/*/block", post(household, Set.of("reason"), (all, node, json) -> {
                    String reason = json.textOrNull("reason");
                    return all.block(node, reason == null ? "" : reason);
                }))
                .add("POST", "/v1/peers/*/unblock", post(household, Set.of(), (all, node, json) -> all.unblock(node)))
                .add("POST", "/v1/peers/*/forget", post(household, Set.of(), (all, node, json) -> all.forget(node)))
                .add("POST", "/v1/net/check", new NeighbourResource(true, request -> {
                    JsonBody json = JsonBody.of(request, Set.of(TIMEOUT));
                    return household.neighbours().check(patience(json));
                }));
    }

    private static Duration patience(JsonBody json) {
        return json.seconds(TIMEOUT, MAX_PATIENCE, PATIENCE);
    }

    private static NeighbourResource post(Household household, Set<String> known, Doing doing) {
        return new NeighbourResource(
                true, request -> doing.act(household.neighbours(), request.segment(2), JsonBody.of(request, known)));
    }

    @Override
    public long maxBodyBytes(Head head) {
        head.params().only(Set.of());
        return body ? JsonBody.maxBytes(head) : 0;
    }

    @Override
    public void answer(Request request, Reply reply) {
        reply.json(200, answering.answer(request));
    }
}
