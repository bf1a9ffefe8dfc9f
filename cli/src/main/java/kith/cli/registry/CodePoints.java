package kith.cli.registry;

import java.util.Comparator;

/** Texts by code point: an order that is the same on every machine and in every language. */
final class CodePoints implements Comparator<String> {
    static final CodePoints ORDER = new CodePoints();

    private CodePoints() {}

    @Override
    public int compare(String a, String b) {
        int shorter = Math.min(a.length(), b.length());
        for (int i = 0; i < shorter; i++) {
            if (a.charAt(i) != b.charAt(i)) {
                // Halves of a pair stand below U+E000 and mean what is above U+FFFF.
                return Integer.compare(rank(a.charAt(i)), rank(b.charAt(i)));
            }
        }
        return Integer.compare(a.length(), b.length());
    }

    private static int rank(char c) {
        return Character.isSurrogate(c) ? c + 0x10000 : c;
    }
}
