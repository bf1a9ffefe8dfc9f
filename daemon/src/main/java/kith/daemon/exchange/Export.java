package kith.daemon.exchange;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.Map;
import kith.ontology.fault.Code;
import kith.ontology.fault.KithException;
import org.apache.jena.graph.Node;
import org.apache.jena.sparql.core.DatasetGraph;
import org.apache.jena.sparql.core.DatasetGraphFactory;
import org.apache.jena.sparql.core.Quad;

/**
 * Writes datasets as documents. N-Triples and N-Quads stream; the others are sorted, and so are the same bytes for
 * the same dataset. Immutable; safe from any thread.
 */
public final class Export {
    private static final int BUFFER_CHARS = 16 * 1024;

    private final Map<String, String> prefixes;

    /** With {@code prefixes} to shorten IRIs where the syntax can: prefix to IRI. */
    public Export(Map<String, String> prefixes) {
        this.prefixes = Map.copyOf(prefixes);
    }

    /**
     * Only one graph of {@code dataset}, as a default graph.
     *
     * @throws KithException NOT_FOUND if the dataset has no such graph
     */
    public static DatasetGraph only(DatasetGraph dataset, Node graph) {
        if (Quad.isDefaultGraph(graph)) {
            return DatasetGraphFactory.wrap(dataset.getDefaultGraph());
        }
        if (!dataset.containsGraph(graph)) {
            throw KithException.user(Code.NOT_FOUND, "no graph <" + graph + "> in this space");
        }
        return DatasetGraphFactory.wrap(dataset.getGraph(graph));
    }

    /**
     * Writes all of {@code dataset}, which is in a READ transaction.
     *
     * @throws KithException USAGE if the syntax cannot say what the dataset says; something may have been written
     */
    public void write(DatasetGraph dataset, Syntax syntax, OutputStream out) {
        Iterator<Node> graphs = dataset.listGraphNodes();
        if (!syntax.holdsGraphs() && graphs.hasNext()) {
            throw KithException.user(
                    Code.USAGE,
                    syntax + " cannot say in which graph a triple is, and this space has named graphs: ask for "
                            + Syntax.TRIG.mediaType() + " or " + Syntax.NQ.mediaType() + ", or name one graph");
        }
        writing(out, writer -> syntax.writer(prefixes).write(dataset, writer));
    }

    /**
     * Writes {@code quads} as they come: N-Triples or N-Quads only.
     *
     * @throws IllegalArgumentException for any other syntax
     */
    public static void stream(Iterator<Quad> quads, Syntax syntax, OutputStream out) {
        if (!isStream(syntax)) {
            throw new IllegalArgumentException(syntax + " is not written line by line");
        }
        LineWriter lines = new LineWriter(syntax.holdsGraphs());
        writing(out, writer -> {
            while (quads.hasNext()) {
                lines.line(quads.next(), writer);
            }
        });
    }

    /** Whether the syntax is written line by line. */
    public static boolean isStream(Syntax syntax) {
        return syntax == Syntax.NT || syntax == Syntax.NQ;
    }

    private interface Writing {
        void to(Writer writer) throws IOException;
    }

    private static void writing(OutputStream out, Writing writing) {
        Writer writer = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8), BUFFER_CHARS);
        try {
            writing.to(writer);
            writer.flush();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
