package kith.daemon.http;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import kith.daemon.exchange.Spool;
import kith.ontology.fault.Code;
import kith.ontology.fault.KithException;
import org.jspecify.annotations.Nullable;

/**
 * {@code POST /v1/spaces/{name}/bundle}: answers a bundle; its body, if any, is the beginning of an earlier one. {@code
 * POST /v1/bundles}: takes one in; who accepts lines of JSON is told meanwhile how far it is.
 */
final class BundleResource implements Resource {
    static final String TYPE = "application/x-kith-bundle";
    /** Bytes of a bundle that is taken in. */
    static final long MAX_BYTES = 64L << 30;
    /** Bytes of an earlier bundle: its beginning says how far its maker held each log, and has no more than that. */
    static final long MAX_SINCE_BYTES = 16L << 20;

    private final Set<String> params;
    private final long maxBytes;
    private final Answering answering;

    private interface Answering {
        void answer(Request request, Reply reply) throws IOException;
    }

    private BundleResource(Set<String> params, long maxBytes, Answering answering) {
        this.params = params;
        this.maxBytes = maxBytes;
        this.answering = answering;
    }

    static Router addAll(Router router, Household household) {
        return router.add(
                        "POST",
                        "/v1/spaces/*/bundle",
                        new BundleResource(
                                Set.of("for", "bare"),
                                MAX_SINCE_BYTES,
                                (request, reply) -> write(household.bundles(), request, reply)))
                .add(
                        "POST",
                        "/v1/bundles",
                        new BundleResource(
                                Set.of(), MAX_BYTES, (request, reply) -> take(household.bundles(), request, reply)));
    }

    @Override
    public Work work(Request request) {
        return Work.BUNDLE;
    }

    @Override
    public long maxBodyBytes(Head head) {
        head.params().only(params);
        return maxBytes;
    }

    @Override
    public void answer(Request request, Reply reply) {
        try {
            answering.answer(request, reply);
        } catch (IOException failed) {
            throw KithException.host("cannot read back what was put aside: " + failed.getMessage(), failed);
        }
    }

    private static void write(Bundles bundles, Request request, Reply reply) throws IOException {
        Params params = request.head().params();
        String whom = params.one("for");
        if (whom != null && whom.isEmpty()) {
            throw new Refusal(400, Code.USAGE, "the parameter for is empty", "name a device of the space");
        }
        Bundles.Wish wish = new Bundles.Wish(request.segment(2), whom, params.flag("bare"));
        try (InputStream since = since(request.body())) {
            bundles.write(wish, since, () -> reply.stream(200, TYPE));
        }
    }

    private static @Nullable InputStream since(Spool body) {
        return body.size() == 0 ? null : body.open();
    }

    private static void take(Bundles bundles, Request request, Reply reply) throws IOException {
        AtomicBoolean gone = new AtomicBoolean();
        reply.whenGone(() -> gone.set(true));
        Bundles.Content content = new Bundles.Content() {
            @Override
            public InputStream open() {
                return request.body().open();
            }

            @Override
            public long size() {
                return request.body().size();
            }
        };
        if (!request.head().accept().names(Lines.TYPE)) {
            reply.json(200, bundles.take(content, new Bundles.Reader(line -> {}, gone::get)));
            return;
        }
        Lines lines = new Lines(reply);
        try {
            JsonObject result = bundles.take(content, new Bundles.Reader(lines, gone::get));
            lines.result(result);
        } catch (RuntimeException fault) {
            lines.error(fault);
        }
    }
}
