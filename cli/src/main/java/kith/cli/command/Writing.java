package kith.cli.command;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import kith.cli.json.Json;
import kith.cli.view.Output;

/** What the commands that change things have in common. */
final class Writing {
    private Writing() {}

    static Spelling spell(Spelling spelling) {
        return spelling.flag("--dry-run", "show the difference it would make, and write nothing")
                .flag("--explain", "print the SPARQL update in place of doing it")
                .shows(List.of(Output.TABLE, Output.JSON, Output.NAME));
    }

    /**
     * Shows what a change did.
     *
     * @param name what {@code -o name} prints
     * @param line what the line of a table begins with
     * @param more what JSON says beside the receipt
     */
    static void show(Call call, String name, String line, Json receipt, Map<String, Json> more) throws IOException {
        if (call.output() == Output.NAME) {
            Receipts.warn(call, receipt);
            call.terminal().print(name);
            return;
        }
        Json whole = receipt;
        for (Map.Entry<String, Json> field : more.entrySet()) {
            whole = whole.with(field.getKey(), field.getValue());
        }
        Receipts.show(call, line, whole);
    }
}
