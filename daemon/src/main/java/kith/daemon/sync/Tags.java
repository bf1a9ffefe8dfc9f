package kith.daemon.sync;

import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import kith.ontology.bytes.Bytes;
import kith.ontology.delta.LogId;
import kith.ontology.delta.SpaceId;
import kith.ontology.identity.KeyId;

/** Short names that mean something only to those who know what they stand for, and only on one connection. */
final class Tags {
    private static final String MAC = "HmacSHA256";
    private static final Bytes OPEN = Bytes.utf8("kith open 1\0");
    private static final Bytes LOG = Bytes.utf8("kith tag 1\0");

    private Tags() {}

    /** What {@code sender} says for a space: who does not know the space cannot tell which it is. */
    static Bytes ofSpace(SpaceId space, Bytes nonce, KeyId sender, KeyId receiver) {
        try {
            Mac mac = Mac.getInstance(MAC);
            mac.init(new SecretKeySpec(space.value().view(), MAC));
            mac.update(OPEN.view());
            mac.update(nonce.view());
            mac.update(sender.key().view());
            mac.update(receiver.key().view());
            return Bytes.owned(mac.doFinal()).slice(0, MessageCodec.TAG_BYTES);
        } catch (GeneralSecurityException impossible) {
            throw new AssertionError(impossible);
        }
    }

    /** What stands for a log on a connection; {@code nonce} is the sender's, so nobody grinds collisions beforehand. */
    static Bytes ofLog(LogId log, Bytes nonce) {
        return Bytes.sha256(LOG.view(), nonce.view(), log.value().view()).slice(0, MessageCodec.LOG_TAG_BYTES);
    }
}
