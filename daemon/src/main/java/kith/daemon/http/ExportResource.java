package kith.daemon.http;

import io.netty.handler.codec.http.HttpHeaderNames;
import java.util.Set;
import kith.daemon.exchange.Export;
import kith.daemon.exchange.Syntax;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.NodeFactory;
import org.apache.jena.query.TxnType;
import org.apache.jena.sparql.core.DatasetGraph;
import org.jspecify.annotations.Nullable;

/** {@code GET /v1/spaces/{name}/export}: gives all that a space shows, or one graph of it. */
final class ExportResource implements Resource {
    private final Door door;

    ExportResource(Door door) {
        this.door = door;
    }

    @Override
    public Work work(Request request) {
        return Work.EXPORT;
    }

    @Override
    public long maxBodyBytes(Head head) {
        head.params().only(Set.of("graph"));
        return 0;
    }

    @Override
    public void answer(Request request, Reply reply) {
        String graph = request.head().params().one("graph");
        DatasetGraph dataset = door.space(request.segment(2)).read();
        try {
            dataset.begin(TxnType.READ);
            try {
                write(dataset, graph == null ? null : NodeFactory.createURI(graph), request, reply);
            } finally {
                dataset.end();
            }
        } finally {
            dataset.close();
        }
    }

    private void write(DatasetGraph dataset, @Nullable Node graph, Request request, Reply reply) {
        DatasetGraph wanted = graph == null ? dataset : Export.only(dataset, graph);
        Syntax first = wanted.listGraphNodes().hasNext() ? Syntax.TRIG : Syntax.TTL;
        Syntax syntax = request.head().accept().choose(Graphs.offers(first));
        reply.header(HttpHeaderNames.VARY, "Accept");
        new Export(door.sandbox().prefixes()).write(wanted, syntax, reply.stream(200, Graphs.contentType(syntax)));
    }
}
