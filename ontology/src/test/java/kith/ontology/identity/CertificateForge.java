package kith.ontology.identity;

import java.math.BigInteger;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import kith.ontology.bytes.ByteWriter;
import kith.ontology.bytes.Bytes;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Makes certificates that are right but for what a test breaks. */
final class CertificateForge {
    static final Instant NOW = Instant.parse("2026-11-01T12:00:00Z");

    final SigningKey node = SigningKey.fromSeed(Bytes.sha256(new byte[] {9}));
    KeyPair pair = pair("secp256r1");
    KeyPair signer = pair;
    Instant from = NOW.minus(Duration.ofDays(1));
    Instant to = NOW.plus(Duration.ofDays(6));
    Instant statedEnd = to;
    KeyPair statedKey = pair;
    boolean critical = true;
    boolean present = true;
    String algorithm = "SHA256withECDSA";
    String foreignCritical = "";
    int padding;
    byte[] tail = {};

    static KeyPair pair(String curve) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec(curve));
            return generator.generateKeyPair();
        } catch (java.security.GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    /** Certifies, signs with and states this key. */
    void key(KeyPair other) {
        pair = other;
        signer = other;
        statedKey = other;
    }

    Bytes extension() {
        Bytes statement =
                NodeCertificate.statement(Bytes.owned(statedKey.getPublic().getEncoded()), statedEnd.getEpochSecond());
        return new ByteWriter()
                .bytes(node.id().key())
                .bytes(node.sign(Context.TLS, statement).value())
                .bytes(tail)
                .toBytes();
    }

    X509Certificate certificate() {
        return certificate(extension());
    }

    X509Certificate certificate(Bytes extension) {
        X500Name name = new X500Name("CN=kith");
        try {
            var builder = new JcaX509v3CertificateBuilder(
                    name, BigInteger.ONE, Date.from(from), Date.from(to), name, pair.getPublic());
            if (present) {
                builder.addExtension(new ASN1ObjectIdentifier(NodeCertificate.OID), critical, extension.view());
            }
            if (!foreignCritical.isEmpty()) {
                builder.addExtension(new ASN1ObjectIdentifier(foreignCritical), true, new byte[] {5, 0});
            }
            if (padding > 0) {
                builder.addExtension(new ASN1ObjectIdentifier("1.2.3.4.6"), false, new byte[padding]);
            }
            return new JcaX509CertificateConverter()
                    .getCertificate(builder.build(new JcaContentSignerBuilder(algorithm).build(signer.getPrivate())));
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
