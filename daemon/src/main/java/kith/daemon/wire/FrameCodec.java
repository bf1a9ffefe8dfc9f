package kith.daemon.wire;

import java.nio.ByteBuffer;
import java.util.Optional;
import kith.ontology.bytes.Bytes;
import kith.ontology.bytes.MalformedException;

/**
 * Bytes of frames: length u24, type u8, channel u16, flags u8, zero u8, payload. Big-endian, so that the header is one
 * {@code long}. Pure; safe from any thread.
 */
public final class FrameCodec {
    public static final int HEADER_BYTES = 8;

    private static final int MORE = 1;
    private static final int FLAGS_AT = 6;
    private static final int ZERO_AT = 7;
    private static final int CHANNEL_AT = 4;

    private FrameCodec() {}

    /** The whole frame. */
    public static Bytes encode(Frame frame) {
        byte[] bytes = new byte[frame.encodedBytes()];
        ByteBuffer.wrap(bytes).putLong(header(frame)).put(frame.payload().view());
        return Bytes.owned(bytes);
    }

    /**
     * Takes one frame off {@code in}, or nothing where not all of it is there yet; then {@code in} stays as it was.
     *
     * @throws MalformedException as soon as the header breaks a rule, before any payload is waited for
     */
    public static Optional<Frame> decode(ByteBuffer in) {
        if (in.remaining() < HEADER_BYTES) {
            return Optional.empty();
        }
        long header = in.getLong(in.position());
        int length = payloadBytes(header);
        if (in.remaining() - HEADER_BYTES < length) {
            return Optional.empty();
        }
        in.position(in.position() + HEADER_BYTES);
        byte[] payload = new byte[length];
        in.get(payload);
        return Optional.of(frame(header, Bytes.owned(payload)));
    }

    static long header(Frame frame) {
        return (long) frame.payload().length() << 40
                | (long) frame.type() << 32
                | (long) frame.channel() << 16
                | (long) (frame.more() ? MORE : 0) << 8;
    }

    /** How long the payload after this header is; the header is sound where this answers. */
    static int payloadBytes(long header) {
        int length = (int) (header >>> 40);
        if (length > Frame.MAX_PAYLOAD_BYTES) {
            throw new MalformedException("a frame of " + length + " bytes, more than " + Frame.MAX_PAYLOAD_BYTES, 0);
        }
        int channel = channel(header);
        if (channel > Frame.MAX_CHANNEL) {
            throw new MalformedException("channel " + channel + " past the limit " + Frame.MAX_CHANNEL, CHANNEL_AT);
        }
        int flags = (int) (header >>> 8) & 0xff;
        if ((flags & ~MORE) != 0) {
            throw new MalformedException("frame flags " + flags + " that mean nothing", FLAGS_AT);
        }
        if ((header & 0xff) != 0) {
            throw new MalformedException("a frame whose zero byte is not zero", ZERO_AT);
        }
        return length;
    }

    static Frame frame(long header, Bytes payload) {
        return new Frame((int) (header >>> 32) & 0xff, channel(header), (header >>> 8 & MORE) != 0, payload);
    }

    private static int channel(long header) {
        return (int) (header >>> 16) & 0xffff;
    }
}
