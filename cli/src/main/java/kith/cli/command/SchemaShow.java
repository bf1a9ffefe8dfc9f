package kith.cli.command;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import kith.cli.json.Json;
import kith.cli.json.JsonText;
import kith.cli.view.Listing;
import kith.cli.view.Output;
import kith.ontology.fault.Code;

/** Shows the shapes of a name, or what is said of a predicate. */
final class SchemaShow implements Verb {
    @Override
    public void spell(Spelling spelling) {
        spelling.says("show the shapes of a name, or the policies of a predicate")
                .argument("NAME|PREDICATE", "a name of shapes, or a predicate with a prefix or as an IRI")
                .shows(List.of(Output.TABLE, Output.JSON))
                .example("kith schema show boats")
                .example("kith schema show foaf:name");
    }

    @Override
    public Code run(Call call) throws IOException {
        Json entry = call.visit().schemaEntry(call.space(), SchemaAdd.key(call.argument(0)));
        if (call.output() == Output.JSON) {
            call.terminal().print(JsonText.pretty(entry));
            return Code.DONE;
        }
        if (entry.find("turtle").isEmpty()) {
            List<Json> rows = new ArrayList<>();
            for (Json row : entry.at("policies").items()) {
                rows.add(SchemaList.readable(call, row));
            }
            call.show(new Listing(SchemaList.COLUMNS, rows, "name"));
            return Code.DONE;
        }
        call.terminal().print(harmless(entry.at("turtle").text().strip()));
        String unjudged = entry.text("unjudged", "");
        if (!unjudged.isEmpty()) {
            call.say("no change is judged by these: " + harmless(unjudged));
        }
        return Code.DONE;
    }

    /** What an admin of elsewhere wrote must not steer the terminal of a reader. */
    private static String harmless(String text) {
        StringBuilder plain = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            plain.append(Character.isISOControl(c) && c != '\n' && c != '\t' ? '?' : c);
        }
        return plain.toString();
    }
}
