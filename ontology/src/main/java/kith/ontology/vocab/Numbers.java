package kith.ontology.vocab;

import org.jspecify.annotations.Nullable;

/** Numbers and truth values in canonical form, so that equal values are equal terms. */
final class Numbers {
    /** Greatest count of digits before the point, and of digits behind it. */
    static final int MAX_DIGITS = 18;

    private Numbers() {}

    static @Nullable String integer(String text) {
        String digits = unsigned(text);
        if (!Ascii.areDigits(digits)) {
            return null;
        }
        @Nullable String whole = whole(digits);
        return whole == null ? null : withSign(text, whole);
    }

    /** At least one digit on either side of the point, no more than needed. */
    static @Nullable String decimal(String text) {
        String digits = unsigned(text);
        int point = digits.indexOf('.');
        String before = point < 0 ? digits : digits.substring(0, point);
        String behind = point < 0 ? "0" : digits.substring(point + 1);
        if (!Ascii.areDigits(before) || !Ascii.areDigits(behind) || behind.length() > MAX_DIGITS) {
            return null;
        }
        int end = behind.length();
        while (end > 1 && behind.charAt(end - 1) == '0') {
            end--;
        }
        @Nullable String whole = whole(before);
        return whole == null ? null : withSign(text, whole.concat(".").concat(behind.substring(0, end)));
    }

    static @Nullable String truth(String text) {
        return switch (Ascii.lower(text)) {
            case "true", "yes" -> "true";
            case "false", "no" -> "false";
            default -> null;
        };
    }

    private static String unsigned(String text) {
        return text.startsWith("-") || text.startsWith("+") ? text.substring(1) : text;
    }

    private static @Nullable String whole(String digits) {
        int start = 0;
        while (start < digits.length() - 1 && digits.charAt(start) == '0') {
            start++;
        }
        return digits.length() - start <= MAX_DIGITS ? digits.substring(start) : null;
    }

    private static String withSign(String text, String number) {
        boolean zero = number.equals("0") || number.equals("0.0");
        return text.startsWith("-") && !zero ? "-".concat(number) : number;
    }
}
