package kith.daemon.http;

import com.google.gson.JsonObject;
import io.netty.handler.codec.http.HttpHeaderNames;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import kith.daemon.exchange.Export;
import kith.daemon.exchange.Spool;
import kith.daemon.exchange.Syntax;
import kith.daemon.http.Accept.Offer;
import kith.daemon.query.Modification;
import kith.daemon.query.QueryLimits;
import kith.daemon.query.Question;
import kith.daemon.query.Receipt;
import kith.daemon.query.RowFormat;
import kith.daemon.query.SpaceAccess;
import kith.daemon.query.WriteAccess;
import kith.ontology.fault.Code;
import org.apache.jena.sparql.core.DatasetGraph;
import org.apache.jena.sparql.core.DatasetGraphFactory;
import org.jspecify.annotations.Nullable;

/** {@code /spaces/{name}/sparql}: the SPARQL 1.1 Protocol, for queries and updates of one space. */
final class SparqlResource implements Resource {
    /** Bytes of a query, an update, or a form that holds one. */
    static final long MAX_TEXT_BYTES = 16L * 1024 * 1024;
    /** Bytes of heap for each of a body, while it becomes a text. */
    private static final long BYTES_A_BYTE = 6;

    private static final String FORM = "application/x-www-form-urlencoded";
    private static final String QUERY = "application/sparql-query";
    private static final String UPDATE = "application/sparql-update";

    private static final List<Offer<RowFormat>> ROWS = List.of(
            new Offer<>(RowFormat.JSON, List.of("application/sparql-results+json", "application/json")),
            new Offer<>(RowFormat.XML, List.of("application/sparql-results+xml", "application/xml", "text/xml")),
            new Offer<>(RowFormat.CSV, List.of("text/csv")),
            new Offer<>(RowFormat.TSV, List.of("text/tab-separated-values")),
            new Offer<>(RowFormat.TABLE, List.of("text/plain")));

    private final Door door;

    SparqlResource(Door door) {
        this.door = door;
    }

    @Override
    public Work work(Request request) {
        if (!request.head().method().equals("POST")) {
            return Work.QUESTION;
        }
        return switch (request.head().mediaType()) {
            case UPDATE -> Work.CHANGE;
            case FORM -> ofForm(request.body());
            default -> Work.QUESTION;
        };
    }

    // An event loop must not read what was put aside on disk. What is so large is hardly ever a question.
    private static Work ofForm(Spool body) {
        if (body.size() > Spool.MAX_MEMORY_BYTES) {
            return Work.CHANGE;
        }
        try {
            return Asked.form(body.toArray()).all("update").isEmpty() ? Work.QUESTION : Work.CHANGE;
        } catch (Refusal told) {
            // Reading it again for the answer finds the same, and tells it.
            return Work.QUESTION;
        }
    }

    @Override
    public long maxBodyBytes(Head head) {
        if (!head.method().equals("POST")) {
            return 0;
        }
        switch (head.mediaType()) {
            case FORM, QUERY, UPDATE -> head.mustBeUtf8();
            default ->
                throw new Refusal(
                        415,
                        Code.USAGE,
                        "a body of type '" + head.mediaType() + "' is neither query nor update",
                        "send " + FORM + ", " + QUERY + " or " + UPDATE);
        }
        return MAX_TEXT_BYTES;
    }

    /** The query that a body is. */
    static String query(Door door, Request request) {
        return door.sandbox()
                .reading(
                        request.body().size() * BYTES_A_BYTE,
                        () -> Params.utf8(request.body().toArray(), "the query"));
    }

    /** How long a body may be that is a query and nothing else; refuses any other. */
    static long maxQueryBytes(Head head) {
        if (!head.mediaType().equals(QUERY)) {
            throw new Refusal(
                    415, Code.USAGE, "a body of type '" + head.mediaType() + "' is no query", "send " + QUERY);
        }
        head.mustBeUtf8();
        return MAX_TEXT_BYTES;
    }

    @Override
    public void answer(Request request, Reply reply) {
        Asked asked = door.sandbox().reading(request.body().size() * BYTES_A_BYTE, () -> Asked.of(request));
        if (asked.update() != null) {
            update(request, asked, asked.update(), reply);
        } else if (asked.query() != null) {
            query(request, asked, asked.query(), reply);
        } else {
            throw Refusal.badRequest("there is neither query nor update");
        }
    }

