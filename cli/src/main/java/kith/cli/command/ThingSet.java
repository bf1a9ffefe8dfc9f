package kith.cli.command;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import kith.cli.json.Json;
import kith.cli.registry.Change;
import kith.cli.registry.Fields;
import kith.cli.registry.Registry;
import kith.cli.registry.Thing;
import kith.cli.registry.ThingName;
import kith.cli.registry.Updates;
import kith.ontology.fault.Code;
import kith.ontology.vocab.Kind;

/** Changes what is said of things of a kind. */
final class ThingSet implements Verb {
    private final Kind kind;

    ThingSet(Kind kind) {
        this.kind = kind;
    }

    @Override
    public void spell(Spelling spelling) {
        String noun = kind.name();
        spelling.says(
                        "change what is said of a " + noun + ", or of several in one transaction",
                        "field=value replaces all values, field+=value adds one, field-=value takes one away,",
                        "field= takes all away. Fields: " + String.join(", ", Fields.names(kind)))
                .argument("THING", "its name; - reads names from standard input, @FILE from a file, a name a line")
                .rest("CHANGE", "field=value, field+=value, field-=value or field=", false);
        FieldOptions.spell(spelling, kind);
        Writing.spell(spelling)
                .example("kith " + noun + " set " + Samples.name(kind) + " " + Samples.change(kind))
                .example("kith " + noun + " list --where status=lost -o name | kith " + noun + " set - status=active");
    }

    @Override
    public Code run(Call call) throws IOException {
        List<ThingName> names = Names.of(call, List.of(call.argument(0)));
        List<String> words = new ArrayList<>(call.rest(1));
        words.addAll(FieldOptions.given(call, kind));
        List<Change> changes = Change.parse(kind, words);
        if (changes.isEmpty()) {
            throw call.usage("'kith " + call.spelling().path() + "' lacks a CHANGE");
        }
        Registry registry = new Registry(call.visit(), call.space());
        List<Thing> things = registry.findAll(names, List.of(kind));
        registry.checkHandles(changes, things);
        String update = Updates.set(Thing.terms(things), registry.terms(changes));
        if (call.flag("--explain")) {
            call.terminal().print(update);
            return Code.DONE;
        }
        Json receipt = call.visit().update(call.space(), call.writeOptions(), update);
        show(call, things, receipt);
        return Code.DONE;
    }

    /** What was done to these things, as each form says it. */
    static void show(Call call, List<Thing> things, Json receipt) throws IOException {
        List<String> ids = new ArrayList<>();
        List<String> names = new ArrayList<>();
        for (Thing thing : things) {
            ids.add(thing.id());
            names.add(thing.name());
        }
        String line = names.size() == 1 ? names.get(0) : names.size() + " things";
        Json id = ids.size() == 1 ? Json.of(ids.get(0)) : Json.texts(ids);
        Writing.show(call, String.join("\n", names), line, receipt, Map.of("@id", id));
    }
}
