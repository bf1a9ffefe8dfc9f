package kith.ontology.bytes;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Writes big-endian formats into a growing run of bytes. Not thread-safe. */
public final class ByteWriter {
    private static final int MAX_VARINT_BYTES = 9;

    private byte[] content;
    private int length;

    public ByteWriter() {
        this(64);
    }

    public ByteWriter(int capacity) {
        content = new byte[Math.max(16, capacity)];
    }

    public int length() {
        return length;
    }

    public ByteWriter u8(int value) {
        room(1);
        content[length++] = (byte) value;
        return this;
    }

    public ByteWriter u16(int value) {
        return u8(value >>> 8).u8(value);
    }

    public ByteWriter u24(int value) {
        return u8(value >>> 16).u16(value);
    }

    public ByteWriter u32(long value) {
        return u16((int) (value >>> 16)).u16((int) value);
    }

    public ByteWriter u64(long value) {
        return u32(value >>> 32).u32(value);
    }

    /** Unsigned LEB128 in minimal form of a value that is not negative. */
    public ByteWriter varint(long value) {
        if (value < 0) {
            throw new IllegalArgumentException("a negative number has no form: " + value);
        }
        room(MAX_VARINT_BYTES);
        long rest = value;
        while (rest >= 0x80) {
            content[length++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        content[length++] = (byte) rest;
        return this;
    }

    public ByteWriter bytes(byte[] more) {
        return bytes(more, 0, more.length);
    }

    public ByteWriter bytes(byte[] more, int from, int count) {
        room(count);
        System.arraycopy(more, from, content, length, count);
        length += count;
        return this;
    }

    public ByteWriter bytes(Bytes more) {
        return bytes(more.view());
    }

    /** The length, then the bytes. */
    public ByteWriter sized(byte[] more) {
        return varint(more.length).bytes(more);
    }

    public ByteWriter sized(Bytes more) {
        return sized(more.view());
    }

    /** The length in bytes, then the UTF-8 of {@code text}. */
    public ByteWriter text(String text) {
        return sized(text.getBytes(StandardCharsets.UTF_8));
    }

    public byte[] toArray() {
        return Arrays.copyOf(content, length);
    }

    public Bytes toBytes() {
        return Bytes.owned(toArray());
    }

    private void room(int more) {
        if (content.length - length < more) {
            content = Arrays.copyOf(content, Math.max(length + more, content.length * 2));
        }
    }
}
