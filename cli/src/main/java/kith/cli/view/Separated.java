package kith.cli.view;

import java.io.IOException;
import kith.cli.json.Json;

/** Rows for spreadsheets and scripts: CSV (RFC 4180, lines end with a newline alone) and TSV (tabs escaped). */
enum Separated {
    COMMAS(',') {
        @Override
        String cell(String text) {
            boolean plain =
                    text.indexOf(',') < 0 && text.indexOf('"') < 0 && text.indexOf('\n') < 0 && text.indexOf('\r') < 0;
            return plain ? text : '"' + text.replace("\"", "\"\"") + '"';
        }
    },
    TABS('\t') {
        @Override
        String cell(String text) {
            return text.replace("\\", "\\\\")
                    .replace("\t", "\\t")
                    .replace("\n", "\\n")
                    .replace("\r", "\\r");
        }
    };

    private final char separator;

    Separated(char separator) {
        this.separator = separator;
    }

    static Separated of(Output output) {
        return output == Output.CSV ? COMMAS : TABS;
    }

    /** The text as one cell. */
    abstract String cell(String text);

    void print(Listing listing, Terminal terminal) throws IOException {
        StringBuilder line = new StringBuilder();
        for (Column column : listing.columns()) {
            append(line, column.key());
        }
        terminal.print(line.toString());
        for (Json row : listing.rows()) {
            line.setLength(0);
            boolean first = true;
            for (Column column : listing.columns()) {
                String text = row.find(column.key()).orElse(Json.NOTHING).shown(Listing.SEVERAL);
                line.append(first ? "" : String.valueOf(separator)).append(cell(text));
                first = false;
            }
            terminal.print(line.toString());
        }
    }

    private void append(StringBuilder line, String key) {
        line.append(line.isEmpty() ? "" : String.valueOf(separator)).append(cell(key));
    }
}
