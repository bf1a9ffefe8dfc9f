package kith.ontology.identity;

import java.security.GeneralSecurityException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Set;
import kith.ontology.bytes.ByteReader;
import kith.ontology.bytes.Bytes;
import kith.ontology.bytes.MalformedException;
import kith.ontology.fault.Code;
import kith.ontology.fault.KithException;
import org.jspecify.annotations.Nullable;

/** The rules of {@link NodeCertificate}, cheap ones first; each refusal names its rule. The JDK alone parses. */
final class CertificateCheck {
    static final int EXTENSION_BYTES = KeyId.BYTES + Signature.BYTES;

    /** Ours have about 400. */
    static final int MAX_CERTIFICATE_BYTES = 2_048;

    /** The one DER form of a P-256 SubjectPublicKeyInfo, up to the two coordinates of an uncompressed point. */
    private static final byte[] P256_INFO =
            HexFormat.of().parseHex("3059301306072a8648ce3d020106082a8648ce3d03010703420004");

    private static final int P256_INFO_BYTES = P256_INFO.length + 64;
    private static final String ECDSA_WITH_SHA256 = "1.2.840.10045.4.3.2";
    private static final int OCTET_STRING = 0x04;
    private static final int VERSION = 3;

    private final X509Certificate certificate;
    private final Instant now;

    CertificateCheck(X509Certificate certificate, Instant now) {
        this.certificate = certificate;
        this.now = now;
    }

    KeyId node() {
        checkForm();
        checkTime();
        Bytes publicKeyInfo = publicKeyInfo();
        ByteReader extension = extension(certificate.getExtensionValue(NodeCertificate.OID));
        KeyId node = new KeyId(extension.bytes(KeyId.BYTES));
        Signature word = new Signature(extension.bytes(Signature.BYTES));
        VerifyingKey key = VerifyingKey.of(node).orElseThrow(() -> refused("its node id is no sound Ed25519 key"));
        long end = certificate.getNotAfter().toInstant().getEpochSecond();
        if (!key.verifies(Context.TLS, NodeCertificate.statement(publicKeyInfo, end), word)) {
            throw refused("the node's signature in it does not verify");
        }
        checkSelfSignature();
        return node;
    }

    private void checkForm() {
        byte[] der = encoded();
        if (der.length > MAX_CERTIFICATE_BYTES) {
            throw refused("it has " + der.length + " bytes, more than " + MAX_CERTIFICATE_BYTES);
        }
        // The signature is the last field, a BIT STRING; its count of unused bits, before it, is signed by nobody.
        if (der[der.length - certificate.getSignature().length - 1] != 0) {
            throw refused("its signature is no whole number of bytes");
        }
        if (certificate.getVersion() != VERSION) {
            throw refused("it is of version " + certificate.getVersion() + ", not " + VERSION);
        }
        Set<String> critical = certificate.getCriticalExtensionOIDs();
        if (critical == null || !critical.contains(NodeCertificate.OID)) {
            throw refused("it has no critical extension " + NodeCertificate.OID);
        }
        if (critical.size() != 1) {
            throw refused("it has critical extensions that nobody here knows");
        }
    }

    private byte[] encoded() {
        try {
            return certificate.getEncoded();
        } catch (CertificateEncodingException e) {
            throw refused("it has no encoding");
        }
    }

    private void checkTime() {
        Instant from = certificate.getNotBefore().toInstant();
        Instant end = certificate.getNotAfter().toInstant();
        if (now.isBefore(from)) {
            throw refused("it begins only at " + from + "; here it is " + now);
        }
        if (now.isAfter(end)) {
            throw refused("it expired at " + end + "; here it is " + now);
        }
        if (end.isAfter(now.plus(NodeCertificate.MAX_LIFETIME))) {
            throw refused("it ends at " + end + ", more than " + NodeCertificate.MAX_LIFETIME.toDays()
                    + " days ahead of " + now);
        }
    }

    private Bytes publicKeyInfo() {
        byte[] info = certificate.getPublicKey().getEncoded();
        if (info == null
                || info.length != P256_INFO_BYTES
                || !Arrays.equals(info, 0, P256_INFO.length, P256_INFO, 0, P256_INFO.length)) {
            throw refused("its key is not an uncompressed point of P-256");
        }
        return Bytes.owned(info);
    }

    /** The 96 bytes inside the OCTET STRING that X.509 wraps an extension's value in. */
    static ByteReader extension(byte @Nullable [] wrapped) {
        if (wrapped == null) {
            throw new MalformedException("no extension " + NodeCertificate.OID, 0);
        }
        ByteReader in = new ByteReader(wrapped);
        if (in.u8() != OCTET_STRING) {
            throw new MalformedException("the node's extension is no OCTET STRING", 0);
        }
        int length = in.u8();
        if (length != EXTENSION_BYTES || in.remaining() != EXTENSION_BYTES) {
            throw new MalformedException(
                    "the node's extension has " + in.remaining() + " bytes, not " + EXTENSION_BYTES, in.position());
        }
        return in;
    }

    /** Last, for it costs most. Keeps bytes that no signature covers out of a certificate that is believed. */
    private void checkSelfSignature() {
        if (!certificate.getSigAlgOID().equals(ECDSA_WITH_SHA256)) {
            throw refused("it is signed with " + certificate.getSigAlgName() + ", not ECDSA with SHA-256");
        }
        try {
            certificate.verify(certificate.getPublicKey());
        } catch (GeneralSecurityException e) {
            throw refused("it is not signed by its own key");
        }
    }

    private static KithException refused(String why) {
        return new KithException(
                KithException.Blame.PEER, Code.NOT_ALLOWED, "the node's certificate is refused: " + why);
    }
}
