package kith.cli.command;

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
