package kith.daemon.wire;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import kith.ontology.bytes.ByteReader;
import kith.ontology.bytes.ByteWriter;
import kith.ontology.bytes.Bytes;

/**
 * How a link ended.
 *
 * @param code what its CLOSE frame said; FAILED where the network ended it without one
 * @param retryAfter how long not to come back; zero where nothing was said
 * @param text for people; where the peer said it, believe nothing in it
 */
public record Ending(By by, CloseCode code, Duration retryAfter, String text) {
    /** Who ended it. */
    public enum By {
        US,
        PEER,
        NETWORK
    }

    public static final int MAX_TEXT_BYTES = 200;

    /** CLOSE: code u16, time to wait u32 in ms, text to the end. */
    static final int FRAME_TYPE = 0x04;

    private static final long MAX_RETRY_MILLIS = 0xffff_ffffL;

    static Ending lost(String text) {
        return new Ending(By.NETWORK, CloseCode.FAILED, Duration.ZERO, text);
    }

    static Ending violation(String text) {
        return new Ending(By.US, CloseCode.VIOLATION, Duration.ZERO, text);
    }

    Frame frame() {
        Bytes payload = new ByteWriter()
                .u16(code.number())
                .u32(Math.clamp(retryAfter.toMillis(), 0, MAX_RETRY_MILLIS))
                .bytes(shortened(text))
                .toBytes();
        return Frame.of(FRAME_TYPE, 0, payload);
    }

    /** What the peer's CLOSE says. */
    static Ending read(Frame close) {
        ByteReader in = new ByteReader(close.payload());
        CloseCode code = CloseCode.of(in.u16());
        Duration retryAfter = Duration.ofMillis(in.u32());
        if (in.remaining() > MAX_TEXT_BYTES) {
            throw in.malformed("a closing text of " + in.remaining() + " bytes, more than " + MAX_TEXT_BYTES);
        }
        byte[] text = in.take(in.remaining());
        return new Ending(By.PEER, code, retryAfter, printable(ByteReader.utf8(text, 0, text.length, "its text", 6)));
    }

    /** At most the limit, and no half of a character at its end. */
    private static byte[] shortened(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        if (utf8.length <= MAX_TEXT_BYTES) {
            return utf8;
        }
        int end = MAX_TEXT_BYTES;
        while ((utf8[end] & 0xc0) == 0x80) {
            end--;
        }
        return Arrays.copyOf(utf8, end);
    }

    private static String printable(String text) {
        StringBuilder clean = new StringBuilder();
        text.codePoints()
                .map(each -> Character.isISOControl(each) || Character.getType(each) == Character.FORMAT ? '?' : each)
                .forEach(clean::appendCodePoint);
        return clean.toString();
    }
}
