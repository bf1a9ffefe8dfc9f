package kith.cli.command;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import kith.cli.client.Refusal;
import kith.cli.view.Output;
import kith.ontology.fault.Code;

/** Puts a SPARQL update, which becomes one signed change. */
final class Update implements Verb {
    @Override
    public void spell(Spelling spelling) {
        spelling.says(
                        "put a SPARQL update; it becomes one signed change",
                        "The prefixes of the profile need no declaration.")
                .maybe("SPARQL", "the update; standard input when there is neither this nor -f")
                .option("--file", "FILE", "read the update from a file; - is standard input")
                .option("--note", "TEXT", "what the history says of this change")
                .flag("--dry-run", "show the difference it would make, and write nothing")
                .shows(List.of(Output.TABLE, Output.JSON))
                .example("kith update 'INSERT DATA { <urn:x:1> foaf:name \"Ada Byron\" }'")
                .example("kith update -f clean-up.ru --dry-run");
    }

    @Override
    public Code run(Call call) throws IOException {
        SparqlText sparql = SparqlText.of(call);
        Map<String, String> options = call.writeOptions();
        call.note().ifPresent(note -> options.put("note", note));
        try {
            Receipts.show(call, "", call.visit().update(call.space(), options, sparql.text()));
        } catch (Refusal e) {
            throw sparql.located(e);
        }
        return Code.DONE;
    }
}
