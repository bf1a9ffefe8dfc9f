package kith.ontology.delta;

import java.util.Optional;
import kith.ontology.bytes.Bytes;
import kith.ontology.identity.Signature;

/**
 * A delta with its place in the chain, as logs keep it.
 *
 * @param link the hash that covers this delta and all before it in its log
 * @param signature by the author over the link; may be missing between signature points, where a later one covers it
 */
public record SignedDelta(Dot dot, Entry entry, Bytes link, Optional<Signature> signature) {
    /** This delta without its salt and payload: the same place, link and signature. */
    public SignedDelta withdrawn() {
        return new SignedDelta(dot, entry.withdrawn(), link, signature);
    }

    /** Eight hexadecimal digits of the link: what people see and type. */
    public String briefId() {
        return link.slice(0, 4).toHex();
    }
}
