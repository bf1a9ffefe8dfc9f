package kith.daemon.wire;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Stands between one caller and whom it calls, and keeps what the caller said. */
final class Relay implements AutoCloseable {
    private static final int CHANGE_CIPHER_SPEC = 20;

    private final CompletableFuture<byte[]> said;
    private final Socket far = new Socket();

    Relay(ServerSocket listener, InetSocketAddress place) {
        said = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> said.complete(carry(listener, place)));
    }

    private byte[] carry(ServerSocket listener, InetSocketAddress place) {
        ByteArrayOutputStream kept = new ByteArrayOutputStream();
        try (Socket near = listener.accept();
                Socket other = far) {
            other.connect(place);
            Thread.ofVirtual().start(() -> copy(other, near, new ByteArrayOutputStream()));
            copy(near, other, kept);
        } catch (IOException ended) {
            return kept.toByteArray();
        }
        return kept.toByteArray();
    }

    private static void copy(Socket from, Socket to, ByteArrayOutputStream kept) {
        byte[] buffer = new byte[4096];
        try {
            for (int n = from.getInputStream().read(buffer);
                    n >= 0;
                    n = from.getInputStream().read(buffer)) {
                kept.write(buffer, 0, n);
                to.getOutputStream().write(buffer, 0, n);
            }
        } catch (IOException ended) {
            return;
        }
    }

    /** How many TLS records the caller sent, up to its end; those that only hide the version do not count. */
    int recordsOfCaller() throws Exception {
        byte[] bytes = said.get(20, TimeUnit.SECONDS);
        int records = 0;
        for (int at = 0; at < bytes.length; at += 5 + ((bytes[at + 3] & 0xff) << 8 | bytes[at + 4] & 0xff)) {
            records += bytes[at] == CHANGE_CIPHER_SPEC ? 0 : 1;
        }
        return records;
    }

    @Override
    public void close() throws IOException {
        far.close();
    }
}
