package kith.cli.view;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import kith.cli.json.Json;
import kith.cli.json.JsonText;

/**
 * One thing with its fields: a line a field in a table, an object in JSON, one row in CSV and TSV.
 *
 * @param fields an object
 * @param name the key whose text {@code -o name} prints
 * @param possible keys that may be asked for beside those it has; what it lacks is then empty
 */
public record Card(Json fields, String name, List<String> possible) {
    /** A card of which nothing but its own fields can be asked for. */
    public Card(Json fields, String name) {
        this(fields, name, List.of());
    }

    /** Prints the fields that are wanted, all when {@code only} is empty. */
    public void print(Terminal terminal, Output output, List<String> only) throws IOException {
        Listing row = new Listing(columns(only), List.of(fields), name).only(only);
        switch (output) {
            case TABLE, WIDE -> printLines(terminal, row);
            case JSON -> terminal.print(JsonText.pretty(kept(row, only)));
            case NDJSON -> terminal.print(JsonText.line(kept(row, only)));
            case CSV, TSV, NAME, XML, TTL, TRIG, NT, NQ, JSONLD, RDFXML -> row.print(terminal, output, Paint.NONE);
        }
    }

    private Json kept(Listing row, List<String> only) {
        if (only.isEmpty()) {
            return fields;
        }
        Map<String, Json> kept = new LinkedHashMap<>();
        for (Column column : row.columns()) {
            kept.put(column.key(), fields.find(column.key()).orElse(Json.NOTHING));
        }
        return Json.of(kept);
    }

    /** The keys that may be asked for. */
    public List<String> keys() {
        Set<String> keys = new LinkedHashSet<>(fields.fields().keySet());
        keys.addAll(possible);
        return List.copyOf(keys);
    }

    /** The fields that are wanted as one object, all it has when {@code only} is empty. */
    public Json kept(List<String> only) {
        return kept(new Listing(columns(only), List.of(fields), name).only(only), only);
    }

    private List<Column> columns(List<String> only) {
        List<Column> columns = new ArrayList<>();
        for (String key : only.isEmpty() ? fields.fields().keySet() : keys()) {
            columns.add(Column.of(key));
        }
        return columns;
    }

    private void printLines(Terminal terminal, Listing row) throws IOException {
        int width = 0;
        for (Column column : row.columns()) {
            width = Math.max(width, Glyphs.width(column.key()));
        }
        for (Column column : row.columns()) {
            Json value = fields.find(column.key()).orElse(Json.NOTHING);
            String label = column.key();
            // Each value of several stands on a line of its own: long ones would run together.
            for (Json one : value.isList() ? value.items() : List.of(value)) {
                StringBuilder line = new StringBuilder(label).repeat(' ', width - Glyphs.width(label) + 2);
                terminal.print(
                        line.append(Glyphs.harmless(one.shown(", "))).toString().stripTrailing());
                label = "";
            }
        }
    }
}
