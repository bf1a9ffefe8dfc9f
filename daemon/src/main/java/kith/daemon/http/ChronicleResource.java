package kith.daemon.http;

import com.google.gson.JsonElement;
import java.util.Set;
import kith.daemon.query.Receipt;
import kith.daemon.query.WriteAccess;

/** What was said in a space, when and by whom, as JSON resources; and how a delta is undone. */
final class ChronicleResource implements Resource {
    /** Rows of an answer. */
    static final int MAX_ROWS = 10_000;

    private static final int ROWS = 1_000;

    private final Work work;
    private final Set<String> params;
    private final Answering answering;

    /** What a resource does. */
    private interface Answering {
        JsonElement answer(Request request, Params params);
    }

    private ChronicleResource(Work work, Set<String> params, Answering answering) {
        this.work = work;
        this.params = params;
        this.answering = answering;
    }

    static Router addAll(Router router, Door door) {
        Household household = door.household();
        return router.add("GET", "/v1/spaces/*/deltas/*", delta(household))
                .add("GET", "/v1/spaces/*/blame", blame(household))
                .add("GET", "/v1/spaces/*/history", history(household))
                .add("GET", "/v1/spaces/*/diff", diff(household))
                .add("POST", "/v1/spaces/*/deltas/*/revert", revert(door));
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
        reply.json(200, answering.answer(request, request.head().params()));
    }

    private static ChronicleResource delta(Household household) {
        return new ChronicleResource(
                Work.QUESTION,
                Set.of(),
                (request, params) -> household.chronicle(request.segment(2)).delta(request.segment(4)));
    }

    private static ChronicleResource blame(Household household) {
        return new ChronicleResource(
                Work.QUESTION,
                Set.of("thing", "field"),
                (request, params) ->
                        household.chronicle(request.segment(2)).blame(params.wanted("thing"), params.one("field")));
    }

    private static ChronicleResource history(Household household) {
        return new ChronicleResource(
                Work.QUESTION,
                Set.of("thing", "field", "limit"),
                (request, params) -> household
                        .chronicle(request.segment(2))
                        .history(params.wanted("thing"), params.one("field"), limit(params)));
    }

    private static ChronicleResource diff(Household household) {
        return new ChronicleResource(
                Work.QUESTION,
                Set.of("from", "to", "limit"),
                (request, params) -> household
                        .chronicle(request.segment(2))
                        .diff(params.wanted("from"), params.wanted("to"), limit(params)));
    }

    private static ChronicleResource revert(Door door) {
        return new ChronicleResource(Work.CHANGE, Set.of("dry-run", "note"), (request, params) -> {
            boolean dryRun = params.flag("dry-run");
            String note = Receipts.note(params);
            String delta = request.segment(4);
            Receipt receipt;
            try (WriteAccess write = door.space(request.segment(2)).write()) {
                write.revert(delta);
                receipt = dryRun
                        ? write.dryRun(Receipts.MAX_DIFF_LINES)
                        : write.commit(note.isEmpty() ? "reverts " + delta : note);
            }
            return door.receipt(request.segment(2), receipt);
        });
    }

    private static int limit(Params params) {
        return params.number("limit", 1, MAX_ROWS, ROWS);
    }
}
