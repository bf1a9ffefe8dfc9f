package kith.ontology.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import kith.ontology.bytes.Bytes;
import kith.ontology.bytes.MalformedException;
import kith.ontology.fault.KithException;
import kith.ontology.testkit.Vectors;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class NodeCertificateTest {
    private static final Instant NOW = CertificateForge.NOW;

    private final CertificateForge forge = new CertificateForge();

    static Iterable<Vectors.Vector> published() {
        return Vectors.read("node-certificate.txt");
    }

    @ParameterizedTest
    @MethodSource("published")
    void thePublishedOnesAreJudgedAsWritten(Vectors.Vector vector) throws Exception {
        X509Certificate certificate = parsed(vector.bytes("certificate").view());
        Instant now = Instant.ofEpochSecond(vector.number("now"));

        if (vector.has("refused")) {
            assertRefused(certificate, now, vector.text("refused"));
        } else {
            assertEquals(
                    vector.bytes("node"),
                    NodeCertificate.verify(certificate, now).key());
        }
    }

    @Test
    void oursNamesTheNodeForSixDays() {
        NodeCertificate ours = NodeCertificate.issue(forge.node, NOW, new SecureRandom());

        assertEquals(forge.node.id(), ours.node());
        for (Duration later : new Duration[] {Duration.ofDays(-1), Duration.ZERO, NodeCertificate.LIFETIME}) {
            assertEquals(forge.node.id(), NodeCertificate.verify(ours.certificate(), NOW.plus(later)));
        }
        assertRefused(ours.certificate(), NOW.plus(NodeCertificate.LIFETIME).plusSeconds(1), "expired");
        assertRefused(ours.certificate(), NOW.minus(Duration.ofDays(1)).minusSeconds(1), "begins only at");
    }

    @Test
    void oursGetsStaleAfterHalfItsLife() {
        NodeCertificate ours = NodeCertificate.issue(forge.node, NOW, new SecureRandom());

        assertFalse(ours.isStale(NOW));
        assertFalse(ours.isStale(NOW.plus(Duration.ofDays(3))));
        assertTrue(ours.isStale(NOW.plus(Duration.ofDays(3)).plusSeconds(1)));
        assertTrue(ours.isStale(NOW.minusSeconds(1)), "the clock was set back");
    }

    @Test
    void twoOfOneNodeShareNoKey() {
        NodeCertificate one = NodeCertificate.issue(forge.node, NOW, new SecureRandom());
        NodeCertificate two = NodeCertificate.issue(forge.node, NOW, new SecureRandom());

        assertFalse(one.certificate().getPublicKey().equals(two.certificate().getPublicKey()));
        assertFalse(one.certificate().getSerialNumber().equals(two.certificate().getSerialNumber()));
    }

    @Test
    void theForgedOneIsTakenAsLongAsNothingIsBroken() {
        assertEquals(forge.node.id(), NodeCertificate.verify(forge.certificate(), NOW));
    }

    @Test
    void withoutTheExtensionItIsRefused() {
        forge.present = false;
        assertRefused(forge.certificate(), NOW, "no critical extension");
    }

    @Test
    void withAnExtensionThatIsNotCriticalItIsRefused() {
        forge.critical = false;
        assertRefused(forge.certificate(), NOW, "no critical extension");
    }

    @Test
    void withAnotherCriticalExtensionItIsRefused() {
        forge.foreignCritical = "1.2.3.4.5";
        assertRefused(forge.certificate(), NOW, "critical extensions that nobody here knows");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 32, 95})
    void withAShortExtensionItIsRefused(int length) {
        Bytes whole = forge.extension();
        assertRefused(forge.certificate(whole.slice(0, length)), NOW, "bytes, not 96");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 32, 200})
    void withALongExtensionItIsRefused(int more) {
        forge.tail = new byte[more];
        assertRefused(forge.certificate(), NOW, "bytes, not 96");
    }

    @Test
    void expiredItIsRefused() {
        forge.to = NOW.minusSeconds(1);
        forge.statedEnd = forge.to;
        assertRefused(forge.certificate(), NOW, "expired");
    }

    @Test
    void moreThanSevenDaysAheadItIsRefused() {
        forge.to = NOW.plus(NodeCertificate.MAX_LIFETIME);
        forge.statedEnd = forge.to;
        assertEquals(forge.node.id(), NodeCertificate.verify(forge.certificate(), NOW));

        forge.to = NOW.plus(NodeCertificate.MAX_LIFETIME).plusSeconds(1);
        forge.statedEnd = forge.to;
        assertRefused(forge.certificate(), NOW, "more than 7 days ahead");
    }

    @Test
    void prolongedByWhoHoldsOnlyTheTlsKeyItIsRefused() {
        forge.to = forge.to.plusSeconds(1);
        assertRefused(forge.certificate(), NOW, "signature in it does not verify");
    }

    @Test
    void movedToAnotherTlsKeyItIsRefused() {
        forge.pair = CertificateForge.pair("secp256r1");
        forge.signer = forge.pair;
        assertRefused(forge.certificate(), NOW, "signature in it does not verify");
    }

    @Test
    void signedByAnotherTlsKeyItIsRefused() {
        forge.signer = CertificateForge.pair("secp256r1");
        assertRefused(forge.certificate(), NOW, "not signed by its own key");
    }

    @Test
    void withTheIdOfAnotherNodeItIsRefused() {
        byte[] stolen = forge.extension().toArray();
        KeyId victim = SigningKey.fromSeed(Bytes.sha256(new byte[] {10})).id();
        System.arraycopy(victim.key().view(), 0, stolen, 0, KeyId.BYTES);

        assertRefused(forge.certificate(Bytes.of(stolen)), NOW, "signature in it does not verify");
    }

    @Test
    void withAKeyOfSmallOrderForANodeItIsRefused() {
        for (byte[] key : Edwards.smallOrderEncodings()) {
            byte[] extension = forge.extension().toArray();
            System.arraycopy(key, 0, extension, 0, KeyId.BYTES);
            assertRefused(forge.certificate(Bytes.of(extension)), NOW, "no sound Ed25519 key");
        }
    }

    @Test
    void onAnotherCurveItIsRefused() {
        forge.key(CertificateForge.pair("secp384r1"));
        assertRefused(forge.certificate(), NOW, "not an uncompressed point of P-256");
    }

    @Test
    void withAnRsaKeyItIsRefused() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        KeyPair rsa = generator.generateKeyPair();
        forge.key(rsa);
        forge.algorithm = "SHA256withRSA";
        assertRefused(forge.certificate(), NOW, "not an uncompressed point of P-256");
    }

    @Test
    void signedWithAWeakerHashItIsRefused() {
        forge.algorithm = "SHA1withECDSA";
        assertRefused(forge.certificate(), NOW, "not ECDSA with SHA-256");
    }

    @Test
    void pastItsSizeItIsRefused() {
        forge.padding = 500;
        assertEquals(forge.node.id(), NodeCertificate.verify(forge.certificate(), NOW));

        forge.padding = CertificateCheck.MAX_CERTIFICATE_BYTES;
        assertRefused(forge.certificate(), NOW, "more than 2048");
    }

    /** Several times, for the signature's own bits fall differently each time. */
    @RepeatedTest(4)
    void everySingleChangedBitIsRefused() throws Exception {
        byte[] whole = forge.certificate().getEncoded();
        for (int bit = 0; bit < whole.length * 8; bit++) {
            byte[] changed = whole.clone();
            changed[bit / 8] ^= (byte) (1 << bit % 8);
            assertFalse(accepted(changed), "bit " + bit);
        }
        assertTrue(accepted(whole));
    }

    @Test
    void manyRandomChangesAreRefusedAndNothingElseHappens() throws Exception {
        Random random = new Random(5);
        byte[] whole = forge.certificate().getEncoded();
        for (int i = 0; i < 8_000; i++) {
            byte[] changed = whole.clone();
            for (int change = 1 + random.nextInt(4); change > 0; change--) {
                changed[random.nextInt(changed.length)] = (byte) random.nextInt();
            }
            boolean same = java.util.Arrays.equals(whole, changed);
            assertEquals(same, accepted(changed), () -> "seed 5: " + Bytes.of(changed));
        }
    }

    @Test
    void randomBytesInPlaceOfTheExtensionAreRefusedAndNothingElseHappens() {
        Random random = new Random(6);
        for (int i = 0; i < 200_000; i++) {
            byte[] garbage = new byte[random.nextInt(120)];
            random.nextBytes(garbage);
            if (garbage.length > 1 && random.nextBoolean()) {
                garbage[0] = 4;
                garbage[1] = (byte) (garbage.length - 2);
            }
            boolean whole = garbage.length == 98 && garbage[0] == 4 && garbage[1] == 96;
            assertEquals(whole, readable(garbage));
        }
        assertThrows(MalformedException.class, () -> CertificateCheck.extension(null));
    }

    private static boolean readable(byte[] extension) {
        try {
            return CertificateCheck.extension(extension).remaining() == CertificateCheck.EXTENSION_BYTES;
        } catch (MalformedException expected) {
            return false;
        }
    }

    private static boolean accepted(byte[] der) {
        try {
            NodeCertificate.verify(parsed(der), NOW);
            return true;
        } catch (CertificateException | KithException expected) {
            return false;
        }
    }

    private static X509Certificate parsed(byte[] der) throws CertificateException {
        return (X509Certificate)
                CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
    }

    private static void assertRefused(X509Certificate certificate, Instant now, String why) {
        KithException refused = assertThrows(KithException.class, () -> NodeCertificate.verify(certificate, now));
        assertEquals(KithException.Blame.PEER, refused.blame());
        assertTrue(refused.getMessage().contains(why), refused.getMessage());
    }
}
