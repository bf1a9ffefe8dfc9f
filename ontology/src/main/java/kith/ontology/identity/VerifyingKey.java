package kith.ontology.identity;

import java.util.Optional;
import kith.ontology.bytes.Bytes;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/**
 * An Ed25519 public key that was fully validated once: canonical, on the curve, not of small order, in the prime-order
 * subgroup. The one verifier of kith: replicas that disagreed on an edge case would diverge. Safe from any thread.
 */
public final class VerifyingKey {
    private final KeyId id;
    private final Ed25519.PublicPoint point;

    private VerifyingKey(KeyId id, Ed25519.PublicPoint point) {
        this.id = id;
        this.point = point;
    }

    /** The key, or empty where the bytes are no sound key. */
    public static Optional<VerifyingKey> of(KeyId id) {
        Ed25519.PublicPoint point = Ed25519.validatePublicKeyFullExport(id.key().view(), 0);
        return point == null ? Optional.empty() : Optional.of(new VerifyingKey(id, point));
    }

    public KeyId id() {
        return id;
    }

    /**
     * Strict RFC 8032: canonical R, S below the group order, the equation with the cofactor (section 5.1.7's first
     * form). About 70 us. The inputs on which verifiers are known to differ: docs/protocol/vectors/ed25519-edges.txt.
     */
    public boolean verifies(Context context, Bytes message, Signature signature) {
        byte[] signed = context.frame(message);
        return Ed25519.verify(signature.value().view(), 0, point, null, signed, 0, signed.length);
    }
}
