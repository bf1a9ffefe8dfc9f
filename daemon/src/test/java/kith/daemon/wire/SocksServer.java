package kith.daemon.wire;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** A SOCKS5 proxy on the loopback interface that does with each caller what a test says. */
public final class SocksServer implements AutoCloseable {
    private final ServerSocket listener;
    /** What callers wanted: the kind of address, the address, the port; before it, who they said they were. */
    public final BlockingQueue<String> asked = new LinkedBlockingQueue<>();

    /** What is done with one caller. */
    interface Manners {
        void serve(SocksServer server, Socket caller) throws IOException;
    }

    SocksServer(Manners manners) {
        try {
            listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        Thread.ofVirtual().start(() -> {
            while (!listener.isClosed()) {
                accept(manners);
            }
        });
    }

    private void accept(Manners manners) {
        try {
            Socket caller = listener.accept();
            Thread.ofVirtual().start(() -> {
                try (caller) {
                    manners.serve(this, caller);
                } catch (IOException ended) {
                    asked.add("ended");
                }
            });
        } catch (IOException closed) {
            asked.add("closed");
        }
    }

    /** One that connects everybody to {@code place}, whatever they ask for. */
    public static SocksServer to(InetSocketAddress place) {
        return new SocksServer((server, caller) -> {
            server.greet(caller, 0);
            server.readRequest(caller);
            server.forward(caller, place);
        });
    }

    /** One that reads a greeting, says these bytes, and waits for the caller to go. */
    static SocksServer saying(int... bytes) {
        return new SocksServer((server, caller) -> {
            server.readGreeting(caller);
            say(caller, bytes);
            caller.getInputStream().readAllBytes();
        });
    }

    /** One that takes a greeting and a request, says these bytes, and waits for the caller to go. */
    static SocksServer answering(int... bytes) {
        return new SocksServer((server, caller) -> {
            server.greet(caller, 0);
            server.readRequest(caller);
            say(caller, bytes);
            caller.getInputStream().readAllBytes();
        });
    }

    /** One that wants a login and answers it so. */
    static SocksServer asking(int verdict, InetSocketAddress place) {
        return new SocksServer((server, caller) -> {
            server.greet(caller, 2);
            DataInputStream in = new DataInputStream(caller.getInputStream());
            in.readByte();
            String user = server.text(in, in.readUnsignedByte());
            server.asked.add(user + " " + server.text(in, in.readUnsignedByte()));
            say(caller, 1, verdict);
            if (verdict == 0) {
                server.readRequest(caller);
                server.forward(caller, place);
            }
            caller.getInputStream().readAllBytes();
        });
    }

    void greet(Socket caller, int way) throws IOException {
        readGreeting(caller);
        say(caller, 5, way);
    }

    private void readGreeting(Socket caller) throws IOException {
        DataInputStream in = new DataInputStream(caller.getInputStream());
        in.readByte();
        in.readNBytes(in.readUnsignedByte());
    }

    void readRequest(Socket caller) throws IOException {
        DataInputStream in = new DataInputStream(caller.getInputStream());
        in.readNBytes(3);
        int kind = in.readByte();
        String host = switch (kind) {
            case 1 -> InetAddress.getByAddress(in.readNBytes(4)).getHostAddress();
            case 4 -> InetAddress.getByAddress(in.readNBytes(16)).getHostAddress();
            default -> text(in, in.readUnsignedByte());
        };
        asked.add(kind + " " + host + " " + in.readUnsignedShort());
    }

    private String text(DataInputStream in, int length) throws IOException {
        return new String(in.readNBytes(length), StandardCharsets.UTF_8);
    }

    /** Answers byte by byte, with a name as the address. */
    void forward(Socket caller, InetSocketAddress place) throws IOException {
        try (Socket far = new Socket(place.getAddress(), place.getPort())) {
            for (int each : new int[] {5, 0, 0, 3, 2, 'm', 'e', 0, 80}) {
                say(caller, each);
            }
            Thread.ofVirtual().start(() -> copy(far, caller));
            copy(caller, far);
        }
    }

    private static void copy(Socket from, Socket to) {
        try (InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream()) {
            in.transferTo(out);
        } catch (IOException ended) {
            return;
        }
    }

    private static void say(Socket caller, int... bytes) throws IOException {
        byte[] said = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            said[i] = (byte) bytes[i];
        }
        caller.getOutputStream().write(said);
        caller.getOutputStream().flush();
    }

    public InetSocketAddress place() {
        return InetSocketAddress.createUnresolved("127.0.0.1", listener.getLocalPort());
    }

    Ways.Proxy proxy() {
        return new Ways.Proxy(place(), null, false, Duration.ofSeconds(10));
    }

    /** Through it, and as fast as the network. */
    public Ways ways() {
        return new Ways(proxy(), null);
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
