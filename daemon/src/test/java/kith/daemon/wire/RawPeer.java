package kith.daemon.wire;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Collections;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509ExtendedTrustManager;
import kith.ontology.identity.NodeCertificate;
import org.jspecify.annotations.Nullable;

/** A caller that does as it likes: any certificate, any version, any bytes. Believes whoever answers. */
final class RawPeer implements AutoCloseable {
    static final int PATIENCE_MILLIS = 20_000;

    final SSLSocket socket;
    private final SSLContext context;

    private RawPeer(SSLContext context, SSLSocket socket) {
        this.context = context;
        this.socket = socket;
    }

    static RawPeer call(InetSocketAddress place, NodeCertificate shown) throws Exception {
        return call(place, shown.key(), new X509Certificate[] {shown.certificate()}, "TLSv1.3");
    }

    static RawPeer call(InetSocketAddress place, @Nullable PrivateKey key, X509Certificate[] chain, String version)
            throws IOException, GeneralSecurityException {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(
                key == null ? new KeyManager[0] : new KeyManager[] {new AnyKey(key, chain)},
                new TrustManager[] {new Gullible()},
                null);
        SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket();
        socket.setSoTimeout(PATIENCE_MILLIS);
        socket.connect(place);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setProtocols(new String[] {version});
        parameters.setApplicationProtocols(new String[] {"kith/1"});
        socket.setSSLParameters(parameters);
        return new RawPeer(context, socket);
    }

    RawPeer speaking(String... protocols) {
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setApplicationProtocols(protocols);
        socket.setSSLParameters(parameters);
        return this;
    }

    RawPeer shakesHands() throws IOException {
        socket.startHandshake();
        return this;
    }

    /** The session that it has, and one more for each ticket. */
    int sessions() {
        return Collections.list(context.getClientSessionContext().getIds()).size();
    }

    void send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        socket.getOutputStream().flush();
    }

    Frame receive() throws IOException {
        InputStream in = socket.getInputStream();
        byte[] header = in.readNBytes(FrameCodec.HEADER_BYTES);
        if (header.length < FrameCodec.HEADER_BYTES) {
            throw new IOException("ended");
        }
        long bits = java.nio.ByteBuffer.wrap(header).getLong();
        return FrameCodec.frame(bits, kith.ontology.bytes.Bytes.owned(in.readNBytes(FrameCodec.payloadBytes(bits))));
    }

    /** Reads to the end; true if the end comes without another byte. */
    boolean endsSilently() {
        try {
            return socket.getInputStream().read() < 0;
        } catch (IOException reset) {
            return true;
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    private static final class AnyKey extends X509ExtendedKeyManager {
        private final PrivateKey key;
        private final X509Certificate[] chain;

        AnyKey(PrivateKey key, X509Certificate[] chain) {
            this.key = key;
            this.chain = chain;
        }

        @Override
        public String[] getClientAliases(String keyType, java.security.Principal[] issuers) {
            return new String[] {"any"};
        }

        @Override
        public String chooseClientAlias(String[] keyTypes, java.security.Principal[] issuers, Socket socket) {
            return "any";
        }

        @Override
        public String[] getServerAliases(String keyType, java.security.Principal[] issuers) {
            return new String[] {"any"};
        }

        @Override
        public String chooseServerAlias(String keyType, java.security.Principal[] issuers, Socket socket) {
            return "any";
        }

        @Override
        public X509Certificate[] getCertificateChain(String alias) {
            return chain;
        }

        @Override
        public PrivateKey getPrivateKey(String alias) {
            return key;
        }
    }

    private static final class Gullible extends X509ExtendedTrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
