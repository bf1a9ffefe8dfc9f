package kith.daemon.bench;

import com.google.gson.GsonBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Figures of several engines side by side. */
final class Report {
    private static final String OURS = "kith";
    private static final int TITLE = 60;

    private final List<String> engines;
    private final Set<String> questions;
    private final List<Figure> figures = new ArrayList<>();

    Report(List<String> engines, Set<String> questions) {
        this.engines = engines;
        this.questions = questions;
    }

    void add(List<Figure> more) {
        figures.addAll(more);
    }

    /** Answers that are not the same everywhere, each as a sentence. */
    List<String> differences() {
        List<String> differences = new ArrayList<>();
        rows(true).forEach((bench, row) -> {
            Set<String> told = row.values().stream()
                    .map(each -> (long) each.value() + " rows, " + each.note())
                    .collect(Collectors.toCollection(TreeSet::new));
            if (told.size() > 1) {
                differences.add(bench + " differs: "
                        + row.values().stream()
                                .map(each -> each.engine() + " has " + (long) each.value() + " rows, " + each.note())
                                .collect(Collectors.joining("; ")));
            }
        });
        return differences;
    }

    private Map<String, Map<String, Figure>> rows(boolean answers) {
        Map<String, Map<String, Figure>> rows = new LinkedHashMap<>();
        figures.stream()
                .filter(each -> each.isAnswer() == answers)
                .forEach(each -> rows.computeIfAbsent(each.bench(), first -> new LinkedHashMap<>())
                        .put(each.engine(), each));
        return rows;
    }

    /** A line a figure, a column an engine; then what share of a peer's figure is ours. */
    String table() {
        StringBuilder table = new StringBuilder(" ".repeat(TITLE));
        engines.forEach(engine -> table.append("%16s".formatted(engine)));
        table.append("%14s%14s%n".formatted("kith/tdb2", "kith/best"));
        rows(false).forEach((bench, row) -> {
            String unit = row.values().iterator().next().unit();
            line(table, bench + ", " + unit, row);
        });
        means(table);
        return table.toString();
    }

    private void line(StringBuilder table, String title, Map<String, Figure> row) {
        table.append(title).append(" ".repeat(Math.max(1, TITLE - title.length())));
        for (String engine : engines) {
            Figure figure = row.get(engine);
            table.append(
                    figure == null
                            ? "%16s".formatted("")
                            : "%16s".formatted((figure.note() == null ? "" : ">") + number(figure.value())));
        }
        table.append("%14s".formatted(ratio(row, row.get("tdb2"))));
        table.append("%14s%n".formatted(ratio(row, best(row))));
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, value < 1_000 ? "%,.1f" : "%,.0f", value);
    }

    private static String ratio(Map<String, Figure> row, @Nullable Figure other) {
        Figure ours = row.get(OURS);
        return ours == null || other == null || other.value() == 0
                ? ""
                : String.format(Locale.ROOT, "%.3f", ours.value() / other.value());
    }

    private @Nullable Figure best(Map<String, Figure> row) {
        Figure best = null;
        for (Figure each : row.values()) {
            if (each.engine().equals(OURS)) {
                continue;
            }
            if (best == null || (each.isMoreBetter() ? each.value() > best.value() : each.value() < best.value())) {
                best = each;
            }
        }
        return best;
    }

    private void means(StringBuilder table) {
        Map<String, Map<String, Figure>> rows = rows(false);
        for (String peer : engines) {
            if (!peer.equals(OURS) && Engines.isAsked(peer)) {
                table.append(String.format(
                        Locale.ROOT,
                        "geometric mean of questions, kith/%s: %.4f, of their first runs %.4f%n",
                        peer,
                        mean(rows, peer, ""),
                        mean(rows, peer, ", first")));
            }
        }
        String slower =
                questions.stream().filter(title -> isSlower(rows.get(title))).collect(Collectors.joining(", "));
        table.append("slower than the fastest peer: ").append(slower.isEmpty() ? "none" : slower);
        table.append('\n');
    }

    private boolean isSlower(@Nullable Map<String, Figure> row) {
        if (row == null || !row.containsKey(OURS)) {
            return false;
        }
        Figure best = best(row);
        return best != null && row.get(OURS).value() > best.value();
    }

    private double mean(Map<String, Map<String, Figure>> rows, String peer, String ending) {
        return Math.exp(questions.stream()
                .map(title -> rows.get(title + ending))
                .filter(row -> row != null && row.containsKey(OURS) && row.containsKey(peer))
                .mapToDouble(
                        row -> Math.log(row.get(OURS).value() / row.get(peer).value()))
                .average()
                .orElse(Double.NaN));
    }

    /** A list of {bench, engine, value, unit}, and a note where the value is not what it seems. */
    void write(Path file) throws IOException {
        Files.createDirectories(file.getParent());
        List<Figure> told = figures.stream().filter(each -> !each.isAnswer()).toList();
        Files.writeString(file, new GsonBuilder().setPrettyPrinting().create().toJson(told) + "\n");
    }
}
