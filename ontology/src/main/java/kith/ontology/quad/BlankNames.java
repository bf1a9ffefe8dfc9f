package kith.ontology.quad;

import java.nio.charset.StandardCharsets;
import kith.ontology.bytes.Bytes;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.NodeFactory;

/**
 * Names for blank nodes that mean the same node on every replica: {@code k} and 32 hexadecimal digits, 128 bits.
 *
 * <p>A blank node stays one; only its label is chosen so that two authors never choose the same and that reading one
 * document twice chooses the same again.
 */
public final class BlankNames {
    /** Bytes of a name, without the letter and not yet in hexadecimal. */
    public static final int BYTES = 16;

    private static final byte[] DOMAIN = "kith blank 1\0".getBytes(StandardCharsets.UTF_8);

    private BlankNames() {}

    /**
     * The node for {@code label} inside {@code scope}.
     *
     * @param scope what keeps labels of one origin from those of another: the hash of a document, or 16 random bytes
     */
    public static Node named(Bytes scope, String label) {
        Bytes hash = Bytes.sha256(DOMAIN, scope.view(), label.getBytes(StandardCharsets.UTF_8));
        return node(hash.slice(0, BYTES));
    }

    /** The node whose name is these 16 bytes. */
    public static Node node(Bytes name) {
        return NodeFactory.createBlankNode("k" + name.toHex());
    }

    /** Whether {@code node} already carries a name of ours. */
    public static boolean isNamed(Node node) {
        return node.isBlank() && isName(node.getBlankNodeLabel());
    }

    /** The 16 bytes of a named node. */
    public static Bytes name(Node node) {
        return Bytes.hex(node.getBlankNodeLabel().substring(1));
    }

    private static boolean isName(String label) {
        if (label.length() != 1 + 2 * BYTES || label.charAt(0) != 'k') {
            return false;
        }
        for (int i = 1; i < label.length(); i++) {
            char c = label.charAt(i);
            if ((c < '0' || c > '9') && (c < 'a' || c > 'f')) {
                return false;
            }
        }
        return true;
    }
}
