package kith.cli.view;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import kith.cli.json.Json;

/** A listing as columns of text, two spaces apart. */
final class TableText {
    private static final int GAP = 2;

    private final List<Column> columns = new ArrayList<>();
    private final List<List<String>> lines = new ArrayList<>();
    private final boolean wide;

    TableText(Listing listing, boolean wide) {
        this.wide = wide;
        List<String> titles = new ArrayList<>();
        for (Column column : listing.columns()) {
            if (wide || !column.wide()) {
                columns.add(column);
                titles.add(column.title());
            }
        }
        lines.add(titles);
        for (Json row : listing.rows()) {
            List<String> cells = new ArrayList<>();
            for (Column column : columns) {
                cells.add(cell(row, column.key()));
            }
            lines.add(cells);
        }
    }

    void print(Terminal terminal, Paint paint) throws IOException {
        if (lines.size() == 1) {
            return;
        }
        boolean cuts = !wide && terminal.traits().outIsTerminal();
        int[] widths = widths(cuts ? terminal.traits().columns() : 0);
        for (int i = 0; i < lines.size(); i++) {
            String line = line(lines.get(i), widths, cuts);
            terminal.print(i == 0 ? paint.bold(line) : line);
        }
    }

    /** Widths that together fit {@code room}, taken from the widest column first; as wide as needed when it is 0. */
    private int[] widths(int room) {
        int[] widths = new int[columns.size()];
        for (List<String> line : lines) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], Glyphs.width(line.get(i)));
            }
        }
        if (room == 0) {
            return widths;
        }
        int left = Math.max(room, Terminal.MIN_COLUMNS) - GAP * (widths.length - 1);
        for (int total = sum(widths); total > left; total--) {
            int widest = 0;
            for (int i = 1; i < widths.length; i++) {
                widest = widths[i] > widths[widest] ? i : widest;
            }
            if (widths[widest] <= 4) {
                break;
            }
            widths[widest]--;
        }
        return widths;
    }

    private String line(List<String> cells, int[] widths, boolean cuts) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < cells.size(); i++) {
            String cell = cuts ? Glyphs.cut(cells.get(i), widths[i]) : cells.get(i);
            line.append(cell);
            if (i < cells.size() - 1) {
                line.repeat(' ', widths[i] - Glyphs.width(cell) + GAP);
            }
        }
        return line.toString().stripTrailing();
    }

    private static String cell(Json row, String key) {
        return Glyphs.harmless(row.find(key).orElse(Json.NOTHING).shown(", "));
    }

    private static int sum(int[] widths) {
        int sum = 0;
        for (int width : widths) {
            sum += width;
        }
        return sum;
    }
}
