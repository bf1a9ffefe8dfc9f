package kith.daemon.http;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** A client that sends the very bytes it is told, and reads answers by the letter of HTTP/1.1. */
final class Raw implements AutoCloseable {
    private final SocketChannel channel;
    private final InputStream in;

    /** An answer; a body whose end never came is not whole. */
    record Answer(int status, Map<String, String> headers, String body, boolean whole) {
        String header(String name) {
            return headers.getOrDefault(name.toLowerCase(Locale.ROOT), "");
        }

        String trailer(String name) {
            return header("trailer " + name);
        }
    }

    private Raw(SocketChannel channel) {
        this.channel = channel;
        // Through streams of our own: the channel's monitor must not be held while another thread writes.
        this.in = new BufferedInputStream(new InputStream() {
            @Override
            public int read() throws IOException {
                byte[] one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
            }

            @Override
            public int read(byte[] bytes, int offset, int length) throws IOException {
                return channel.read(ByteBuffer.wrap(bytes, offset, length));
            }
        });
    }

    static Raw unix(Path socket) {
        try {
            return new Raw(SocketChannel.open(UnixDomainSocketAddress.of(socket)));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    static Raw tcp(int port) {
        try {
            return new Raw(SocketChannel.open(new InetSocketAddress("127.0.0.1", port)));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    Answer ask(String method, String target, String body, String... headers) {
        StringBuilder request = new StringBuilder(method + " " + target + " HTTP/1.1\r\n");
        boolean host = false;
        for (String header : headers) {
            request.append(header).append("\r\n");
            host |= header.startsWith("Host:");
        }
        request.append(host ? "" : "Host: kith\r\n");
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        if (bytes.length > 0 || method.equals("POST")) {
            request.append("Content-Length: ").append(bytes.length).append("\r\n");
        }
        send(request + "\r\n");
        send(bytes);
        return answer(method.equals("HEAD"));
    }

    void send(String text) {
        send(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    void send(byte[] bytes) {
        try {
            ByteBuffer buffer = ByteBuffer.wrap(bytes);
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    Answer answer() {
        return answer(false);
    }

    Answer answer(boolean head) {
        try {
            String status = line();
            Map<String, String> headers = new TreeMap<>();
            for (String line = line(); !line.isEmpty(); line = line()) {
                int colon = line.indexOf(':');
                headers.put(
                        line.substring(0, colon).toLowerCase(Locale.ROOT),
                        line.substring(colon + 1).strip());
            }
            ByteArrayOutputStream body = new ByteArrayOutputStream();
            int code = Integer.parseInt(status.split(" ")[1]);
            boolean whole = head || code == 100 || body(headers, body);
            return new Answer(code, headers, body.toString(StandardCharsets.UTF_8), whole);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private boolean body(Map<String, String> headers, OutputStream body) throws IOException {
        try {
            if ("chunked".equals(headers.get("transfer-encoding"))) {
                for (int size = size(); size > 0; size = size()) {
                    copy(size, body);
                    line();
                }
                for (String trailer = line(); !trailer.isEmpty(); trailer = line()) {
                    int colon = trailer.indexOf(':');
                    headers.put("trailer " + trailer.substring(0, colon), trailer.substring(colon + 1));
                }
            } else {
                copy(Integer.parseInt(headers.getOrDefault("content-length", "0")), body);
            }
            return true;
        } catch (IOException cut) {
            return false;
        }
    }

    private int size() throws IOException {
        return Integer.parseInt(line(), 16);
    }

    private void copy(int bytes, OutputStream to) throws IOException {
        byte[] read = in.readNBytes(bytes);
        to.write(read);
        if (read.length < bytes) {
            throw new EOFException();
        }
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new EOFException("the connection ended");
            }
            line.append((char) c);
        }
        return line.isEmpty() ? "" : line.substring(0, line.length() - 1);
    }

    /** Waits until the answer has begun. */
    void awaitStatus() {
        try {
            line();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** Reads whatever the other side still says, until it has closed. */
    void awaitEnd() {
        try {
            in.readAllBytes();
        } catch (IOException reset) {
            // That is an end as well.
            return;
        }
    }

    /** Whether the other side has closed; waits for the next byte or the end. */
    boolean isClosed() {
        try {
            return in.read() < 0;
        } catch (IOException reset) {
            return true;
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
