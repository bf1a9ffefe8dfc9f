package kith.ontology.vocab;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.UUID;

/**
 * The IRIs of things: {@code urn:uuid:} and a UUID.
 *
 * <p>What has a name of its own in some scheme (an imported record, a role, a membership) gets a UUID computed from it
 * (version 5), so that two replicas that read the same source name it alike. What is new gets a fresh one (version 7).
 * Any tool computes the same: {@code uuid5(uuid5(NAMESPACE_URL, "https://w3id.org/kith/ns#"), scheme + ":" + key)}.
 */
public final class ThingNames {
    /** Random bytes that {@link #fresh} needs. */
    public static final int RANDOM_BYTES = 10;

    /** The UUID version 5 of the kith namespace under the URL namespace of RFC 9562. */
    private static final UUID NAMESPACE = UUID.fromString("5d5865e4-671f-5cf5-be6d-687794664f27");

    private ThingNames() {}

    /**
     * The IRI of the thing that {@code scheme} calls by these parts; parts are joined by one space.
     *
     * @param scheme of a-z, 0-9, dot and dash: no colon, so that scheme and key stay apart
     */
    public static String named(String scheme, String... key) {
        if (scheme.isEmpty() || scheme.indexOf(':') >= 0) {
            throw new IllegalArgumentException("a scheme is not empty and has no colon");
        }
        return iri(hashed(NAMESPACE, scheme.concat(":").concat(String.join(" ", key))));
    }

    /**
     * A new IRI that sorts by time.
     *
     * @param random exactly {@link #RANDOM_BYTES} unpredictable bytes
     */
    public static String fresh(Instant now, byte[] random) {
        if (random.length != RANDOM_BYTES) {
            throw new IllegalArgumentException("fresh names need exactly 10 random bytes");
        }
        ByteBuffer chance = ByteBuffer.wrap(random);
        long high = (now.toEpochMilli() << 16) | 0x7000 | (chance.getShort() & 0x0fff);
        long low = (chance.getLong() & 0x3fff_ffff_ffff_ffffL) | 0x8000_0000_0000_0000L;
        return iri(new UUID(high, low));
    }

    private static String iri(UUID uuid) {
        return "urn:uuid:".concat(uuid.toString());
    }

    private static UUID hashed(UUID namespace, String name) {
        MessageDigest sha1 = sha1();
        sha1.update(ByteBuffer.allocate(16)
                .putLong(namespace.getMostSignificantBits())
                .putLong(namespace.getLeastSignificantBits())
                .flip());
        ByteBuffer hash = ByteBuffer.wrap(sha1.digest(name.getBytes(StandardCharsets.UTF_8)));
        long high = (hash.getLong() & 0xffff_ffff_ffff_0fffL) | 0x5000;
        long low = (hash.getLong() & 0x3fff_ffff_ffff_ffffL) | 0x8000_0000_0000_0000L;
        return new UUID(high, low);
    }

    private static MessageDigest sha1() {
        try {
            return MessageDigest.getInstance("SHA-1");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-1", e);
        }
    }
}
