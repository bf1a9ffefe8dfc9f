package kith.daemon.http;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Arrays;
import java.util.Set;
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

/** {@code POST /v1/spaces/{name}/import}: takes a document in. */
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
        Params params = request.head().params();
        boolean dryRun = params.flag("dry-run");
        String note = Receipts.note(params);
        SpaceAccess space = door.space(request.segment(2));
        Document document = new Document(door.sandbox(), request.body(), syntax(request.head()), target(params));
        reply.whenGone(document::abandon);
        Receipt receipt = dryRun
                ? dryRun(document, space)
                : Importing.of(document, space, door.limits().imports(), note);
        reply.json(200, door.receipt(request.segment(2), receipt));
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
