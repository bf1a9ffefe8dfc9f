package kith.daemon.http;

import com.google.gson.JsonObject;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Arrays;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import kith.daemon.exchange.Document;
import kith.daemon.exchange.Importing;
import kith.daemon.exchange.Syntax;
import kith.daemon.query.Receipt;
import kith.daemon.query.SpaceAccess;
import kith.daemon.query.WriteAccess;
import kith.ontology.fault.Code;
import kith.ontology.vocab.Prefixes;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.NodeFactory;
import org.jspecify.annotations.Nullable;

/**
 * {@code POST /v1/spaces/{name}/import}: takes a document in. Who accepts lines of JSON is told meanwhile how far it is;
 * a trial is answered at once.
 */
final class ImportResource implements Resource {
    private static final Set<String> PARAMS = Set.of("graph", "base", "dry-run", "note");

    private final Door door;

    ImportResource(Door door) {
        this.door = door;
    }

    @Override
    public Work work(Request request) {
        return Work.CHANGE;
    }

    // All that the head can be wrong in is told before a large body is on its way.
    @Override
    public long maxBodyBytes(Head head) {
        head.params().only(PARAMS);
        head.mustBeUtf8();
        syntax(head);
        target(head.params());
        return door.limits().imports().maxBytes();
    }

    @Override
    public void answer(Request request, Reply reply) {
        Head head = request.head();
        try (Document document = new Document(door.sandbox(), request.body(), syntax(head), target(head.params()))) {
            reply.whenGone(document::abandon);
            take(document, request, reply);
        }
    }

    private void take(Document document, Request request, Reply reply) {
        Params params = request.head().params();
        String name = request.segment(2);
        String note = Receipts.note(params);
        SpaceAccess space = door.space(name);
        if (params.flag("dry-run")) {
            reply.json(200, door.receipt(name, dryRun(document, space)));
            return;
        }
        Supplier<JsonObject> receipt = () ->
                door.receipt(name, Importing.of(document, space, door.limits().imports(), note));
        if (request.head().accept().names(Lines.TYPE)) {
            told(document, receipt, new Lines(reply));
        } else {
            reply.json(200, receipt.get());
        }
    }

    private static void told(Document document, Supplier<JsonObject> receipt, Lines lines) {
        document.tells((done, of) -> lines.progress(done < of ? "reading" : "writing", done, of));
        try {
            lines.result(receipt.get());
        } catch (RuntimeException fault) {
            lines.error(fault);
        }
    }

    private Receipt dryRun(Document document, SpaceAccess space) {
        document.read(door.limits().imports());
        try (WriteAccess write = space.write()) {
            document.addTo(write.dataset());
            return write.dryRun(Receipts.MAX_DIFF_LINES);
        }
    }

    private static Syntax syntax(Head head) {
        return Syntax.ofMediaType(head.mediaType())
                .orElseThrow(() -> new Refusal(
                        415,
                        Code.USAGE,
                        "a document of type '" + head.mediaType() + "' is not read",
                        "send "
                                + Arrays.stream(Syntax.values())
                                        .map(Syntax::mediaType)
                                        .collect(Collectors.joining(", "))));
    }

    private static Document.Target target(Params params) {
        String graph = params.one("graph");
        String base = params.one("base");
        Node name = graph == null ? null : NodeFactory.createURI(absolute("graph", graph));
        return new Document.Target(base == null ? null : absolute("base", base), name);
    }

    /** The IRI that a parameter names. */
    static String absolute(String param, @Nullable String named) {
        String name = named == null ? "" : named;
        try {
            if (new URI(name).isAbsolute()) {
                return Prefixes.resolve(name)
                        .orElseThrow(() -> Refusal.badRequest("the parameter " + param + " is '" + name
                                + "', and no prefix '" + name.substring(0, name.indexOf(':') + 1)
                                + "' is known; name it by its whole IRI"));
            }
        } catch (URISyntaxException bad) {
            // Told below.
        }
        throw Refusal.badRequest("the parameter " + param + " is no absolute IRI");
    }
}
