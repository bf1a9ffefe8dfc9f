package kith.cli.command;

import java.util.ArrayList;
import java.util.List;
import kith.cli.json.Json;
import kith.cli.registry.Briefs;
import kith.cli.registry.Fields;
import kith.cli.registry.Thing;
import kith.cli.registry.ThingCard;
import kith.cli.view.Column;
import kith.cli.view.Listing;
import kith.cli.view.Output;
import kith.ontology.vocab.Field;
import kith.ontology.vocab.Kind;

/** The things of a kind as rows. */
final class ThingTable {
    private final Kind kind;
    private final Output output;
    private final boolean choosesFields;

    ThingTable(Kind kind, Call call) {
        this.kind = kind;
        this.output = call.output();
        this.choosesFields = !call.fields().isEmpty();
    }

    Listing of(List<Thing> things) {
        boolean forEyes = output == Output.TABLE || output == Output.WIDE;
        List<String> briefs = Briefs.of(things);
        List<Json> rows = new ArrayList<>(things.size());
        for (int i = 0; i < things.size(); i++) {
            Json row = ThingCard.of(things.get(i), kind);
            boolean nameless = forEyes && things.get(i).handle().isEmpty();
            rows.add(nameless ? row.with("handle", Json.of(briefs.get(i))) : row);
        }
        return new Listing(columns(), rows, ThingCard.ID);
    }

    /** The fields that will be seen; what is not asked for need not be sent. */
    List<Field> fields() {
        if (output != Output.TABLE || choosesFields) {
            return kind.fields();
        }
        List<Field> fields = new ArrayList<>();
        for (Column column : columns()) {
            if (!column.wide()) {
                fields.add(Fields.named(kind, column.key()));
            }
        }
        return fields;
    }

    /** A few for a table; every field for all other forms. */
    private List<Column> columns() {
        List<Column> columns = new ArrayList<>();
        List<String> shown = Fields.shown(kind);
        for (Field field : kind.fields()) {
            String name = field.name();
            columns.add(name.equals("handle") || shown.contains(name) ? Column.of(name) : Column.wide(name));
        }
        kind.derived().forEach(derived -> columns.add(Column.wide(derived.name())));
        columns.add(Column.wide(ThingCard.ID));
        return columns;
    }
}
