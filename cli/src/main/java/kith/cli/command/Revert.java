package kith.cli.command;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import kith.cli.view.Output;
import kith.ontology.fault.Code;

/** Undoes a change by another one. */
final class Revert implements Verb {
    @Override
    public void spell(Spelling spelling) {
        spelling.says(
                        "undo a change by a new one; the history keeps both",
                        "What it said goes, unless somebody else says it too; what it took back comes again.",
                        "Shapes hold as for any change.")
                .argument("CHANGE", "at least 8 digits of its id")
                .option("--note", "TEXT", "what the history says of it (default: reverts CHANGE)")
                .flag("--dry-run", "show the difference it would make, and write nothing")
                .shows(List.of(Output.TABLE, Output.JSON))
                .example("kith revert 3f2a91cc --dry-run")
                .example("kith revert 3f2a91cc --note 'scanned the wrong rack'");
    }

    @Override
    public Code run(Call call) throws IOException {
        Map<String, String> options = call.writeOptions();
        call.note().ifPresent(note -> options.put("note", note));
        Receipts.show(call, "", call.visit().revert(call.space(), call.argument(0), options));
        return Code.DONE;
    }
}
