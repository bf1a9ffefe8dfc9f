package kith.cli.testkit;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.Channels;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A listener on a Unix domain socket that hears one request a connection and answers it with whatever bytes. */
public final class FakeDoor implements AutoCloseable {
    /** A request as it came; the body without its chunks. */
    public record Heard(String method, String target, Map<String, String> headers, byte[] body) {
        public String text() {
            return new String(body, StandardCharsets.UTF_8);
        }

        public String path() {
            int query = target.indexOf('?');
            return query < 0 ? target : target.substring(0, query);
        }
    }

    /** Answers a request. */
    public interface Answer {
        void to(Heard heard, OutputStream out) throws IOException;
    }

    private final ServerSocketChannel listener;
    private final Answer answer;
    private final Thread thread;
    private final CountDownLatch head = new CountDownLatch(1);
    private final List<Heard> heard = Collections.synchronizedList(new ArrayList<>());

    private FakeDoor(ServerSocketChannel listener, Answer answer) {
        this.listener = listener;
        this.answer = answer;
        this.thread = new Thread(this::serve, "fake-door");
        thread.setDaemon(true);
        thread.start();
    }

    /** Listens for the home in {@code folder}, as a daemon would. */
    public static FakeDoor open(Path folder, Answer answer) throws IOException {
        Path run = Files.createDirectories(folder.resolve("run"));
        Path socket = run.resolve("kithd.sock");
        ServerSocketChannel listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        listener.bind(UnixDomainSocketAddress.of(socket));
        Files.writeString(
                run.resolve("kithd.pid"),
                "pid " + ProcessHandle.current().pid() + "\nsince 2026-11-01T00:00:00Z\nsocket " + socket + "\n");
        return new FakeDoor(listener, answer);
    }

    /** Answers every request with these very bytes. */
    public static FakeDoor saying(Path folder, String bytes) throws IOException {
        return open(folder, (heard, out) -> out.write(bytes.getBytes(StandardCharsets.ISO_8859_1)));
    }

    /** Whether the head of a request comes within some seconds; its body may be still to come. */
    public boolean hearsHead() {
        try {
            return head.await(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** All requests so far. */
    public List<Heard> heard() {
        return List.copyOf(heard);
    }

    public Heard last() {
        return heard.get(heard.size() - 1);
    }

    /** A whole answer with a length. */
    public static void reply(OutputStream out, int status, String type, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        out.write(("HTTP/1.1 " + status + " X\r\nContent-Type: " + type + "\r\nContent-Length: " + bytes.length
                        + "\r\n\r\n")
                .getBytes(StandardCharsets.ISO_8859_1));
        out.write(bytes);
    }

    @Override
    public void close() throws IOException {
        listener.close();
        try {
            // Until its thread has seen it, a closed listener may still let one more visitor in.
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void serve() {
        while (true) {
            try (SocketChannel connection = listener.accept()) {
                serve(connection);
            } catch (AsynchronousCloseException ended) {
                return;
            } catch (ClosedChannelException ended) {
                return;
            } catch (IOException visitorLeft) {
                // The next one may stay longer.
            }
        }
    }

    private void serve(SocketChannel connection) throws IOException {
        InputStream in = Channels.newInputStream(connection);
        OutputStream out = Channels.newOutputStream(connection);
        String[] first = line(in).split(" ");
        Map<String, String> headers = new HashMap<>();
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            int colon = line.indexOf(':');
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        head.countDown();
        Heard request = new Heard(first[0], first[1], headers, body(in, headers));
        heard.add(request);
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        answer.to(request, whole);
        out.write(whole.toByteArray());
        out.flush();
    }

    private static byte[] body(InputStream in, Map<String, String> headers) throws IOException {
        if (!"chunked".equals(headers.get("transfer-encoding"))) {
            return in.readNBytes(Integer.parseInt(headers.getOrDefault("content-length", "0")));
        }
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (int size = Integer.parseInt(line(in), 16); size > 0; size = Integer.parseInt(line(in), 16)) {
            body.write(in.readNBytes(size));
            line(in);
        }
        line(in);
        return body.toByteArray();
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0) {
                throw new IOException("the visitor left");
            }
            line.append((char) b);
        }
        return line.toString().stripTrailing();
    }

    /** For tests that need a home whose door answers nothing but this. */
    public static FakeDoor replying(Path folder, int status, String type, String body) {
        try {
            return open(folder, (heard, out) -> reply(out, status, type, body));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
