package kith.daemon.http;

import com.google.gson.JsonElement;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What is taken away for ever, as JSON resources. */
final class ErasureResource implements Resource {
    private static final Set<String> PARAMS = Set.of("delta", "thing", "author", "before", "dry-run", "plan");

    private final Work work;
    private final Set<String> params;
    private final Answering answering;

    private interface Answering {
        JsonElement answer(Eraser eraser, Params params);
    }

    private final Household household;

    private ErasureResource(Household household, Work work, Set<String> params, Answering answering) {
        this.household = household;
        this.work = work;
        this.params = params;
        this.answering = answering;
    }

    static Router addAll(Router router, Household household) {
        return router.add(
                        "POST",
                        "/v1/spaces/*/erase",
                        new ErasureResource(household, Work.CHANGE, PARAMS, ErasureResource::erase))
                .add(
                        "GET",
                        "/v1/spaces/*/erase",
                        new ErasureResource(household, Work.QUESTION, Set.of(), (eraser, params) -> eraser.status()));
    }

    private static JsonElement erase(Eraser eraser, Params params) {
        @Nullable String deltas = params.one("delta");
        Eraser.Wanted wanted = new Eraser.Wanted(
                deltas == null ? List.of() : List.of(deltas.split(",", -1)),
                params.one("thing"),
                params.one("author"),
                params.one("before"));
        return params.flag("dry-run") ? eraser.plan(wanted) : eraser.erase(wanted, params.one("plan"));
    }

    @Override
    public Work work(Request request) {
        return work;
    }

    @Override
    public long maxBodyBytes(Head head) {
        head.params().only(params);
        return 0;
    }

    @Override
    public void answer(Request request, Reply reply) {
        reply.json(
                200,
                answering.answer(
                        household.eraser(request.segment(2)), request.head().params()));
    }
}
