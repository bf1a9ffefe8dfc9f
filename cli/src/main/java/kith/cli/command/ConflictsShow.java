package kith.cli.command;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import kith.cli.json.Json;
import kith.cli.json.JsonText;
import kith.cli.registry.Facts;
import kith.cli.view.Column;
import kith.cli.view.Listing;
import kith.cli.view.Output;
import kith.ontology.fault.Code;
import kith.ontology.vocab.Prefixes;

/** Tells everything that is held of the conflicts of one thing. */
final class ConflictsShow implements Verb {
    private static final List<Column> COLUMNS = List.of(
            Column.of("field"),
            Column.of("value"),
            Column.of("shown"),
            Column.of("why"),
            Column.of("device"),
            Column.of("author"),
            Column.of("time"),
            new Column("delta", "CHANGE", false),
            Column.of("note"),
            Column.wide("person"),
            Column.wide("predicate"),
            Column.wide("graph"));

    @Override
    public void spell(Spelling spelling) {
        Subject.spell(spelling.says(
                        "show what several people said of a thing, who when, and why one value is the shown one",
                        "A value that several have said has a line for each of them. Of a thing that was removed while"
                                + " somebody wrote of it, what remains is shown."))
                .shows(Listing.OUTPUTS)
                .example("kith conflicts show person/ada")
                .example("kith conflicts show person/ada --field name --json");
    }

    @Override
    public Code run(Call call) throws IOException {
        Subject subject = Subject.ever(call);
        Json conflict = call.visit().conflict(call.space(), subject.options(call));
        if (call.output() == Output.JSON) {
            call.terminal().print(JsonText.pretty(conflict));
            return Code.DONE;
        }
        List<Json> rows = new ArrayList<>();
        for (Json field : conflict.at("fields").items()) {
            addValues(rows, field);
        }
        Optional<Json> fragment = conflict.find("fragment");
        if (fragment.isPresent()) {
            addRemains(rows, fragment.get());
        }
        call.show(new Listing(COLUMNS, subject.readable(call, rows), "delta"));
        fragment.ifPresent(found -> call.say(told(found)));
        return Code.DONE;
    }

    private static void addValues(List<Json> rows, Json field) {
        for (Json value : field.at("values").items()) {
            boolean shown = value.at("shown").truth();
            for (Json said : value.at("saidBy").items()) {
                Map<String, Json> row = new LinkedHashMap<>(said.fields());
                row.put("field", field.at("predicate"));
                row.put("value", value.at("value"));
                row.put("shown", Json.of(shown ? "shown" : "hidden"));
                row.put("why", Json.of(shown ? field.text("why", "") + " (" + policy(field.at("policy")) + ")" : ""));
                field.find("graph").ifPresent(graph -> row.put("graph", graph));
                rows.add(Json.of(row));
            }
        }
    }

    /** What the rule of a field is, and who made it. */
    private static String policy(Json policy) {
        String from = switch (policy.text("source", "")) {
            case "rule" -> ", rule of change " + policy.text("delta", "");
            case "shape" -> ", shapes " + policy.text("shape", "");
            default -> ", profile";
        };
        String kind = policy.text("class", "");
        return policy.text("policy", "") + (kind.isEmpty() ? "" : " in a " + Prefixes.shrink(kind)) + from;
    }

    private static void addRemains(List<Json> rows, Json fragment) {
        for (Json example : fragment.at("examples").items()) {
            Map<String, Json> row = new LinkedHashMap<>(fragment.at("edited").fields());
            row.putAll(example.fields());
            row.put("shown", Json.of("fragment"));
            row.put("why", Json.of(ConflictsList.removed(fragment)));
            rows.add(Json.of(row));
        }
    }

    private static String told(Json fragment) {
        List<String> classes = new ArrayList<>();
        for (Json each : fragment.at("removed").at("classes").items()) {
            classes.add(Facts.name(each.text()));
        }
        return fragment.number("remains", 0) + " of its facts remain; it was " + String.join(", ", classes)
                + ". Next: kith conflicts resolve THING --restore, or --remove";
    }
}
