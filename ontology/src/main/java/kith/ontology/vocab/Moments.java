package kith.ontology.vocab;

import org.jspecify.annotations.Nullable;

/** Dates and times in the forms of XML Schema, years 0001 to 9999. */
final class Moments {
    private static final int[] DAYS = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

    private Moments() {}

    static boolean isYear(String text) {
        return text.length() == 4 && Ascii.areDigits(text) && !text.equals("0000");
    }

    /** The date as it is, or null when there is no such day. */
    static @Nullable String date(String text) {
        return text.length() == 10 && isDate(text) ? text : null;
    }

    /** The moment with seconds and zone; seconds may be left out, and a space may stand for the T. */
    static @Nullable String dateTime(String text) {
        if (text.length() < 17 || !isDate(text) || "Tt ".indexOf(text.charAt(10)) < 0) {
            return null;
        }
        int zone = zoneStart(text);
        @Nullable String time = zone < 0 ? null : time(text.substring(11, zone));
        if (time == null || !isZone(text.substring(zone))) {
            return null;
        }
        String offset = text.substring(zone).equals("z") ? "Z" : text.substring(zone);
        return text.substring(0, 10).concat("T").concat(time).concat(offset);
    }

    private static boolean isDate(String text) {
        if (!isYear(text.substring(0, 4)) || text.charAt(4) != '-' || text.charAt(7) != '-') {
            return false;
        }
        int year = Integer.parseInt(text, 0, 4, 10);
        int month = twoDigits(text, 5);
        int day = twoDigits(text, 8);
        if (month < 1 || month > 12 || day < 1) {
            return false;
        }
        boolean leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
        return day <= DAYS[month - 1] || (month == 2 && day == 29 && leap);
    }

    private static int zoneStart(String text) {
        for (int i = 11; i < text.length(); i++) {
            if ("Zz+-".indexOf(text.charAt(i)) >= 0) {
                return i;
            }
        }
        return -1;
    }

    private static @Nullable String time(String text) {
        boolean short5 = text.length() == 5;
        if ((!short5 && text.length() < 8) || text.charAt(2) != ':') {
            return null;
        }
        boolean clock = isBelow(text, 0, 24) && isBelow(text, 3, 60);
        if (short5) {
            return clock ? text.concat(":00") : null;
        }
        boolean fraction = text.length() == 8
                || (text.charAt(8) == '.' && text.length() <= 18 && Ascii.areDigits(text.substring(9)));
        return clock && text.charAt(5) == ':' && isBelow(text, 6, 60) && fraction ? text : null;
    }

    private static boolean isZone(String text) {
        if (text.equals("Z") || text.equals("z")) {
            return true;
        }
        if (text.length() != 6 || text.charAt(3) != ':' || !isBelow(text, 4, 60)) {
            return false;
        }
        int hours = twoDigits(text, 1);
        return (hours >= 0 && hours < 14) || (hours == 14 && twoDigits(text, 4) == 0);
    }

    private static boolean isBelow(String text, int at, int limit) {
        int number = twoDigits(text, at);
        return number >= 0 && number < limit;
    }

    /** The two digits at {@code at}, or -1 when they are not there. */
    private static int twoDigits(String text, int at) {
        if (at + 2 > text.length() || !Ascii.isDigit(text.charAt(at)) || !Ascii.isDigit(text.charAt(at + 1))) {
            return -1;
        }
        return (text.charAt(at) - '0') * 10 + text.charAt(at + 1) - '0';
    }
}
