package kith.cli.view;

/** How much room text takes on a terminal, and what of it must not reach one. */
final class Glyphs {
    /** First and last code points, in pairs, of what takes two columns (East Asian wide and full-width, emoji). */
    private static final int[] WIDE = {
        0x1100, 0x115F, 0x2E80, 0x303E, 0x3041, 0x33FF, 0x3400, 0x4DBF, 0x4E00, 0x9FFF, 0xA000, 0xA4CF, 0xA960, 0xA97F,
        0xAC00, 0xD7A3, 0xF900, 0xFAFF, 0xFE30, 0xFE6F, 0xFF00, 0xFF60, 0xFFE0, 0xFFE6, 0x1F300, 0x1F64F, 0x1F900,
        0x1F9FF, 0x20000, 0x3FFFD
    };

    private Glyphs() {}

    /** Columns that {@code text} takes. */
    static int width(String text) {
        int width = 0;
        for (int i = 0; i < text.length(); ) {
            int point = text.codePointAt(i);
            width += width(point);
            i += Character.charCount(point);
        }
        return width;
    }

    /** The text cut to at most {@code columns}, an ellipsis marking the cut. */
    static String cut(String text, int columns) {
        if (width(text) <= columns) {
            return text;
        }
        int width = 0;
        int i = 0;
        while (i < text.length()) {
            int point = text.codePointAt(i);
            if (width + width(point) > columns - 1) {
                break;
            }
            width += width(point);
            i += Character.charCount(point);
        }
        return text.substring(0, i) + "\u2026";
    }

    /**
     * The text in one line without control characters: what a peer wrote must not steer the terminal of a reader. Also
     * marks of direction, which let text look like other text.
     */
    static String harmless(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (isHarmful(text.charAt(i))) {
                return escaped(text);
            }
        }
        return text;
    }

    private static String escaped(String text) {
        StringBuilder safe = new StringBuilder(text.length() + 16);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '\n' -> safe.append("\\n");
                case '\t' -> safe.append("\\t");
                case '\r' -> safe.append("\\r");
                default -> {
                    if (isHarmful(c)) {
                        safe.append("\\u").append(Integer.toHexString(0x10000 | c), 1, 5);
                    } else {
                        safe.append(c);
                    }
                }
            }
        }
        return safe.toString();
    }

    private static boolean isHarmful(char c) {
        return c < ' '
                || (c >= 0x7f && c < 0xa0)
                || (c >= 0x202a && c <= 0x202e)
                || (c >= 0x2066 && c <= 0x2069)
                || c == 0x2028
                || c == 0x2029;
    }

    private static int width(int point) {
        if (point < 0x300) {
            return 1;
        }
        int type = Character.getType(point);
        if (type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK || type == Character.FORMAT) {
            return 0;
        }
        for (int i = 0; i < WIDE.length; i += 2) {
            if (point >= WIDE[i] && point <= WIDE[i + 1]) {
                return 2;
            }
        }
        return 1;
    }
}
