package kith.daemon.exchange;

/** Whether bytes are well-formed UTF-8, one byte after the other. */
final class Utf8 {
    private int expected;
    private int least = 0x80;
    private int most = 0xbf;

    static boolean isContinuation(byte b) {
        return (b & 0xc0) == 0x80;
    }

    /** False if no well-formed text continues with {@code b}. */
    boolean accepts(byte b) {
        int c = b & 0xff;
        if (expected > 0) {
            boolean fits = c >= least && c <= most;
            least = 0x80;
            most = 0xbf;
            expected--;
            return fits;
        }
        if (c < 0x80) {
            return true;
        }
        return begins(c);
    }

    /** Whether no character is half written. */
    boolean isWhole() {
        return expected == 0;
    }

    // Overlong forms, surrogates and what lies beyond U+10FFFF are excluded by the range of the second byte.
    private boolean begins(int c) {
        if (c >= 0xc2 && c <= 0xdf) {
            expected = 1;
        } else if (c >= 0xe0 && c <= 0xef) {
            expected = 2;
            least = c == 0xe0 ? 0xa0 : 0x80;
            most = c == 0xed ? 0x9f : 0xbf;
        } else if (c >= 0xf0 && c <= 0xf4) {
            expected = 3;
            least = c == 0xf0 ? 0x90 : 0x80;
            most = c == 0xf4 ? 0x8f : 0xbf;
        }
        return expected > 0;
    }
}
