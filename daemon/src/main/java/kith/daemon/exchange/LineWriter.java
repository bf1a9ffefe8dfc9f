package kith.daemon.exchange;

import java.io.IOException;
import java.io.Writer;
import java.util.Iterator;
import org.apache.jena.sparql.core.DatasetGraph;
import org.apache.jena.sparql.core.Quad;

/** N-Triples and N-Quads: a line for each statement, in the order in which the dataset gives them. */
final class LineWriter implements GraphWriter {
    private final boolean graphs;

    LineWriter(boolean graphs) {
        this.graphs = graphs;
    }

    @Override
    public void write(DatasetGraph dataset, Writer out) throws IOException {
        for (Iterator<Quad> quads = dataset.find(); quads.hasNext(); ) {
            line(quads.next(), out);
        }
    }

    void line(Quad quad, Writer out) throws IOException {
        Terms.write(out, quad.getSubject());
        out.append(' ');
        Terms.write(out, quad.getPredicate());
        out.append(' ');
        Terms.write(out, quad.getObject());
        if (graphs && !quad.isDefaultGraph()) {
            out.append(' ');
            Terms.write(out, quad.getGraph());
        }
        out.append(" .\n");
    }
}
