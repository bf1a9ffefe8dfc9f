package kith.ontology.vocab;

import org.jspecify.annotations.Nullable;

/** Book numbers and their check digits. */
public final class Isbn {
    private Isbn() {}

    /** Whether it is a number of 10 or 13 digits, with dashes and spaces or not, whose check digit is right. */
    public static boolean isRight(String text) {
        return plain(text) != null;
    }

    /** The digits without dashes and spaces, an X in upper case; null when the count or the check digit is wrong. */
    static @Nullable String plain(String text) {
        StringBuilder digits = new StringBuilder(13);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '-' || c == ' ') {
                continue;
            }
            boolean tenth = digits.length() == 9 && (c == 'X' || c == 'x');
            if ((!Ascii.isDigit(c) && !tenth) || digits.length() == 13) {
                return null;
            }
            digits.append(tenth ? 'X' : c);
        }
        String plain = digits.toString();
        return switch (plain.length()) {
            case 10 -> sum10(plain) % 11 == 0 ? plain : null;
            case 13 -> isBookland(plain) && sum13(plain) % 10 == 0 ? plain : null;
            default -> null;
        };
    }

    private static boolean isBookland(String digits) {
        return Ascii.areDigits(digits) && (digits.startsWith("978") || digits.startsWith("979"));
    }

    private static int sum10(String digits) {
        int sum = 0;
        for (int i = 0; i < 10; i++) {
            char c = digits.charAt(i);
            sum += (10 - i) * (c == 'X' ? 10 : c - '0');
        }
        return sum;
    }

    private static int sum13(String digits) {
        int sum = 0;
        for (int i = 0; i < 13; i++) {
            sum += (i % 2 == 0 ? 1 : 3) * (digits.charAt(i) - '0');
        }
        return sum;
    }
}
