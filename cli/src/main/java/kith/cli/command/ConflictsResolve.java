package kith.cli.command;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import kith.cli.client.Refusal;
import kith.cli.json.Json;
import kith.cli.registry.Facts;
import kith.cli.view.Output;
import kith.ontology.fault.Code;

/** Ends a conflict by a change that says which value, or whether the thing, is to stand. */
final class ConflictsResolve implements Verb {
    private static final List<String> CHOICES = List.of("--shown", "--hidden", "--restore", "--remove");

    @Override
    public void spell(Spelling spelling) {
        Subject.spell(spelling.says(
                        "end a conflict: say which of the values held is meant, or what becomes of a fragment",
                        "The others are taken back by a change of yours, on every node. What somebody says who has not"
                                + " heard of it stays, and is a conflict again.",
                        "To end it with another value, set the field: kith person set ada name=..."))
                .option("--graph", "GRAPH", "the graph of the field, if it is in conflict in several")
                .option("--value", "VALUE", "this value, as kith conflicts show has it")
                .flag("--shown", "the value that shows")
                .flag("--hidden", "the value that does not, if there is one such")
                .flag("--restore", "a fragment: give the thing back what was taken from it, its class with it")
                .flag("--remove", "a fragment: take back what remains of it")
                .option("--note", "TEXT", "what the history says of it (default: settles a conflict)")
                .flag("--dry-run", "show the difference it would make, and write nothing")
                .shows(List.of(Output.TABLE, Output.JSON))
                .example("kith conflicts resolve person/ada --field name --value 'Ada Byron'")
                .example("kith conflicts resolve person/ada --field name --shown --dry-run")
                .example("kith conflicts resolve urn:uuid:0199b0f8-0000-7000-8000-000000000001 --restore");
    }

    @Override
    public Code run(Call call) throws IOException {
        String keep = keep(call);
        Subject subject = Subject.ever(call);
        Map<String, Json> wish = new LinkedHashMap<>();
        subject.options(call).forEach((key, text) -> wish.put(key, Json.of(text)));
        call.option("--graph").ifPresent(graph -> wish.put("graph", Json.of(graph)));
        wish.put("keep", Json.of(keep));
        if (keep.equals("value")) {
            wish.putAll(value(call, subject).fields());
        }
        call.note().ifPresent(note -> wish.put("note", Json.of(note)));
        wish.put("dryRun", Json.of(call.flag("--dry-run")));
        Receipts.show(call, "", call.visit().settle(call.space(), wish));
        return Code.DONE;
    }

    private static String keep(Call call) {
        List<String> chosen = new ArrayList<>();
        if (call.option("--value").isPresent()) {
            chosen.add("value");
        }
        for (String choice : CHOICES) {
            if (call.flag(choice)) {
                chosen.add(choice.substring(2));
            }
        }
        if (chosen.size() != 1) {
            throw call.usage("give one of --value VALUE, " + String.join(", ", CHOICES));
        }
        return chosen.get(0);
    }

    /** The one value held that is meant, as the daemon has it. */
    private static Json value(Call call, Subject subject) {
        String wanted = call.option("--value").orElseThrow();
        Map<String, Json> found = new LinkedHashMap<>();
        Json conflict = call.visit().conflict(call.space(), subject.options(call));
        for (Json field : conflict.at("fields").items()) {
            for (Json value : field.at("values").items()) {
                Json row = value.with("field", field.at("predicate"));
                String readable = Facts.readable(row, subject.kind()).text("value", "");
                Json term = value.at("value");
                if (readable.equals(wanted) || term.text("value", "").equals(wanted)) {
                    found.put(term.toString(), term);
                }
            }
        }
        if (found.isEmpty()) {
            throw Refusal.of(
                    Code.NOT_FOUND,
                    "nobody's value is '" + wanted + "'",
                    "kith conflicts show " + call.argument(0)
                            + "  (has those that are; setting the field ends it too)");
        }
        if (found.size() > 1) {
            throw Refusal.of(
                    Code.CONFLICT,
                    found.size() + " values read '" + wanted + "'",
                    "kith conflicts show " + call.argument(0) + " --json");
        }
        Map<String, Json> term =
                new LinkedHashMap<>(found.values().iterator().next().fields());
        // Of a list, its first cell says which it is.
        term.remove("list");
        term.remove("more");
        return Json.of(term);
    }
}
