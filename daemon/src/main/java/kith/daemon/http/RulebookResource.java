package kith.daemon.http;

import com.google.gson.JsonElement;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import kith.daemon.exchange.Document;
import kith.daemon.exchange.ImportLimits;
import kith.daemon.exchange.Syntax;
import kith.ontology.fault.Code;
import org.apache.jena.sparql.core.DatasetGraph;
import org.apache.jena.sparql.core.DatasetGraphFactory;
import org.apache.jena.sparql.core.Quad;

/** The rules and shapes of a space as resources. */
final class RulebookResource implements Resource {
    /** Bytes of a document of shapes. */
    static final long MAX_SHAPES_BYTES = 1 << 20;
    /** Triples of the shapes of one name. */
    static final int MAX_TRIPLES = 4_096;

    private static final ImportLimits SHAPES = new ImportLimits(MAX_SHAPES_BYTES, MAX_TRIPLES);

    private final Work work;
    private final long bodyBytes;
    private final Set<String> params;
    private final Answering answering;

    /** What a resource does. */
    private interface Answering {
        JsonElement answer(Request request, Params params);
    }

    private RulebookResource(Work work, long bodyBytes, Set<String> params, Answering answering) {
        this.work = work;
        this.bodyBytes = bodyBytes;
        this.params = params;
        this.answering = answering;
    }

    static Router addAll(Router router, Door door) {
        Household household = door.household();
        return router.add("GET", "/v1/spaces/*/schema", list(household))
                .add("GET", "/v1/spaces/*/schema/entry", show(household))
                .add("POST", "/v1/spaces/*/schema/rules", rule(household))
                .add("POST", "/v1/spaces/*/schema/shapes/*", shapes(door))
                .add("POST", "/v1/spaces/*/schema/remove", remove(household));
    }

    @Override
    public Work work(Request request) {
        return work;
    }

    @Override
    public long maxBodyBytes(Head head) {
        head.params().only(params);
        head.mustBeUtf8();
        boolean turtle = Syntax.ofMediaType(head.mediaType()).equals(Optional.of(Syntax.TTL));
        if (bodyBytes > 0 && !turtle) {
            throw new Refusal(
                    415,
                    Code.USAGE,
                    "shapes of type '" + head.mediaType() + "' are not read",
                    "send Turtle, as " + Syntax.TTL.mediaType());
        }
        return bodyBytes;
    }

    @Override
    public void answer(Request request, Reply reply) {
        reply.json(200, answering.answer(request, request.head().params()));
    }

    private static RulebookResource list(Household household) {
        return new RulebookResource(
                Work.QUESTION,
                0,
                Set.of(),
                (request, params) -> household.rulebook(request.segment(2)).list());
    }

    private static RulebookResource show(Household household) {
        return new RulebookResource(
                Work.QUESTION,
                0,
                Set.of("key"),
                (request, params) -> household.rulebook(request.segment(2)).show(params.wanted("key")));
    }

    private static RulebookResource rule(Household household) {
        return new RulebookResource(
                Work.CHANGE, 0, Set.of("predicate", "class", "policy", "dry-run"), (request, params) -> {
                    String predicate = ImportResource.absolute("predicate", params.one("predicate"));
                    return household
                            .rulebook(request.segment(2))
                            .rule(predicate, kind(params), params.wanted("policy"), params.flag("dry-run"));
                });
    }

    private static RulebookResource shapes(Door door) {
        return new RulebookResource(Work.CHANGE, MAX_SHAPES_BYTES, Set.of("dry-run"), (request, params) -> {
            Document.Target target = new Document.Target(null, null);
            Document document = new Document(door.sandbox(), request.body(), Syntax.TTL, target);
            document.read(SHAPES);
            DatasetGraph read = DatasetGraphFactory.create();
            document.addTo(read);
            Set<Quad> triples = new LinkedHashSet<>();
            read.find().forEachRemaining(quad -> triples.add(Quad.create(Quad.defaultGraphIRI, quad.asTriple())));
            return door.household()
                    .rulebook(request.segment(2))
                    .shapes(request.segment(5), triples, params.flag("dry-run"));
        });
    }

    private static RulebookResource remove(Household household) {
        return new RulebookResource(
                Work.CHANGE,
                0,
                Set.of("key", "class", "dry-run"),
                (request, params) -> household
                        .rulebook(request.segment(2))
                        .remove(params.wanted("key"), kind(params), params.flag("dry-run")));
    }

    private static Optional<String> kind(Params params) {
        String kind = params.one("class");
        return kind == null ? Optional.empty() : Optional.of(ImportResource.absolute("class", kind));
    }
}
