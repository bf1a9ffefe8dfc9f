package kith.cli.view;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * A document on its way: says on standard error how much of it has gone, five times a second, and wipes that away when
 * all has. Only for a terminal.
 */
public final class Progress extends FilterInputStream {
    private static final long STEP_NANOS = Duration.ofMillis(200).toNanos();

    private final Terminal terminal;
    private final long length;
    private final LongSupplier nanos;
    private long gone;
    private long said;
    private boolean visible;

    /** @param nanos a clock that only runs forward */
    Progress(InputStream in, Terminal terminal, long length, LongSupplier nanos) {
        super(in);
        this.terminal = terminal;
        this.length = length;
        this.nanos = nanos;
        this.said = nanos.getAsLong();
    }

    /**
     * The document, watched when standard error is a terminal.
     *
     * @param length in bytes, -1 when unknown
     */
    public static InputStream of(InputStream in, Terminal terminal, long length) {
        return terminal.traits().errIsTerminal() ? new Progress(in, terminal, length, System::nanoTime) : in;
    }

    @Override
    public int read() throws IOException {
        int b = super.read();
        count(b < 0 ? -1 : 1);
        return b;
    }

    @Override
    public int read(byte[] target, int offset, int most) throws IOException {
        int got = super.read(target, offset, most);
        count(got);
        return got;
    }

    @Override
    public void close() throws IOException {
        wipe();
        super.close();
    }

    private void count(int bytes) {
        gone += Math.max(0, bytes);
        boolean all = bytes < 0 || gone == length;
        if (all) {
            say("sent, waiting for the daemon");
        } else if (nanos.getAsLong() - said > STEP_NANOS) {
            say("sent " + (length > 0 ? gone * 100 / length + " %" : gone / 1_000_000 + " MB"));
        }
    }

    private void say(String what) {
        // What is done before anybody could read it needs no words.
        if (visible || nanos.getAsLong() - said > STEP_NANOS) {
            visible = true;
            said = nanos.getAsLong();
            write("\r\u001b[K" + what);
        }
    }

    private void wipe() {
        if (visible) {
            visible = false;
            write("\r\u001b[K");
        }
    }

    private void write(String text) {
        try {
            terminal.err().write(text.getBytes(StandardCharsets.UTF_8));
            terminal.err().flush();
        } catch (IOException nobodyListens) {
            // The work goes on.
        }
    }
}
