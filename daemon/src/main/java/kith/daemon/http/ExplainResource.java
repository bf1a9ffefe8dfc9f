package kith.daemon.http;

import java.time.Duration;
import java.util.Set;
import kith.daemon.query.QueryLimits;
import kith.daemon.query.Question;
import org.apache.jena.sparql.core.DatasetGraph;

/** {@code /v1/spaces/{name}/explain}: how a query would be answered, or was. */
final class ExplainResource implements Resource {
    private static final Set<String> PARAMS = Set.of("counted", "timeout", "default-graph-uri", "named-graph-uri");

    private final Door door;

    ExplainResource(Door door) {
        this.door = door;
    }

    @Override
    public Work work(Request request) {
        return Work.QUESTION;
    }

    @Override
    public long maxBodyBytes(Head head) {
        head.params().only(PARAMS);
        return SparqlResource.maxQueryBytes(head);
    }

    @Override
    public void answer(Request request, Reply reply) {
        Params params = request.head().params();
        Question question = Question.parse(
                door.sandbox(),
                SparqlResource.query(door, request),
                params.all("default-graph-uri"),
                params.all("named-graph-uri"));
        reply.whenGone(question::abandon);
        QueryLimits limits = door.limits().questions();
        Duration wanted = params.seconds("timeout");
        DatasetGraph dataset = door.space(request.segment(2)).read();
        try {
            reply.json(
                    200,
                    question.explain(dataset, wanted == null ? limits : limits.within(wanted), params.flag("counted")));
        } finally {
            dataset.close();
        }
    }
}
