package kith.ontology.shape;

/** Where {@code ^} and {@code $} of a regular expression fit. */
final class LineEnds {
    private LineEnds() {}

    /** @param lines whether every line has a begin, or the text alone */
    static boolean isBegin(String text, int at, boolean lines) {
        if (!lines) {
            return at == 0;
        }
        // No line begins at the end of a text, not even of an empty one: as the platform has it.
        boolean more = at < text.length();
        return more && (at == 0 || (isTerminator(text.charAt(at - 1)) && !isWithinOne(text, at)));
    }

    /** @param lines whether every line has an end, or the text alone: the last line may have its terminator */
    static boolean isEnd(String text, int at, boolean lines) {
        if (at == text.length()) {
            return true;
        }
        boolean before = isTerminator(text.charAt(at)) && !isWithinOne(text, at);
        boolean pair = text.startsWith("\r\n", at);
        return before && (lines || at == text.length() - (pair ? 2 : 1));
    }

    private static boolean isWithinOne(String text, int at) {
        return at > 0 && text.charAt(at) == '\n' && text.charAt(at - 1) == '\r';
    }

    private static boolean isTerminator(char c) {
        return c == '\n' || c == '\r' || c == '\u0085' || c == '\u2028' || c == '\u2029';
    }
}
