package kith.daemon.wire;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSession;
import javax.net.ssl.X509ExtendedTrustManager;
import kith.ontology.fault.KithException;
import kith.ontology.identity.KeyId;
import kith.ontology.identity.NodeCertificate;
import org.jspecify.annotations.Nullable;

/**
 * Judges the one certificate of one connection, and remembers who showed it. Written by the thread that verifies, read
 * by the one that speaks.
 */
final class ShownIdentity extends X509ExtendedTrustManager {
    private final Credentials own;
    private final @Nullable KeyId wanted;
    private final Runnable hangUp;
    private final boolean mayBeUs;
    private volatile @Nullable KeyId node;
    private volatile boolean isWrong;

    /**
     * @param wanted whom we called; null: whoever it is
     * @param hangUp ends the connection without a word, and before TLS can say one
     */
    ShownIdentity(Credentials own, @Nullable KeyId wanted, Runnable hangUp) {
        this(own, wanted, hangUp, false);
    }

    private ShownIdentity(Credentials own, @Nullable KeyId wanted, Runnable hangUp, boolean mayBeUs) {
        this.own = own;
        this.wanted = wanted;
        this.hangUp = hangUp;
        this.mayBeUs = mayBeUs;
    }

    /** Of whoever answers where we only look who it is: any node, also this one. */
    static ShownIdentity ofAnybody(Credentials own) {
        return new ShownIdentity(own, null, () -> {}, true);
    }

    /** Who it is; null until TLS has asked. */
    @Nullable
    KeyId node() {
        return node;
    }

    /** Whether it is not the one we called, or is ourselves. */
    boolean isWrong() {
        return isWrong;
    }

    private void judge(X509Certificate[] chain, SSLEngine engine) throws CertificateException {
        SSLSession session = engine.getHandshakeSession();
        if (session != null) {
            // A session that is invalid before it begins is never offered again: no ticket is made for it.
            session.invalidate();
        }
        judge(chain);
    }

    private void judge(X509Certificate[] chain) throws CertificateException {
        if (chain.length != 1) {
            throw new CertificateException(chain.length + " certificates where one is due");
        }
        KeyId shown;
        try {
            shown = NodeCertificate.verify(chain[0], own.now());
        } catch (KithException e) {
            throw new CertificateException(e.getMessage(), e);
        }
        if ((!mayBeUs && shown.equals(own.node())) || (wanted != null && !shown.equals(wanted))) {
            isWrong = true;
            hangUp.run();
            throw new CertificateException("another node than the one that was called");
        }
        node = shown;
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        judge(chain, engine);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        judge(chain, engine);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        judge(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        judge(chain);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        judge(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        judge(chain);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return new X509Certificate[0];
    }
}