    /** The one thing that is asked, wherever in the request it was. */
    private record Asked(
            Params params, @Nullable String query, @Nullable String update) {
        static Asked of(Request request) {
            Head head = request.head();
            Params url = head.params();
            Asked asked = switch (head.method().equals("POST") ? head.mediaType() : "") {
                case FORM -> fromForm(url, request.body().toArray());
                case QUERY -> direct(url, Params.utf8(request.body().toArray(), "the query"), true);
                case UPDATE -> direct(url, Params.utf8(request.body().toArray(), "the update"), false);
                default -> fromUrl(url);
            };
            if (asked.query != null && asked.update != null) {
                throw Refusal.badRequest("there are both query and update; send one of them");
            }
            return asked;
        }

        static Params form(byte[] body) {
            return Params.parse(new String(body, StandardCharsets.ISO_8859_1));
        }

        private static Asked fromForm(Params url, byte[] body) {
            Params both = url.with(form(body));
            if (url.one("update") != null) {
                throw Refusal.badRequest("an update stands in the body, not in the URL");
            }
            return new Asked(both, both.one("query"), both.one("update"));
        }

        private static Asked direct(Params url, String text, boolean query) {
            if (url.one("query") != null || url.one("update") != null) {
                throw Refusal.badRequest("there is a query or update both in the body and in the URL");
            }
            return query ? new Asked(url, text, null) : new Asked(url, null, text);
        }

        private static Asked fromUrl(Params url) {
            if (url.one("update") != null) {
                throw Refusal.badRequest("an update is sent by POST");
            }
            return new Asked(url, url.one("query"), null);
        }

        Duration within(Duration limit) {
            Duration wanted = params.seconds("timeout");
            return wanted == null || wanted.compareTo(limit) > 0 ? limit : wanted;
        }

        void without(String thing, String... names) {
            for (String name : names) {
                if (!params.all(name).isEmpty()) {
                    throw Refusal.badRequest("the parameter " + name + " does not go with " + thing);
                }
            }
        }
    }

    private void query(Request request, Asked asked, String text, Reply reply) {
        Params params = asked.params();
        asked.without("a query", "using-graph-uri", "using-named-graph-uri", "dry-run", "note");
        Question question =
                Question.parse(door.sandbox(), text, params.all("default-graph-uri"), params.all("named-graph-uri"));
        Accept accept = request.head().accept();
        reply.header(HttpHeaderNames.VARY, "Accept");
        reply.whenGone(question::abandon);
        QueryLimits limits = door.limits().questions();
        limits = limits.within(asked.within(limits.timeout()));
        SpaceAccess space = door.space(request.segment(1));
        String moment = params.one("at");
        DatasetGraph dataset = moment == null ? space.read() : space.readAt(moment);
        try {
            if (question.isGraph()) {
                graph(question, dataset, limits, new To(accept.choose(Graphs.OFFERS), reply));
            } else {
                RowFormat format = accept.choose(ROWS);
                question.rows(dataset, limits, format, reply.stream(200, format.contentType()));
            }
        } finally {
            dataset.close();
        }
    }

    private record To(Syntax syntax, Reply reply) {}

    private static void graph(Question question, DatasetGraph dataset, QueryLimits limits, To to) {
        question.graph(
                dataset,
                limits,
                (quads, out) -> {
                    if (Export.isStream(to.syntax())) {
                        Export.stream(quads, to.syntax(), out);
                        return;
                    }
                    DatasetGraph answer = DatasetGraphFactory.create();
                    quads.forEachRemaining(answer::add);
                    new Export(question.prefixes()).write(answer, to.syntax(), out);
                },
                to.reply().stream(200, Graphs.contentType(to.syntax())));
    }

    private void update(Request request, Asked asked, String text, Reply reply) {
        Params params = asked.params();
        asked.without("an update", "default-graph-uri", "named-graph-uri", "at");
        boolean dryRun = params.flag("dry-run");
        String note = Receipts.note(params);
        Modification modification = Modification.parse(
                door.sandbox(), text, params.all("using-graph-uri"), params.all("using-named-graph-uri"));
        reply.whenGone(modification::abandon);
        Duration timeout = asked.within(door.limits().updateTimeout());
        Receipt receipt;
        try (WriteAccess write = door.space(request.segment(1)).write()) {
            modification.make(write, timeout, door.limits().imports().quads());
            receipt = dryRun ? write.dryRun(Receipts.MAX_DIFF_LINES) : write.commit(note);
        }
        JsonObject json = door.receipt(request.segment(1), receipt);
        if (modification.passesOver()) {
            Receipts.warn(json, "LOAD is off, for the daemon fetches nothing: LOAD SILENT has read nothing");
        }
        reply.json(200, json);
    }
}
