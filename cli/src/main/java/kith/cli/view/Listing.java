package kith.cli.view;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import kith.cli.json.Json;
import kith.cli.json.JsonText;
import kith.ontology.fault.Code;
import kith.ontology.fault.KithException;
import org.jspecify.annotations.Nullable;

/**
 * Rows under named columns, shown in the form that was asked for. The same columns on a terminal and in a pipe; only
 * colour and cutting differ.
 *
 * @param columns those a table shows; CSV and TSV show them all
 * @param rows objects; JSON shows them whole
 * @param name the key whose text {@code -o name} prints
 */
public record Listing(List<Column> columns, List<Json> rows, String name) {
    /** Separates several values of one cell in CSV and TSV. */
    public static final String SEVERAL = ";";

    /** The forms that every listing has. */
    public static final List<Output> OUTPUTS =
            List.of(Output.TABLE, Output.WIDE, Output.JSON, Output.NDJSON, Output.CSV, Output.TSV, Output.NAME);

    public Listing {
        columns = List.copyOf(columns);
        rows = List.copyOf(rows);
    }

    /** Only these columns, in this order; all when {@code fields} is empty. */
    public Listing only(List<String> fields) {
        if (fields.isEmpty()) {
            return this;
        }
        List<Column> chosen = new ArrayList<>();
        for (String field : fields) {
            chosen.add(new Column(column(field).key(), column(field).title(), false));
        }
        List<Json> shorter = new ArrayList<>();
        for (Json row : rows) {
            Map<String, Json> kept = new LinkedHashMap<>();
            for (Column column : chosen) {
                kept.put(column.key(), row.find(column.key()).orElse(Json.NOTHING));
            }
            // The name stays, for -o name prints nothing else.
            kept.putIfAbsent(name, row.find(name).orElse(Json.NOTHING));
            shorter.add(Json.of(kept));
        }
        return new Listing(chosen, shorter, name);
    }

    /** Prints all rows. */
    public void print(Terminal terminal, Output output, Paint paint) throws IOException {
        switch (output) {
            case TABLE, WIDE -> new TableText(this, output == Output.WIDE).print(terminal, paint);
            case JSON -> terminal.print(JsonText.pretty(Json.of(rows)));
            case NDJSON -> {
                for (Json row : rows) {
                    terminal.print(JsonText.line(row));
                }
            }
            case CSV, TSV -> Separated.of(output).print(this, terminal);
            case NAME -> {
                for (Json row : rows) {
                    terminal.print(Glyphs.harmless(row.text(name, "")));
                }
            }
            case XML, TTL, TRIG, NT, NQ, JSONLD, RDFXML ->
                throw KithException.user(Code.USAGE, "a listing has no form '" + output.word() + "'");
        }
    }

    private Column column(String field) {
        @Nullable Column found = null;
        StringBuilder known = new StringBuilder();
        for (Column column : columns) {
            if (column.key().equals(field)) {
                found = column;
            }
            known.append(known.isEmpty() ? "" : ", ").append(column.key());
        }
        if (found == null) {
            throw KithException.user(Code.USAGE, "there is no field '" + field + "'; there are " + known);
        }
        return found;
    }
}
