package kith.cli.command;

import java.io.IOException;
import java.util.List;
import kith.cli.json.Json;
import kith.cli.json.JsonText;
import kith.cli.view.Output;
import kith.ontology.fault.Code;

/** Forgets a node and where it is. */
final class PeerRemove implements Verb {
    @Override
    public void spell(Spelling spelling) {
        spelling.says(
                        "forget a node and where it is",
                        "A member of a space that is here is met again when it calls; 'kith peer block' keeps it out.")
                .argument(PeerName.LABEL, PeerName.HELP)
                .shows(List.of(Output.TABLE, Output.JSON))
                .example("kith peer rm z6MkhaXg");
    }

    @Override
    public Code run(Call call) throws IOException {
        Json done = call.visit().neighbours().forget(PeerName.did(call, call.argument(0)));
        if (call.output() == Output.JSON) {
            call.terminal().print(JsonText.pretty(done));
        } else {
            Peers.say(done, call);
        }
        return Code.DONE;
    }
}
