package kith.daemon.http;

import io.netty.handler.codec.http.HttpHeaderNames;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import kith.daemon.exchange.Export;
import kith.daemon.exchange.Syntax;
import kith.daemon.http.Accept.Offer;
import kith.daemon.query.Receipt;
import kith.daemon.query.WriteAccess;
import kith.ontology.fault.Code;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.NodeFactory;
import org.apache.jena.query.TxnType;
import org.apache.jena.sparql.core.DatasetGraph;
import org.apache.jena.sparql.core.Quad;
import org.jspecify.annotations.Nullable;

/**
 * {@code /spaces/{name}/data}: the SPARQL 1.1 Graph Store Protocol for one space. A graph is named by {@code ?default}
 * or {@code ?graph=IRI}; a named graph that has no triple is not there.
 */
final class GraphStoreResource implements Resource {
    private static final Set<String> READING = Set.of("default", "graph");
    private static final Set<String> WRITING = Set.of("default", "graph", "dry-run", "note");
    private static final List<Offer<Syntax>> OFFERS = Graphs.OFFERS.stream()
            .filter(offer -> GraphBody.isRead(offer.value()))
            .toList();

    private final Door door;

    private GraphStoreResource(Door door) {
        this.door = door;
    }

    static void addAll(Router router, Door door) {
        GraphStoreResource store = new GraphStoreResource(door);
        for (String method : List.of("GET", "PUT", "POST", "DELETE")) {
            router.add(method, "/spaces/*/data", store);
        }
    }

    @Override
    public Work work(Request request) {
        return isReading(request.head()) ? Work.EXPORT : Work.CHANGE;
    }

    private static boolean isReading(Head head) {
        return head.method().equals("GET") || head.isHead();
    }

    @Override
    public long maxBodyBytes(Head head) {
        head.params().only(isReading(head) ? READING : WRITING);
        graph(head);
        if (isReading(head) || head.method().equals("DELETE")) {
            return 0;
        }
        GraphBody.check(head);
        return door.limits().imports().maxBytes();
    }

    @Override
    public void answer(Request request, Reply reply) {
        Head head = request.head();
        Node graph = graph(head);
        switch (head.method()) {
            case "PUT", "POST" -> write(request, graph, reply);
            case "DELETE" -> delete(request, graph, reply);
            default -> read(request, graph, reply);
        }
    }

    private void read(Request request, @Nullable Node graph, Reply reply) {
        Syntax syntax = request.head().accept().choose(OFFERS);
        DatasetGraph dataset = door.space(request.segment(1)).read();
        try {
            dataset.begin(TxnType.READ);
            try {
                DatasetGraph one = Export.only(dataset, named(graph));
                reply.header(HttpHeaderNames.VARY, "Accept");
                new Export(door.sandbox().prefixes()).write(one, syntax, reply.stream(200, Graphs.contentType(syntax)));
            } finally {
                dataset.end();
            }
        } finally {
            dataset.close();
        }
    }

    private void write(Request request, @Nullable Node wanted, Reply reply) {
        try (GraphBody body = GraphBody.of(request)) {
            Node graph = wanted == null ? named(body) : wanted;
            body.read(door.sandbox(), graph, door.limits().imports(), reply);
            try (WriteAccess write = door.space(request.segment(1)).write()) {
                write.mayBeSplit();
                boolean isNew = !isThere(write.dataset(), graph);
                if (request.head().method().equals("PUT")) {
                    write.dataset().deleteAny(graph, Node.ANY, Node.ANY, Node.ANY);
                }
                body.addTo(write.dataset());
                isNew &= isThere(write.dataset(), graph);
                if (isNew && wanted == null) {
                    reply.header(HttpHeaderNames.LOCATION, place(request, graph));
                }
                end(request, write, isNew ? 201 : 200, reply);
            }
        }
    }

    private void delete(Request request, @Nullable Node wanted, Reply reply) {
        Node graph = named(wanted);
        try (WriteAccess write = door.space(request.segment(1)).write()) {
            write.mayBeSplit();
            if (!isThere(write.dataset(), graph)) {
                throw new Refusal(404, Code.NOT_FOUND, "no graph <" + graph + "> in this space", "");
            }
            write.dataset().deleteAny(graph, Node.ANY, Node.ANY, Node.ANY);
            end(request, write, 200, reply);
        }
    }

    private void end(Request request, WriteAccess write, int status, Reply reply) {
        Params params = request.head().params();
        boolean dryRun = params.flag("dry-run");
        String note = Receipts.note(params);
        Receipt receipt = dryRun ? write.dryRun(Receipts.MAX_DIFF_LINES) : write.commit(note);
        reply.json(dryRun ? 200 : status, door.receipt(request.segment(1), receipt));
    }

    private static boolean isThere(DatasetGraph dataset, Node graph) {
        return Quad.isDefaultGraph(graph) || dataset.containsGraph(graph);
    }

    /** The graph that the URL names, if it names one. */
    private static @Nullable Node graph(Head head) {
        Params params = head.params();
        boolean isDefault = params.flag("default");
        if (params.one("graph") != null) {
            if (isDefault) {
                throw Refusal.badRequest("there are both default and graph; name one of them");
            }
            return NodeFactory.createURI(ImportResource.absolute("graph", params.one("graph")));
        }
        if (!isDefault && !head.method().equals("POST")) {
            throw Refusal.badRequest("no graph is named: add ?default, or ?graph= and its IRI");
        }
        return isDefault ? Quad.defaultGraphIRI : null;
    }

    private static Node named(@Nullable Node graph) {
        if (graph == null) {
            throw new IllegalStateException("only a POST may leave the graph to us");
        }
        return graph;
    }

    /** A graph of which the client leaves the name to us is named after its bytes: sent again it is the same graph. */
    private static Node named(GraphBody body) {
        byte[] hash = body.hash().toArray();
        return NodeFactory.createURI(
                "ni:///sha-256;" + Base64.getUrlEncoder().withoutPadding().encodeToString(hash));
    }

    private static String place(Request request, Node graph) {
        return "/spaces/" + URLEncoder.encode(request.segment(1), StandardCharsets.UTF_8) + "/data?graph="
                + URLEncoder.encode(graph.getURI(), StandardCharsets.UTF_8);
    }
}
