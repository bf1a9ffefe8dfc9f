package kith.daemon.query;

/** What an IRI must be to be kept: absolute, and made of characters that every syntax can write. */
final class Iris {
    private static final String FORBIDDEN = "<>\"{}|\\^`";

    private Iris() {}

    /** What is wrong with {@code iri}, as the rest of a sentence; empty if nothing is. */
    static String fault(String iri) {
        int colon = schemeEnd(iri);
        if (colon <= 0) {
            return "is not absolute: it has no scheme";
        }
        for (int i = colon + 1; i < iri.length(); i++) {
            char c = iri.charAt(i);
            if (c <= ' ' || (c < 0x80 && FORBIDDEN.indexOf(c) >= 0) || (c >= 0x7f && c < 0xa0)) {
                return "has the character U+%04X, which no IRI may have".formatted((int) c);
            }
            if (c == '%' && !isHex(iri, i + 1)) {
                return "has a % that no two hexadecimal digits follow";
            }
        }
        return "";
    }

    private static int schemeEnd(String iri) {
        for (int i = 0; i < iri.length(); i++) {
            char c = iri.charAt(i);
            if (c == ':') {
                return i;
            }
            boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
            boolean later = i > 0 && ((c >= '0' && c <= '9') || c == '+' || c == '-' || c == '.');
            if (!letter && !later) {
                return -1;
            }
        }
        return -1;
    }

    private static boolean isHex(String iri, int at) {
        return at + 1 < iri.length()
                && Character.digit(iri.charAt(at), 16) >= 0
                && Character.digit(iri.charAt(at + 1), 16) >= 0;
    }
}
