package kith.cli.command;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import kith.cli.view.Output;
import kith.ontology.fault.Code;

/** Takes shapes or a rule away. */
final class SchemaRemove implements Verb {
    @Override
    public void spell(Spelling spelling) {
        spelling.says(
                        "take the shapes of a name away, or the rule of a predicate",
                        "What was hidden by them comes back. What the profile says holds again.")
                .argument("NAME|PREDICATE", "a name of shapes, or a predicate with a prefix or as an IRI")
                .option("--class", "CLASS", "the rule for things of this class")
                .flag("--dry-run", "say what would be hidden or come back, and change nothing")
                .shows(List.of(Output.TABLE, Output.JSON))
                .example("kith schema rm boats")
                .example("kith schema rm foaf:nick --dry-run");
    }

    @Override
    public Code run(Call call) throws IOException {
        Map<String, String> options = call.writeOptions();
        options.put("key", SchemaAdd.key(call.argument(0)));
        SchemaAdd.kind(call).ifPresent(kind -> options.put("class", kind));
        SchemaAdd.show(call, call.visit().schemaRemove(call.space(), options));
        return Code.DONE;
    }
}
