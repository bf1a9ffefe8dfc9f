package kith.ontology.quad;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import kith.ontology.bytes.Bytes;
import kith.ontology.bytes.MalformedException;
import kith.ontology.testkit.Golden;
import kith.ontology.testkit.Written;
import org.apache.jena.graph.Node;
import org.junit.jupiter.api.Test;

final class TermVectorsTest {
    private final Golden golden = Golden.open("terms.txt");

    @Test
    void everyTermHasItsBytes() {
        for (Golden.Block block : golden.blocksWith("term")) {
            Node term = Written.term(block.text("term"));

            block.expect("bytes", TermCodec.encode(term));
            assertEquals(term, TermCodec.decode(block.bytes("bytes")));
        }
    }

    @Test
    void whatIsNoTermIsRefused() {
        for (Golden.Block block : golden.blocksWith("refused")) {
            Bytes bytes = block.bytes("refused");

            assertThrows(MalformedException.class, () -> TermCodec.decode(bytes), block::toString);
        }
    }

    @Test
    void aBlankNodeHasItsName() {
        for (Golden.Block block : golden.blocksWith("label")) {
            Node node = BlankNames.named(block.bytes("scope"), block.text("label"));

            block.expect("name", node.getBlankNodeLabel());
        }
    }
}
