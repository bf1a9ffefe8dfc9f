package kith.ontology.shape;

import java.util.regex.Pattern;

/** The characters that one part of a regular expression fits, as {@link Pattern} has them. Immutable. */
final class CharacterSet {
    static final CharacterSet NONE = new CharacterSet("[^\\x{0}-\\x{10FFFF}]", 0);

    private static final int PLAIN = 128;

    private final Pattern pattern;
    private final boolean[] plain = new boolean[PLAIN];

    /** @param expression of just one character */
    CharacterSet(String expression, int mask) {
        pattern = Pattern.compile(expression, mask);
        for (int i = 0; i < PLAIN; i++) {
            plain[i] = fits(i);
        }
    }

    boolean has(int character) {
        return character < PLAIN ? plain[character] : fits(character);
    }

    private boolean fits(int character) {
        return pattern.matcher(Character.toString(character)).matches();
    }
}
