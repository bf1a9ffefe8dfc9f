package kith.ontology.identity;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import kith.ontology.bytes.ByteWriter;
import kith.ontology.bytes.Bytes;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * What a node shows inside TLS: a short-lived, self-signed P-256 certificate whose critical extension {@link #OID}
 * carries the node's key and its word for this certificate (docs/protocol/handshake.md, "Certificate").
 *
 * <p>So the Ed25519 key that names the node signs once a few days, never a handshake, and every TLS engine can verify
 * what is left. Immutable.
 */
public record NodeCertificate(KeyId node, X509Certificate certificate, PrivateKey key) {
    /** The extension: node id 32, signature 64. Short arcs, which every reader of certificates can hold. */
    public static final String OID = "1.3.6.1.3.107.105.116.104.1";

    /** How far ahead of now a certificate may end, in the eyes of who verifies it. */
    public static final Duration MAX_LIFETIME = Duration.ofDays(7);

    /** How long ours last: a day less, so that a peer whose clock is a day behind still takes them. */
    public static final Duration LIFETIME = Duration.ofDays(6);

    /** Ours begin before they are made, so that a peer whose clock is behind takes them. */
    private static final Duration BACKDATED = Duration.ofDays(1);

    private static final X500Name NOBODY = new X500Name("CN=kith");
    private static final int SERIAL_BITS = 63;

    /** A certificate with a fresh key for {@code node}, good for {@link #LIFETIME} from {@code now}. About 1 ms. */
    public static NodeCertificate issue(SigningKey node, Instant now, SecureRandom random) {
        return issue(node, now.minus(BACKDATED), now.plus(LIFETIME), random);
    }

    /**
     * Who shows this certificate. Proves nothing about who holds its key: TLS does that.
     *
     * @throws kith.ontology.fault.KithException (PEER) that names the rule it breaks
     */
    public static KeyId verify(X509Certificate certificate, Instant now) {
        return new CertificateCheck(certificate, now).node();
    }

    /**
     * Whether a fresh one should be made before the next handshake: half of its life is over, or the clock was set back
     * to before it was made, and others may find that it lasts too long.
     */
    public boolean isStale(Instant now) {
        Instant end = certificate.getNotAfter().toInstant();
        return now.isAfter(end.minus(LIFETIME.dividedBy(2))) || now.isBefore(end.minus(LIFETIME));
    }

    static NodeCertificate issue(SigningKey node, Instant from, Instant to, SecureRandom random) {
        Instant end = to.truncatedTo(ChronoUnit.SECONDS);
        try {
            KeyPair pair = freshPair(random);
            Bytes statement = statement(Bytes.owned(pair.getPublic().getEncoded()), end.getEpochSecond());
            Bytes extension = new ByteWriter(CertificateCheck.EXTENSION_BYTES)
                    .bytes(node.id().key())
                    .bytes(node.sign(Context.TLS, statement).value())
                    .toBytes();
            return new NodeCertificate(
                    node.id(), selfSigned(pair, new Span(from, end), extension, random), pair.getPrivate());
        } catch (GeneralSecurityException | OperatorCreationException | CertIOException impossible) {
            throw new AssertionError("a Java platform without P-256", impossible);
        }
    }

    /** What the node signs: the hash of the SubjectPublicKeyInfo, and the end in seconds since 1970. */
    static Bytes statement(Bytes publicKeyInfo, long endSeconds) {
        return new ByteWriter(40)
                .bytes(Bytes.sha256(publicKeyInfo.view()))
                .u64(endSeconds)
                .toBytes();
    }

    private static KeyPair freshPair(SecureRandom random) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"), random);
        return generator.generateKeyPair();
    }

    private record Span(Instant from, Instant to) {}

    private static X509Certificate selfSigned(KeyPair pair, Span life, Bytes extension, SecureRandom random)
            throws GeneralSecurityException, OperatorCreationException, CertIOException {
        BigInteger serial = new BigInteger(SERIAL_BITS, random).add(BigInteger.ONE);
        ContentSigner signer = new JcaContentSignerBuilder("SHA256withECDSA")
                .setSecureRandom(random)
                .build(pair.getPrivate());
        var builder = new JcaX509v3CertificateBuilder(
                NOBODY, serial, Date.from(life.from()), Date.from(life.to()), NOBODY, pair.getPublic());
        builder.addExtension(new ASN1ObjectIdentifier(OID), true, extension.view());
        return new JcaX509CertificateConverter().getCertificate(builder.build(signer));
    }

    /** Never the secret. */
    @Override
    public String toString() {
        return "NodeCertificate of " + node.brief() + " until "
                + certificate.getNotAfter().toInstant();
    }
}
