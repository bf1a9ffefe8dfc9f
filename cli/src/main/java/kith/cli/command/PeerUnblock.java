package kith.cli.command;

import java.io.IOException;
import java.util.List;
import kith.cli.json.Json;
import kith.cli.json.JsonText;
import kith.cli.view.Output;
import kith.ontology.fault.Code;

/** Calls a node and lets it in again. */
final class PeerUnblock implements Verb {
    @Override
    public void spell(Spelling spelling) {
        spelling.says("call a node that was blocked and let it in again")
                .argument(PeerName.LABEL, PeerName.HELP)
                .shows(List.of(Output.TABLE, Output.JSON))
                .example("kith peer unblock ben-phone");
    }

    @Override
    public Code run(Call call) throws IOException {
        Json done = call.visit().neighbours().unblock(PeerName.did(call, call.argument(0)));
        if (call.output() == Output.JSON) {
            call.terminal().print(JsonText.pretty(done));
        } else {
            Peers.say(done, call);
        }
        return Code.DONE;
    }
}
