package kith.daemon.lan;

import java.security.GeneralSecurityException;
import java.time.Duration;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import kith.ontology.bytes.ByteWriter;
import kith.ontology.bytes.Bytes;
import kith.ontology.identity.KeyId;

/** What a node calls itself on the network around, for a day: members of a space know it by that, and nobody else. */
final class Alias {
    private static final String MAC = "HmacSHA256";
    private static final Bytes ALIAS = Bytes.utf8("kith lan 1\0");
    private static final int BYTES = 16;

    private Alias() {}

    /** The days since 1970, in UTC. */
    static long day(long millis) {
        return Math.floorDiv(millis, Duration.ofDays(1).toMillis());
    }

    /**
     * In hexadecimal digits.
     *
     * @param key the id of the space
     */
    static String of(Bytes key, KeyId node, long day) {
        try {
            Mac mac = Mac.getInstance(MAC);
            mac.init(new SecretKeySpec(key.view(), MAC));
            mac.update(ALIAS.view());
            mac.update(node.key().view());
            mac.update(new ByteWriter().u64(day).toArray());
            return Bytes.owned(mac.doFinal()).slice(0, BYTES).toHex();
        } catch (GeneralSecurityException impossible) {
            throw new AssertionError(impossible);
        }
    }
}
