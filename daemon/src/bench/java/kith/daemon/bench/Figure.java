package kith.daemon.bench;

import org.jspecify.annotations.Nullable;

/**
 * One thing that was measured.
 *
 * @param bench what
 * @param engine of which store
 * @param unit of {@code value}; more of what ends in "/s" is better, less of everything else
 * @param note why the value is not what it seems, or nothing
 */
record Figure(
        String bench,
        String engine,
        double value,
        String unit,
        @Nullable String note) {
    /** The title of a row that says what an answer was, and not how long it took. */
    static final String ANSWER = "answer of ";

    boolean isAnswer() {
        return bench.startsWith(ANSWER);
    }

    boolean isMoreBetter() {
        return unit.endsWith("/s");
    }

    String line() {
        return String.join("\t", bench, engine, Double.toString(value), unit, note == null ? "" : note);
    }

    static Figure read(String line) {
        String[] parts = line.split("\t", -1);
        return new Figure(
                parts[0], parts[1], Double.parseDouble(parts[2]), parts[3], parts[4].isEmpty() ? null : parts[4]);
    }
}
