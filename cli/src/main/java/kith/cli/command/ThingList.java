package kith.cli.command;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import kith.cli.json.Json;
import kith.cli.registry.Briefs;
import kith.cli.registry.Condition;
import kith.cli.registry.Fields;
import kith.cli.registry.Questions;
import kith.cli.registry.Registry;
import kith.cli.registry.Thing;
import kith.cli.registry.ThingCard;
import kith.cli.view.Column;
import kith.cli.view.Listing;
import kith.cli.view.Output;
import kith.ontology.fault.Code;
import kith.ontology.vocab.Field;
import kith.ontology.vocab.Kind;

/** Lists the things of a kind. */
final class ThingList implements Verb {
    private final Kind kind;

    ThingList(Kind kind) {
        this.kind = kind;
    }

    @Override
    public void spell(Spelling spelling) {
        String noun = kind.name();
        spelling.says("list the things of the kind " + noun, "Fields: " + String.join(", ", Fields.names(kind)))
                .manyOf("--where", "CONDITIONS", "only those with field=value, field!=value, field~part,...")
                .flag("--all", "also those that were removed (status retired)")
                .flag("--explain", "print the SPARQL query in place of asking it")
                .shows(Listing.OUTPUTS)
                .example("kith " + noun + " list")
                .example("kith " + noun + " list --where " + Fields.shown(kind).get(0) + "~north,tag=night --csv")
                .example("kith " + noun + " list -o name | kith " + noun + " set - status=active");
    }

    @Override
    public Code run(Call call) throws IOException {
        List<Condition> conditions = Condition.parse(kind, call.options("--where"));
        boolean all = call.flag("--all") || Condition.anyOn(conditions, "status");
        List<Column> columns = columns();
        String query = Questions.list(kind, fields(call, columns), conditions, all);
        if (call.flag("--explain")) {
            call.terminal().print(query);
            return Code.DONE;
        }
        List<Thing> things = new ArrayList<>(new Registry(call.visit(), call.space()).ask(query));
        things.sort(Comparator.comparing(Thing::handle).thenComparing(Thing::id));
        if (call.output() == Output.NAME) {
            for (Thing thing : things) {
                call.terminal().print(thing.name());
            }
        } else {
            call.show(new Listing(columns, rows(call, things), ThingCard.ID));
        }
        if (things.isEmpty()) {
            call.say("no " + kind.name() + " like that; next: " + Samples.add(kind));
        }
        return Code.DONE;
    }

    private List<Json> rows(Call call, List<Thing> things) {
        boolean forEyes = call.output() == Output.TABLE || call.output() == Output.WIDE;
        List<String> briefs = Briefs.of(things);
        List<Json> rows = new ArrayList<>(things.size());
        for (int i = 0; i < things.size(); i++) {
            Json row = ThingCard.of(things.get(i), kind);
            boolean nameless = forEyes && things.get(i).handle().isEmpty();
            rows.add(nameless ? row.with("handle", Json.of(briefs.get(i))) : row);
        }
        return rows;
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

    /** The fields that will be seen; what is not asked for need not be sent. */
    private List<Field> fields(Call call, List<Column> columns) {
        if (call.output() != Output.TABLE || !call.fields().isEmpty()) {
            return kind.fields();
        }
        List<Field> fields = new ArrayList<>();
        for (Column column : columns) {
            if (!column.wide()) {
                fields.add(Fields.named(kind, column.key()));
            }
        }
        return fields;
    }
}
