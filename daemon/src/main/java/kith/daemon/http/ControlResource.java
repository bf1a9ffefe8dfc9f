package kith.daemon.http;

import com.google.gson.JsonElement;
import java.time.Duration;
import java.util.Set;

/** The JSON resources about the daemon itself: one line each in {@link #addAll}. */
final class ControlResource implements Resource {
    /** Deltas that a log answers at most. */
    static final int MAX_LOG = 10_000;

    private static final int LOG = 50;
    private static final Duration MAX_PATIENCE = Duration.ofHours(1);
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int MAX_QUORUM = 1_000;

    private final boolean body;
    private final int status;
    private final Set<String> params;
    private final Answering answering;

    /** What a resource does. */
    private interface Answering {
        JsonElement answer(Request request, Reply reply);
    }

    private ControlResource(boolean body, int status, Set<String> params, Answering answering) {
        this.body = body;
        this.status = status;
        this.params = params;
        this.answering = answering;
    }

    static Router addAll(Router router, Household household) {
        return router.add("GET", "/health", get((request, reply) -> household.health()))
                .add("GET", "/v1/status", get((request, reply) -> household.status()))
                .add("GET", "/v1/doctor", get((request, reply) -> household.doctor()))
                .add("GET", "/v1/keys", get((request, reply) -> household.keys()))
                .add("GET", "/v1/peers", get((request, reply) -> household.peers()))
                .add("GET", "/v1/spaces", get((request, reply) -> household.spaces()))
                .add("GET", "/v1/spaces/*", get((request, reply) -> household.space(request.segment(2))))
                .add("GET", "/v1/spaces/*/log", listing(household::log))
                .add("POST", "/v1/keys/rotation", rotation(household))
                .add("POST", "/v1/stop", stop(household))
                .add("POST", "/v1/spaces", createSpace(household))
                .add("POST", "/v1/spaces/*/leave", leave(household))
                .add("POST", "/v1/claim", claim(household))
                .add("POST", "/v1/join", join(household))
                .add("POST", "/v1/peers", addPeer(household))
                .add("POST", "/v1/sync", sync(household));
    }

    @Override
    public long maxBodyBytes(Head head) {
        head.params().only(params);
        return body ? JsonBody.maxBytes(head) : 0;
    }

    @Override
    public void answer(Request request, Reply reply) {
        reply.json(status, answering.answer(request, reply));
    }

    private static ControlResource get(Answering answering) {
        return new ControlResource(false, 200, Set.of(), answering);
    }

    private static ControlResource post(int status, Answering answering) {
        return new ControlResource(true, status, Set.of(), answering);
    }

    private interface Listed {
        JsonElement of(String space, int limit);
    }

    private static ControlResource listing(Listed listed) {
        return new ControlResource(false, 200, Set.of("limit"), (request, reply) -> {
            int limit = request.head().params().number("limit", 1, MAX_LOG, LOG);
            return listed.of(request.segment(2), limit);
        });
    }

    private static ControlResource stop(Household household) {
        return post(200, (request, reply) -> {
            JsonBody json = JsonBody.of(request, Set.of());
            reply.whenSent(household::stop);
            return json.raw();
        });
    }

    private static ControlResource rotation(Household household) {
        return post(200, (request, reply) -> {
            JsonBody json = JsonBody.of(request, Set.of("passphrase", "without", "dryRun"));
            String without = json.textOrNull("without");
            return household.rotateKey(new Household.Rotating(
                    json.textOrNull("passphrase"), without == null ? "" : without, json.flag("dryRun")));
        });
    }

    private static ControlResource createSpace(Household household) {
        return post(201, (request, reply) -> {
            JsonBody json = JsonBody.of(request, Set.of("name", "paper", "quorum", "succeeds"));
            String succeeds = json.textOrNull("succeeds");
            return household.createSpace(
                    json.text("name"),
                    new Household.Founding(
                            json.flag("paper"),
                            (int) json.number("quorum", 0, MAX_QUORUM, 0),
                            succeeds == null ? "" : succeeds));
        });
    }

    private static ControlResource leave(Household household) {
        return post(200, (request, reply) -> {
            JsonBody json = JsonBody.of(request, Set.of("allDevices", "now", "dryRun"));
            return household.leave(request.segment(2), json.flag("allDevices"), json.flag("now"), json.flag("dryRun"));
        });
    }

    private static ControlResource claim(Household household) {
        return post(200, (request, reply) -> {
            JsonBody json = JsonBody.of(request, Set.of("ticket"));
            return household.claim(json.text("ticket"));
        });
    }

    private static ControlResource join(Household household) {
        return post(200, (request, reply) -> {
            JsonBody json = JsonBody.of(request, Set.of("ticket", "timeoutSeconds", "dryRun"));
            if (json.flag("dryRun")) {
                return household.ticket(json.text("ticket"));
            }
            return household.join(json.text("ticket"), json.seconds("timeoutSeconds", MAX_PATIENCE, PATIENCE));
        });
    }

    private static ControlResource addPeer(Household household) {
        return post(200, (request, reply) -> {
            JsonBody json = JsonBody.of(request, Set.of("node", "address"));
            return household.addPeer(json.text("node"), json.text("address"));
        });
    }

    private static ControlResource sync(Household household) {
        return post(200, (request, reply) -> {
            JsonBody json = JsonBody.of(request, Set.of("space", "peer", "wait", "timeoutSeconds"));
            String space = json.textOrNull("space");
            String peer = json.textOrNull("peer");
            boolean wait = json.flag("wait");
            Duration patience = json.seconds("timeoutSeconds", MAX_PATIENCE, PATIENCE);
            return peer == null
                    ? household.sync(space, wait, patience)
                    : household.neighbours().sync(peer, space, wait, patience);
        });
    }
}
