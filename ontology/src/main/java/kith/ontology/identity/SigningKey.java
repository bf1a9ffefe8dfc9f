package kith.ontology.identity;

import java.security.SecureRandom;
import kith.ontology.bytes.Bytes;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/** An Ed25519 private key. Safe from any thread. */
public final class SigningKey {
    public static final int SEED_BYTES = 32;

    private final byte[] seed;
    private final byte[] publicKey = new byte[Ed25519.PUBLIC_KEY_SIZE];

    private SigningKey(byte[] seed) {
        this.seed = seed;
        Ed25519.generatePublicKey(seed, 0, publicKey, 0);
    }

    public static SigningKey generate(SecureRandom random) {
        byte[] seed = new byte[SEED_BYTES];
        random.nextBytes(seed);
        return new SigningKey(seed);
    }

    /** The key whose RFC 8032 secret is {@code seed}, 32 bytes. */
    public static SigningKey fromSeed(Bytes seed) {
        if (seed.length() != SEED_BYTES) {
            throw new IllegalArgumentException("a seed has 32 bytes, not " + seed.length());
        }
        return new SigningKey(seed.toArray());
    }

    public KeyId id() {
        return KeyId.of(publicKey);
    }

    /** The secret itself, for the key file only. */
    public Bytes seed() {
        return Bytes.of(seed);
    }

    /** Signs the concatenation of a context, which keeps uses of one key apart, and {@code message}. */
    public Signature sign(Context context, Bytes message) {
        byte[] signed = context.frame(message);
        byte[] signature = new byte[Signature.BYTES];
        Ed25519.sign(seed, 0, publicKey, 0, null, signed, 0, signed.length, signature, 0);
        return new Signature(Bytes.owned(signature));
    }

    /** Never the secret. */
    @Override
    public String toString() {
        return "SigningKey of " + id().brief();
    }
}
