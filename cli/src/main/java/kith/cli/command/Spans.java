package kith.cli.command;

import java.time.Duration;
import java.util.Optional;

/** Spans of time as people write them. */
final class Spans {
    /** Greatest number of digits of one part. */
    private static final int MAX_DIGITS = 9;

    private Spans() {}

    /** A number and a unit (s, m, h, d), once or several times; a number alone is seconds. Empty when it is none. */
    static Optional<Duration> parse(String text) {
        Duration span = Duration.ZERO;
        long number = 0;
        int digits = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= '0' && c <= '9') {
                number = number * 10 + (c - '0');
                if (++digits > MAX_DIGITS) {
                    return Optional.empty();
                }
            } else {
                Optional<Duration> unit = unit(c);
                if (digits == 0 || unit.isEmpty()) {
                    return Optional.empty();
                }
                span = span.plus(unit.get().multipliedBy(number));
                number = 0;
                digits = 0;
            }
        }
        if (text.isEmpty() || (digits > 0 && digits < text.length())) {
            return Optional.empty();
        }
        return Optional.of(span.plusSeconds(number));
    }

    /** The span in its two greatest units; a negative one is none, for clocks differ. */
    static String show(Duration span) {
        if (span.isNegative()) {
            return "0 s";
        }
        long days = span.toDays();
        if (days > 0) {
            return parts(days, "d", span.toHoursPart(), "h");
        }
        if (span.toHours() > 0) {
            return parts(span.toHours(), "h", span.toMinutesPart(), "min");
        }
        if (span.toMinutes() > 0) {
            return parts(span.toMinutes(), "min", span.toSecondsPart(), "s");
        }
        return span.toSeconds() > 0 ? span.toSeconds() + " s" : span.toMillis() + " ms";
    }

    /** The span with what a stopwatch shows: milliseconds below a second, hundredths above. */
    static String precise(Duration span) {
        long hundredths = span.toMillis() / 10;
        String behind = Long.toString(100 + hundredths % 100).substring(1);
        return span.toSeconds() == 0 ? span.toMillis() + " ms" : hundredths / 100 + "." + behind + " s";
    }

    private static String parts(long large, String largeUnit, long small, String smallUnit) {
        return large + " " + largeUnit + (small == 0 ? "" : " " + small + " " + smallUnit);
    }

    private static Optional<Duration> unit(char c) {
        return switch (c) {
            case 's' -> Optional.of(Duration.ofSeconds(1));
            case 'm' -> Optional.of(Duration.ofMinutes(1));
            case 'h' -> Optional.of(Duration.ofHours(1));
            case 'd' -> Optional.of(Duration.ofDays(1));
            default -> Optional.empty();
        };
    }
}
