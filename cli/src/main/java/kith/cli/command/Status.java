package kith.cli.command;

import java.io.IOException;
import java.util.List;
import kith.cli.json.Json;
import kith.cli.json.JsonText;
import kith.cli.view.Output;
import kith.ontology.fault.Code;

/** The whole node on one screen. */
final class Status implements Verb {
    @Override
    public void spell(Spelling spelling) {
        spelling.says("show this node, its spaces and its peers on one screen")
                .shows(List.of(Output.TABLE, Output.JSON))
                .example("kith status")
                .example("kith status --json | jq '.spaces[].quads'");
    }

    @Override
    public Code run(Call call) throws IOException {
        Json status = call.visit().status();
        if (call.output() == Output.JSON) {
            call.terminal().print(JsonText.pretty(status));
            return Code.DONE;
        }
        new StatusScreen(call).print(status);
        return Code.DONE;
    }
}
