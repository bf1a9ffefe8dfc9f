package kith.daemon.http;

import com.google.gson.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import kith.daemon.http.Accept.Offer;
import kith.daemon.live.LiveQuery;
import kith.daemon.query.QueryLimits;
import kith.daemon.query.SpaceAccess;
import kith.ontology.fault.Code;
import kith.ontology.fault.KithException;

/**
 * A query whose rows are told as they appear and vanish: lines of JSON, or an event stream. A reader that does not keep
 * up is told so, and it ends.
 */
final class WatchResource implements Resource {
    /** How long what was told may lie unread before the reader is told that it is too slow. */
    static final Duration MAX_LAG = Duration.ofSeconds(10);

    private static final Set<String> PARAMS =
            Set.of("query", "default-graph-uri", "named-graph-uri", "present", "timeout");

    private enum Form {
        LINES("application/x-ndjson"),
        EVENTS("text/event-stream");

        private final String type;

        Form(String type) {
            this.type = type;
        }
    }

    private static final List<Offer<Form>> FORMS = List.of(
            new Offer<>(Form.LINES, List.of(Form.LINES.type, "application/json")),
            new Offer<>(Form.EVENTS, List.of(Form.EVENTS.type)));

    private final Door door;

    WatchResource(Door door) {
        this.door = door;
    }

    @Override
    public Work work(Request request) {
        return Work.WATCH;
    }

    @Override
    public long maxBodyBytes(Head head) {
        head.params().only(PARAMS);
        if (head.headers().contains("last-event-id")) {
            throw new Refusal(
                    409,
                    Code.CONFLICT,
                    "what was told before is not kept: a stream cannot be taken up again where it ended",
                    "begin a new one, without Last-Event-ID; the rows that are there come first");
        }
        if (!head.method().equals("POST")) {
            return 0;
        }
        return SparqlResource.maxQueryBytes(head);
    }

    @Override
    public void answer(Request request, Reply reply) {
        Params params = request.head().params();
        String text =
                request.head().method().equals("POST") ? SparqlResource.query(door, request) : params.wanted("query");
        Form form = request.head().accept().choose(FORMS);
        boolean present = params.one("present") == null || params.flag("present");
        Duration wanted = params.seconds("timeout");
        QueryLimits limits = door.limits().questions();
        SpaceAccess space = door.space(request.segment(1));
        LiveQuery live = new LiveQuery(
                space,
                new LiveQuery.Asked(
                        door.sandbox(), text, params.all("default-graph-uri"), params.all("named-graph-uri")),
                wanted == null ? limits : limits.within(wanted));
        reply.whenGone(live::end);
        Telling telling = new Telling(reply, form, () -> door.space(request.segment(1)));
        try {
            live.run(telling, present);
        } catch (KithException end) {
            if (!telling.begun) {
                throw end;
            }
            telling.end(end);
        }
    }

    /** Writes what is told, each event whole. */
    private static final class Telling implements LiveQuery.Listener {
        private final Reply reply;
        private final Form form;
        private final Runnable mustBeHere;
        private boolean begun;
        private long number;

        Telling(Reply reply, Form form, Runnable mustBeHere) {
            this.reply = reply;
            this.form = form;
            this.mustBeHere = mustBeHere;
        }

        @Override
        public void appeared(String row) {
            tell("appear", "{\"event\":\"appear\",\"row\":" + row + "}");
        }

        @Override
        public void vanished(String row) {
            tell("vanish", "{\"event\":\"vanish\",\"row\":" + row + "}");
        }

        @Override
        public void present(long rows) {
            tell("present", "{\"event\":\"present\",\"rows\":" + rows + "}");
        }

        /** So that whoever reads knows that all is well, and we that somebody reads. */
        @Override
        public void quiet() {
            mustBeHere.run();
            if (form == Form.LINES) {
                tell("quiet", "{\"event\":\"quiet\"}");
            } else {
                write(": quiet\n\n");
            }
        }

        void end(KithException why) {
            JsonObject end = new JsonObject();
            end.addProperty("event", "end");
            end.addProperty("code", why.code().name());
            end.addProperty("message", String.valueOf(why.getMessage()));
            tell("end", end.toString());
        }

        private void tell(String event, String json) {
            number++;
            write(
                    form == Form.LINES
                            ? json + "\n"
                            : "id: " + number + "\nevent: " + event + "\ndata: " + json + "\n\n");
        }

        private void write(String text) {
            if (!begun) {
                begun = true;
                reply.stream(200, form.type);
                reply.whenStalled(
                        MAX_LAG,
                        () -> KithException.user(
                                Code.TIMED_OUT,
                                "too slow: what was told was not read for " + MAX_LAG.toSeconds()
                                        + " s, and nothing is passed over; read faster, or watch fewer rows"));
            }
            reply.whole(text.getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public void flush() {
            reply.push();
        }
    }
}
