package kith.daemon.wire;

import kith.ontology.bytes.Bytes;

/**
 * What travels on a link: docs/protocol/handshake.md, "Frames". Immutable; may be sent on many links.
 *
 * @param type 0 to 255; bit 7 set: may be ignored by who does not know it
 * @param channel 0 for the connection, 1 to {@link #MAX_CHANNEL} for a space
 * @param more whether the next frame of this channel and type goes on where this one ends
 * @param payload at most {@link #MAX_PAYLOAD_BYTES}
 */
public record Frame(int type, int channel, boolean more, Bytes payload) {
    public static final int MAX_PAYLOAD_BYTES = 1_048_576;
    public static final int MAX_CHANNEL = 1_023;
    public static final int MAX_TYPE = 255;

    private static final int FIRST_OF_SPACES = 0x10;
    private static final int HISTORY = 0x20;

    public Frame {
        if (type < 0 || type > MAX_TYPE || channel < 0 || channel > MAX_CHANNEL) {
            throw new IllegalArgumentException("no frame has type " + type + " and channel " + channel);
        }
        if (payload.length() > MAX_PAYLOAD_BYTES) {
            throw new IllegalArgumentException(
                    "a payload of " + payload.length() + " bytes, more than " + MAX_PAYLOAD_BYTES);
        }
    }

    /** A frame that is whole by itself. */
    public static Frame of(int type, int channel, Bytes payload) {
        return new Frame(type, channel, false, payload);
    }

    /** Whether a receiver that does not know the type may pass over it. */
    public boolean isIgnorable() {
        return (type & 0x80) != 0;
    }

    /** Whether it speaks of the connection or gives credit: then it goes before all that waits. */
    boolean isUrgent() {
        return type < FIRST_OF_SPACES;
    }

    /** Whether it carries old deltas. */
    boolean isHistory() {
        return type == HISTORY;
    }

    /** Its length on the link, header included. */
    public int encodedBytes() {
        return FrameCodec.HEADER_BYTES + payload.length();
    }
}
