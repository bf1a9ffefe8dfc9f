package kith.ontology.vocab;

import org.jspecify.annotations.Nullable;

/** IRIs as a person types them. */
final class Iris {
    /** Greatest length of an IRI, in UTF-16 units. */
    static final int MAX_CHARS = 2_048;

    private Iris() {}

    /** The absolute IRI, with a prefix of the profile expanded and angle brackets removed; null when it is none. */
    static @Nullable String absolute(String text) {
        boolean bracketed = text.length() > 2 && text.startsWith("<") && text.endsWith(">");
        String iri = bracketed
                ? text.substring(1, text.length() - 1)
                : Prefixes.expand(text).orElse(text);
        return iri.length() <= MAX_CHARS && isAbsolute(iri) ? iri : null;
    }

    static boolean isLoneSurrogate(String text, int at) {
        char c = text.charAt(at);
        if (Character.isHighSurrogate(c)) {
            return at + 1 >= text.length() || !Character.isLowSurrogate(text.charAt(at + 1));
        }
        return Character.isLowSurrogate(c) && (at == 0 || !Character.isHighSurrogate(text.charAt(at - 1)));
    }

    private static boolean isAbsolute(String iri) {
        int colon = iri.indexOf(':');
        if (colon < 1 || colon == iri.length() - 1 || !Ascii.isLetter(iri.charAt(0))) {
            return false;
        }
        for (int i = 1; i < colon; i++) {
            char c = iri.charAt(i);
            if (!Ascii.isLetter(c) && !Ascii.isDigit(c) && c != '+' && c != '-' && c != '.') {
                return false;
            }
        }
        for (int i = colon + 1; i < iri.length(); i++) {
            if (!isIriCharacter(iri, i)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isIriCharacter(String iri, int at) {
        char c = iri.charAt(at);
        if (c == '%') {
            return at + 2 < iri.length()
                    && Ascii.hexDigit(iri.charAt(at + 1)) >= 0
                    && Ascii.hexDigit(iri.charAt(at + 2)) >= 0;
        }
        if (c < 0x80) {
            return c > ' ' && c != 0x7f && "<>\"{}|^`\\".indexOf(c) < 0;
        }
        return c >= 0xa0
                && !Character.isSpaceChar(c)
                && (c < 0xe000 || c > 0xf8ff)
                && c < 0xfff0
                && !isLoneSurrogate(iri, at);
    }
}
