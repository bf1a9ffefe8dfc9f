package kith.daemon.wire;

import java.security.GeneralSecurityException;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;

/** The one kind of TLS we speak: 1.3, both sides certified, no names, no resumption. */
final class Tls {
    static final String PROTOCOL = "kith/1";

    private static final String[] VERSIONS = {"TLSv1.3"};
    private static final String[] CIPHERS = {
        "TLS_AES_256_GCM_SHA384", "TLS_AES_128_GCM_SHA256", "TLS_CHACHA20_POLY1305_SHA256"
    };
    /** The first is passed over by platforms that do not have it yet; the last is for the certificate's key. */
    private static final String[] GROUPS = {"X25519MLKEM768", "x25519", "secp256r1"};

    private static final String[] SIGNATURES = {"ecdsa_secp256r1_sha256"};

    private Tls() {}

    /**
     * An engine with a context of its own, about 4 us: so no ticket of one connection opens another, and each
     * connection shows and judges certificates by itself. Without a host name there is no SNI either.
     */
    static SSLEngine engine(boolean client, Credentials own, ShownIdentity theirs) {
        return engine(client, own, theirs, new KeyManager[] {new ShownKey(own.current())});
    }

    /** The engine of a caller that shows no certificate: it learns who answers, who does not learn who called. */
    static SSLEngine nameless(Credentials own, ShownIdentity theirs) {
        return engine(true, own, theirs, new KeyManager[0]);
    }

    private static SSLEngine engine(boolean client, Credentials own, ShownIdentity theirs, KeyManager[] keys) {
        try {
            SSLContext context = SSLContext.getInstance("TLSv1.3");
            context.init(keys, new TrustManager[] {theirs}, own.random());
            SSLEngine engine = context.createSSLEngine();
            SSLParameters parameters = new SSLParameters(CIPHERS, VERSIONS);
            parameters.setApplicationProtocols(new String[] {PROTOCOL});
            parameters.setNamedGroups(GROUPS);
            parameters.setSignatureSchemes(SIGNATURES);
            parameters.setNeedClientAuth(!client);
            engine.setUseClientMode(client);
            engine.setSSLParameters(parameters);
            return engine;
        } catch (GeneralSecurityException impossible) {
            throw new AssertionError("a Java platform without TLS 1.3", impossible);
        }
    }
}
