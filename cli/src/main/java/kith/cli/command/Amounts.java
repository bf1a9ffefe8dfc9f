package kith.cli.command;

import java.util.Optional;

/** Numbers as people read them. */
final class Amounts {
    private static final String[] UNITS = {"B", "kB", "MB", "GB", "TB", "PB", "EB"};

    private Amounts() {}

    /** With a comma at each third digit. */
    static String grouped(long number) {
        StringBuilder digits = new StringBuilder(Long.toString(number));
        for (int at = digits.length() - 3; at > (number < 0 ? 1 : 0); at -= 3) {
            digits.insert(at, ',');
        }
        return digits.toString();
    }

    /** The bytes that a size such as {@code 500k}, {@code 20M} or {@code 1G} means, in decimal units; empty if none. */
    static Optional<Long> size(String text) {
        int last = text.length() - 1;
        int unit = last < 0 ? -1 : "kMGT".indexOf(text.charAt(last));
        String digits = unit < 0 ? text : text.substring(0, last);
        if (!digits.matches("[1-9][0-9]{0,5}") && !(unit < 0 && digits.matches("[1-9][0-9]{0,14}"))) {
            return Optional.empty();
        }
        long bytes = Long.parseLong(digits);
        for (int i = 0; i <= unit; i++) {
            bytes *= 1_000;
        }
        return Optional.of(bytes);
    }

    /** A count of bytes in decimal units, with one digit behind the point below ten. */
    static String bytes(long count) {
        long tenths = count * 10;
        int unit = 0;
        while (tenths >= 10_000 && unit < UNITS.length - 1) {
            tenths = (tenths + 500) / 1_000;
            unit++;
        }
        boolean small = unit > 0 && tenths < 100;
        return (small ? tenths / 10 + "." + tenths % 10 : Long.toString((tenths + (unit > 0 ? 5 : 0)) / 10)) + " "
                + UNITS[unit];
    }
}
