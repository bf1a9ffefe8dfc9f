package kith.ontology.identity;

import java.math.BigInteger;
import kith.ontology.bytes.Bytes;

/**
 * Who: the 32 bytes of an Ed25519 public key, of a device (then it is an author) or of a person.
 *
 * <p>A name only: whether the bytes are a sound key is known to {@link VerifyingKey}.
 */
public record KeyId(Bytes key) implements Comparable<KeyId> {
    public static final int BYTES = 32;

    private static final String DID_PREFIX = "did:key:z";
    private static final String ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
    private static final BigInteger BASE = BigInteger.valueOf(58);
    /** The multicodec name of an Ed25519 public key, which did:key puts before it. */
    private static final int MULTICODEC = 0xed01;

    private static final int MAX_DID_CHARS = 80;

    public KeyId {
        if (key.length() != BYTES) {
            throw new IllegalArgumentException("a key has 32 bytes, not " + key.length());
        }
    }

    public static KeyId of(byte[] key) {
        return new KeyId(Bytes.of(key));
    }

    /** The W3C did:key form, 56 characters or so. */
    public String did() {
        byte[] prefixed = new byte[2 + BYTES];
        prefixed[0] = (byte) (MULTICODEC >>> 8);
        prefixed[1] = (byte) MULTICODEC;
        System.arraycopy(key.view(), 0, prefixed, 2, BYTES);
        BigInteger rest = new BigInteger(1, prefixed);
        StringBuilder reversed = new StringBuilder();
        while (rest.signum() > 0) {
            BigInteger[] parts = rest.divideAndRemainder(BASE);
            reversed.append(ALPHABET.charAt(parts[1].intValue()));
            rest = parts[0];
        }
        return DID_PREFIX + reversed.reverse();
    }

    /**
     * Reads {@link #did()}'s form.
     *
     * @throws IllegalArgumentException if it is no did:key of an Ed25519 key
     */
    public static KeyId parse(String did) {
        if (!did.startsWith(DID_PREFIX) || did.length() == DID_PREFIX.length() || did.length() > MAX_DID_CHARS) {
            throw new IllegalArgumentException("not a did:key of an Ed25519 key: " + abbreviated(did));
        }
        BigInteger value = BigInteger.ZERO;
        for (int i = DID_PREFIX.length(); i < did.length(); i++) {
            int digit = ALPHABET.indexOf(did.charAt(i));
            if (digit < 0) {
                throw new IllegalArgumentException("not base58 in " + abbreviated(did) + " at character " + i);
            }
            value = value.multiply(BASE).add(BigInteger.valueOf(digit));
        }
        byte[] prefixed = value.toByteArray();
        int skip = prefixed[0] == 0 ? 1 : 0;
        // A leading 1 is a zero that the number does not show: one key, one text.
        if (did.charAt(DID_PREFIX.length()) == ALPHABET.charAt(0)
                || prefixed.length - skip != 2 + BYTES
                || (prefixed[skip] & 0xff) != MULTICODEC >>> 8
                || prefixed[skip + 1] != (byte) MULTICODEC) {
            throw new IllegalArgumentException("not a did:key of an Ed25519 key: " + abbreviated(did));
        }
        return new KeyId(Bytes.owned(prefixed).slice(skip + 2, prefixed.length));
    }

    /** The last six characters of the did: enough for a diary, too few for a lookup. */
    public String brief() {
        String did = did();
        return did.substring(did.length() - 6);
    }

    @Override
    public int compareTo(KeyId other) {
        return key.compareTo(other.key);
    }

    @Override
    public String toString() {
        return did();
    }

    private static String abbreviated(String text) {
        return text.length() <= MAX_DID_CHARS ? text : text.substring(0, MAX_DID_CHARS) + "...";
    }
}
