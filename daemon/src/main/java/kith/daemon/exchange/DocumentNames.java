package kith.daemon.exchange;

import kith.ontology.bytes.Bytes;
import kith.ontology.quad.BlankNames;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.NodeFactory;
import org.apache.jena.riot.system.FactoryRDFCaching;
import org.apache.jena.riot.system.SyntaxLabels;

/**
 * Makes the terms of one document. Its blank nodes are named after the document and their label, or their number
 * when they have none; a label that is already a name of ours stays, so that what was exported can be taken in again.
 */
final class DocumentNames extends FactoryRDFCaching {
    private static final int CACHED_IRIS = 5_000;

    private final Bytes document;
    private long unlabelled;

    DocumentNames(Bytes document) {
        super(CACHED_IRIS, SyntaxLabels.createLabelToNode());
        this.document = document;
    }

    @Override
    public Node createBlankNode(String label) {
        Node named = NodeFactory.createBlankNode(label);
        return BlankNames.isNamed(named) ? named : BlankNames.named(document, "l" + label);
    }

    @Override
    public Node createBlankNode() {
        return BlankNames.named(document, "n" + unlabelled++);
    }

    @Override
    public Node createBlankNode(long mostSigBits, long leastSigBits) {
        return createBlankNode(Long.toHexString(mostSigBits) + "-" + Long.toHexString(leastSigBits));
    }
}
