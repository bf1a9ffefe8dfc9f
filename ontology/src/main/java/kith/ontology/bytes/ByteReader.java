package kith.ontology.bytes;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Reads big-endian formats from a bounded run of bytes, and trusts nothing: every length is checked against what is
 * left before anything is allocated. Not thread-safe.
 *
 * <p>Every method throws {@link MalformedException} where the bytes end early or break the form it reads.
 */
public final class ByteReader {
    /** The longest unsigned LEB128 we read: ten bytes hold 64 bits and more. */
    private static final int MAX_VARINT_BYTES = 10;

    private final byte[] content;
    private final int end;
    private int position;

    public ByteReader(byte[] content) {
        this(content, 0, content.length);
    }

    public ByteReader(Bytes content) {
        this(content.view(), 0, content.length());
    }

    public ByteReader(byte[] content, int from, int to) {
        this.content = content;
        this.position = from;
        this.end = to;
    }

    public int position() {
        return position;
    }

    public int remaining() {
        return end - position;
    }

    public boolean hasRemaining() {
        return position < end;
    }

    /** Refuses bytes that are left over. */
    public void end() {
        if (position != end) {
            throw malformed(remaining() + " bytes left over");
        }
    }

    public int u8() {
        need(1);
        return content[position++] & 0xff;
    }

    public int u16() {
        return u8() << 8 | u8();
    }

    public int u24() {
        return u8() << 16 | u16();
    }

    public long u32() {
        return (long) u16() << 16 | u16();
    }

    /** Eight bytes as they are; a caller for whom the sign matters checks it. */
    public long u64() {
        return u32() << 32 | u32();
    }

    /** Unsigned LEB128 in minimal form, at most 2^63 - 1. */
    public long varint() {
        int start = position;
        long value = 0;
        for (int i = 0; i < MAX_VARINT_BYTES; i++) {
            int next = u8();
            if (i == MAX_VARINT_BYTES - 1) {
                break;
            }
            value |= (long) (next & 0x7f) << (7 * i);
            if (next < 0x80) {
                if (next == 0 && i > 0) {
                    throw new MalformedException("a number not in its shortest form", start);
                }
                return value;
            }
        }
        throw new MalformedException("a number of more than 63 bits", start);
    }

    /**
     * A number that must not pass {@code max}.
     *
     * @param what names the thing counted, for the message
     */
    public int varint(int max, String what) {
        int start = position;
        long value = varint();
        if (value > max) {
            throw new MalformedException(what + " " + value + " past the limit " + max, start);
        }
        return (int) value;
    }

    /**
     * A count of things that take at least {@code minBytes} each, so that a false count is refused before anything is
     * allocated for it.
     */
    public int count(int max, int minBytes, String what) {
        int start = position;
        int count = varint(max, what);
        if ((long) count * minBytes > remaining()) {
            throw new MalformedException(what + " " + count + " past the end of the bytes", start);
        }
        return count;
    }

    public byte[] take(int length) {
        need(length);
        position += length;
        return Arrays.copyOfRange(content, position - length, position);
    }

    public Bytes bytes(int length) {
        return Bytes.owned(take(length));
    }

    /** A length of at most {@code max}, then as many bytes. */
    public Bytes sized(int max, String what) {
        return bytes(count(max, 1, what));
    }

    /** A length of at most {@code maxBytes}, then as many bytes of well-formed UTF-8. */
    public String text(int maxBytes, String what) {
        int start = position;
        int length = count(maxBytes, 1, what);
        position += length;
        return utf8(content, position - length, length, what, start);
    }

    /** The bytes of {@code length} from here on, as a reader of its own; this one moves past them. */
    public ByteReader part(int length) {
        need(length);
        position += length;
        return new ByteReader(content, position - length, position);
    }

    /** Well-formed UTF-8, strictly: no overlong forms, no lone surrogates. */
    public static String utf8(byte[] content, int from, int length, String what, int offset) {
        CharsetDecoder decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        try {
            CharBuffer text = decoder.decode(ByteBuffer.wrap(content, from, length));
            return text.toString();
        } catch (CharacterCodingException e) {
            throw new MalformedException(what + " is not UTF-8", offset);
        }
    }

    public MalformedException malformed(String what) {
        return new MalformedException(what, position);
    }

    private void need(int length) {
        if (length < 0 || length > end - position) {
            throw malformed("needs " + length + " bytes, has " + remaining());
        }
    }
}
