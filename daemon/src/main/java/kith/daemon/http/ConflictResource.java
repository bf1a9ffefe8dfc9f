package kith.daemon.http;

import com.google.gson.JsonElement;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import kith.daemon.http.Conflicts.Choice;
import kith.daemon.http.Conflicts.Keep;
import kith.daemon.query.Receipt;
import kith.daemon.query.WriteAccess;
import org.jspecify.annotations.Nullable;

/** The conflicts of a space as JSON resources: listed, shown, settled. */
final class ConflictResource implements Resource {
    /** Hidden values, and fragments, of one list. */
    static final int MAX_LIMIT = 10_000;

    private static final int LIMIT = 50;
    private static final Set<String> KEEPS = Set.of("value", "shown", "hidden", "restore", "remove");
    private static final Set<String> TERM = Set.of("value", "type", "xml:lang", "datatype");
    private static final Set<String> CHOICE =
            Set.of("thing", "field", "graph", "keep", "value", "type", "xml:lang", "datatype", "dryRun", "note");

    private final Work work;
    private final Set<String> params;
    private final Answering answering;

    /** What a resource does. */
    private interface Answering {
        JsonElement answer(Request request, Params params);
    }

    private ConflictResource(Work work, Set<String> params, Answering answering) {
        this.work = work;
        this.params = params;
        this.answering = answering;
    }

    static Router addAll(Router router, Door door) {
        Household household = door.household();
        return router.add("GET", "/v1/spaces/*/conflicts", list(household))
                .add("GET", "/v1/spaces/*/conflicts/thing", show(household))
                .add("POST", "/v1/spaces/*/conflicts/settle", settle(door));
    }

    @Override
    public Work work(Request request) {
        return work;
    }

    @Override
    public long maxBodyBytes(Head head) {
        head.params().only(params);
        return work == Work.QUESTION ? 0 : JsonBody.maxBytes(head);
    }

    @Override
    public void answer(Request request, Reply reply) {
        reply.json(200, answering.answer(request, request.head().params()));
    }

    private static ConflictResource list(Household household) {
        return new ConflictResource(
                Work.QUESTION,
                Set.of("limit"),
                (request, params) ->
                        household.conflicts(request.segment(2)).list(params.number("limit", 1, MAX_LIMIT, LIMIT)));
    }

    private static ConflictResource show(Household household) {
        return new ConflictResource(
                Work.QUESTION,
                Set.of("thing", "field"),
                (request, params) ->
                        household.conflicts(request.segment(2)).show(params.wanted("thing"), params.one("field")));
    }

    private static ConflictResource settle(Door door) {
        return new ConflictResource(Work.CHANGE, Set.of(), (request, params) -> {
            JsonBody json = JsonBody.of(request, CHOICE);
            Choice choice = choice(json);
            String note = Receipts.note(json.textOrNull("note"));
            boolean dryRun = json.flag("dryRun");
            String space = request.segment(2);
            Receipt receipt;
            try (WriteAccess write = door.space(space).write()) {
                door.household().conflicts(space).settle(choice, write.dataset());
                receipt = dryRun
                        ? write.dryRun(Receipts.MAX_DIFF_LINES)
                        : write.commit(note.isEmpty() ? "settles a conflict" : note);
            }
            return door.receipt(space, receipt);
        });
    }

    private static Choice choice(JsonBody json) {
        Map<String, String> value = new HashMap<>();
        for (String member : TERM) {
            @Nullable String text = json.textOrNull(member);
            if (text != null) {
                value.put(member, text);
            }
        }
        Keep keep = Keep.valueOf(json.oneOf("keep", KEEPS).toUpperCase(Locale.ROOT));
        if ((keep == Keep.VALUE) != value.containsKey("value")) {
            throw Refusal.badRequest("the member value goes with keep value, and with nothing else");
        }
        return new Choice(json.text("thing"), json.textOrNull("field"), json.textOrNull("graph"), keep, value);
    }
}
