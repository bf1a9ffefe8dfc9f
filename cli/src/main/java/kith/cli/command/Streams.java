package kith.cli.command;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import kith.cli.client.Reply;

/** Hands an answer through as it comes. */
final class Streams {
    private static final int BUFFER_BYTES = 64 * 1024;

    private Streams() {}

    /** Copies a reply to standard output; what goes to a terminal as plain text may not steer it. */
    static void copy(Reply reply, Call call) throws IOException {
        boolean onTerminal = call.terminal().traits().outIsTerminal();
        OutputStream out = call.terminal().out();
        InputStream in = reply.body();
        byte[] buffer = new byte[BUFFER_BYTES];
        byte last = '\n';
        for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
            if (count > 0) {
                byte end = buffer[count - 1];
                if (onTerminal) {
                    disarm(buffer, count, last);
                }
                last = end;
                out.write(buffer, 0, count);
                out.flush();
            }
        }
        if (onTerminal && last != '\n') {
            out.write('\n');
        }
    }

    /** Control characters become question marks: what a peer wrote must not steer the terminal of a reader. */
    private static void disarm(byte[] bytes, int count, byte before) {
        byte previous = before;
        for (int i = 0; i < count; i++) {
            byte b = bytes[i];
            boolean control = (b >= 0 && b < ' ' && b != '\n' && b != '\t' && b != '\r') || b == 0x7f;
            // U+0080 to U+009F, as UTF-8 writes them.
            boolean control1 = b < (byte) 0xa0 && previous == (byte) 0xc2;
            if (control || control1) {
                bytes[i] = '?';
            }
            previous = b;
        }
    }
}
