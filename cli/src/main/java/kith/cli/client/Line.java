package kith.cli.client;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import kith.ontology.fault.Code;

/**
 * One connection over a Unix domain socket, on which nothing may stand still longer than its patience. Blocking, for a
 * selector costs more than the whole exchange. One thread reads and writes; another one watches.
 */
final class Line implements AutoCloseable {
    /** Size of the buffers, in bytes. */
    static final int BUFFER_BYTES = 64 * 1024;

    private static final String PROVIDER = "java.nio.channels.spi.SelectorProvider";

    static {
        nameProvider();
    }

    private final SocketChannel channel;
    private final Duration patience;
    private final Thread watch;
    private volatile long lastMove;
    private volatile boolean gaveUp;

    private Line(SocketChannel channel, Duration patience) {
        this.channel = channel;
        this.patience = patience;
        this.lastMove = System.nanoTime();
        this.watch = new Thread(this::watch, "kith-watch");
        watch.setDaemon(true);
        watch.start();
    }

    /**
     * Makes ready what a first connection needs: on a thread beside the one that reads the command line this saves a
     * quarter of the time of a command.
     */
    static void prepare() {
        try {
            SocketChannel.open(StandardProtocolFamily.UNIX).close();
        } catch (IOException | UnsupportedOperationException e) {
            // Whoever connects will see it too, and has somebody to tell.
        }
    }

    /**
     * Connects.
     *
     * @throws IOException when nobody listens there
     */
    static Line to(Path socket, Duration patience) throws IOException {
        SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            channel.connect(UnixDomainSocketAddress.of(socket));
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
        return new Line(channel, patience);
    }

    /** What the other side sends; its methods throw {@link Refusal} when the line breaks or stands still. */
    InputStream in() {
        return new Incoming();
    }

    /** What the other side gets; unbuffered. */
    OutputStream out() {
        return new Outgoing();
    }

    @Override
    public void close() {
        watch.interrupt();
        try {
            channel.close();
        } catch (IOException alreadyBroken) {
            // Nothing is left to be done with it.
        }
    }

    /** Without a name the JDK searches the class path for a provider of channels that nobody has: 10 ms. */
    private static void nameProvider() {
        for (String name : List.of("sun.nio.ch.EPollSelectorProvider", "sun.nio.ch.KQueueSelectorProvider")) {
            try {
                Class.forName(name, false, null);
                System.setProperty(PROVIDER, System.getProperty(PROVIDER, name));
                return;
            } catch (ClassNotFoundException anotherSystem) {
                // The next one, or the search.
            }
        }
    }

    private void watch() {
        try {
            while (channel.isOpen()) {
                long left = patience.toNanos() - (System.nanoTime() - lastMove);
                if (left <= 0) {
                    gaveUp = true;
                    channel.close();
                    return;
                }
                Thread.sleep(Duration.ofNanos(left));
            }
        } catch (InterruptedException closed) {
            // The exchange is over; the thread ends here.
        } catch (IOException brokenAlready) {
            // The one who reads or writes sees it too.
        }
    }

    private Refusal fault(IOException e) {
        if (gaveUp) {
            return Refusal.broken(
                    Code.TIMED_OUT, "the daemon has not moved for " + patience.toSeconds() + " s", "kith doctor", e);
        }
        return Refusal.broken(Code.UNREACHABLE, "the daemon closed the connection", "kith daemon status", e);
    }

    private final class Incoming extends InputStream {
        private final ByteBuffer buffer =
                ByteBuffer.allocateDirect(BUFFER_BYTES).flip();

        @Override
        public int read() {
            return fill() ? buffer.get() & 0xff : -1;
        }

        @Override
        public int read(byte[] target, int offset, int length) {
            if (length == 0) {
                return 0;
            }
            if (!fill()) {
                return -1;
            }
            int count = Math.min(length, buffer.remaining());
            buffer.get(target, offset, count);
            return count;
        }

        private boolean fill() {
            if (buffer.hasRemaining()) {
                return true;
            }
            buffer.clear();
            int count;
            try {
                lastMove = System.nanoTime();
                count = channel.read(buffer);
            } catch (IOException e) {
                buffer.flip();
                throw fault(e);
            }
            buffer.flip();
            return count > 0;
        }
    }

    private final class Outgoing extends OutputStream {
        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] source, int offset, int length) throws IOException {
            ByteBuffer bytes = ByteBuffer.wrap(source, offset, length);
            while (bytes.hasRemaining()) {
                lastMove = System.nanoTime();
                try {
                    channel.write(bytes);
                } catch (ClosedChannelException e) {
                    throw fault(e);
                }
            }
        }
    }
}
