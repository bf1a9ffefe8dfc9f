package kith.ontology.testkit;

import java.util.Iterator;
import org.apache.jena.graph.Node;
import org.apache.jena.riot.Lang;
import org.apache.jena.riot.RDFParser;
import org.apache.jena.riot.lang.LabelToNode;
import org.apache.jena.sparql.core.DatasetGraph;
import org.apache.jena.sparql.core.DatasetGraphFactory;
import org.apache.jena.sparql.core.Quad;

/** Terms and quads as people write them: N-Quads, with blank nodes named as they are written. */
public final class Written {
    private Written() {}

    /** {@code <s> <p> <o>} or {@code <s> <p> <o> <g>}, without the dot. */
    public static Quad quad(String line) {
        DatasetGraph dataset = DatasetGraphFactory.create();
        RDFParser.fromString(line + " .", Lang.NQUADS)
                .labelToNode(LabelToNode.createUseLabelAsGiven())
                .parse(dataset);
        Iterator<Quad> quads = dataset.find();
        Quad quad = quads.next();
        return quad.isDefaultGraph() ? Quad.create(Quad.defaultGraphIRI, quad.asTriple()) : quad;
    }

    public static Node term(String text) {
        return quad("<urn:s> <urn:p> " + text).getObject();
    }
}
