package kith.daemon.http;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import kith.daemon.exchange.Document;
import kith.daemon.exchange.ImportLimits;
import kith.daemon.exchange.Spool;
import kith.daemon.exchange.Syntax;
import kith.daemon.query.Sandbox;
import kith.ontology.bytes.Bytes;
import kith.ontology.fault.Code;
import org.apache.jena.graph.Node;
import org.apache.jena.sparql.core.DatasetGraph;
import org.apache.jena.sparql.core.Quad;

/** What a request says that a graph is: one document, or several in the parts of its body. */
final class GraphBody implements AutoCloseable {
    private static final String FORM = "multipart/form-data";

    private final List<Source> sources;
    private final boolean inParts;
    private List<Document> documents = List.of();

    private record Source(Syntax syntax, Spool bytes) {}

    private GraphBody(List<Source> sources, boolean inParts) {
        this.sources = sources;
        this.inParts = inParts;
    }

    /** Refuses what is no graph before it is on its way. */
    static void check(Head head) {
        head.mustBeUtf8();
        if (!head.mediaType().equals(FORM)) {
            mustBeRead(syntax(head.mediaType(), ""), "a graph of type '" + head.mediaType() + "'");
        }
    }

    static GraphBody of(Request request) {
        Head head = request.head();
        if (!head.mediaType().equals(FORM)) {
            Syntax syntax = mustBeRead(syntax(head.mediaType(), ""), "a graph of type '" + head.mediaType() + "'");
            return new GraphBody(List.of(new Source(syntax, request.body())), false);
        }
        List<Multipart.Part> parts = Multipart.of(request.body(), head.contentType());
        try {
            List<Source> sources = new ArrayList<>();
            for (Multipart.Part part : parts) {
                sources.add(source(part, sources.size() + 1));
            }
            if (sources.isEmpty()) {
                throw Refusal.badRequest("the body has no part");
            }
            return new GraphBody(sources, true);
        } catch (RuntimeException fault) {
            parts.forEach(part -> part.body().close());
            throw fault;
        }
    }

    private static Source source(Multipart.Part part, int number) {
        String type = part.contentType();
        Head.mustBeUtf8(type);
        String coding = part.headers().getOrDefault("content-transfer-encoding", "binary");
        if (!coding.equalsIgnoreCase("binary")
                && !coding.equalsIgnoreCase("8bit")
                && !coding.equalsIgnoreCase("7bit")) {
            throw new Refusal(
                    415,
                    Code.USAGE,
                    "part " + number + " is encoded as " + coding + ", which is not read",
                    "send it as it is");
        }
        String what = "part " + number + " of the body, of type '" + Head.mediaType(type) + "',";
        return new Source(mustBeRead(syntax(Head.mediaType(type), part.fileName()), what), part.body());
    }

    /** What a name says is asked only where the type says nothing. */
    private static Optional<Syntax> syntax(String mediaType, String fileName) {
        boolean says = !mediaType.isEmpty()
                && !mediaType.equals("application/octet-stream")
                && !mediaType.equals("text/plain");
        Optional<Syntax> syntax = says ? Syntax.ofMediaType(mediaType) : Syntax.ofFileName(fileName);
        return syntax.filter(GraphBody::isRead);
    }

    /** Whether documents of the syntax are graphs; in JSON-LD most are, and those that are not are found out. */
    static boolean isRead(Syntax syntax) {
        return !syntax.holdsGraphs() || syntax == Syntax.JSONLD;
    }

    private static Syntax mustBeRead(Optional<Syntax> syntax, String what) {
        return syntax.orElseThrow(() -> new Refusal(
                415,
                Code.USAGE,
                what + " is not read",
                "send "
                        + Arrays.stream(Syntax.values())
                                .filter(GraphBody::isRead)
                                .map(Syntax::mediaType)
                                .collect(Collectors.joining(", "))
                        + "; a document that names its graphs goes to POST /v1/spaces/NAME/import"));
    }

    /** The same for the same documents, whatever stands between them. */
    Bytes hash() {
        if (!inParts) {
            return sources.getFirst().bytes().hash();
        }
        ByteArrayOutputStream hashes = new ByteArrayOutputStream();
        sources.forEach(source -> hashes.writeBytes(source.bytes().hash().toArray()));
        return Bytes.sha256(hashes.toByteArray());
    }

    /**
     * Reads all of it into memory.
     *
     * @throws kith.ontology.fault.KithException as {@link Document#read}; the limits are those of all parts together
     */
    void read(Sandbox sandbox, Node graph, ImportLimits limits, Reply reply) {
        boolean isDefault = Quad.isDefaultGraph(graph);
        Document.Target target = new Document.Target(isDefault ? null : graph.getURI(), isDefault ? null : graph, true);
        documents = sources.stream()
                .map(source -> new Document(sandbox, source.bytes(), source.syntax(), target))
                .toList();
        documents.forEach(document -> document.comesWith(documents.getFirst()));
        reply.whenGone(() -> documents.forEach(Document::abandon));
        ImportLimits left = limits;
        for (Document document : documents) {
            left = left.after(document.read(left), document.heapBytes());
        }
    }

    /** Adds what was read. */
    void addTo(DatasetGraph dataset) {
        documents.forEach(document -> document.addTo(dataset));
    }

    @Override
    public void close() {
        documents.forEach(Document::close);
        if (inParts) {
            sources.forEach(source -> source.bytes().close());
        }
    }
}
