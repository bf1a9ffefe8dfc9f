package kith.cli.command;

import java.io.IOException;
import java.util.List;
import kith.cli.json.Json;
import kith.cli.json.JsonText;
import kith.cli.view.Output;
import kith.ontology.fault.Code;

/** Wants nothing of a node any more. */
final class PeerBlock implements Verb {
    @Override
    public void spell(Spelling spelling) {
        spelling.says(
                        "neither call a node nor let it in any more, from this home",
                        "Its rights in spaces are unchanged, and what it says still comes by way of others: 'kith member"
                                + " end' and 'kith share ban' end rights. It lasts until 'kith peer unblock'.")
                .argument(PeerName.LABEL, PeerName.HELP + "; one that is not known here by its whole did")
                .option("--reason", "TEXT", "for the users of this home; nobody else hears it")
                .shows(List.of(Output.TABLE, Output.JSON))
                .example("kith peer block ben-phone --reason 'lost on the train'");
    }

    @Override
    public Code run(Call call) throws IOException {
        String did = PeerName.did(call, call.argument(0));
        Json done = call.visit().neighbours().block(did, call.option("--reason").orElse(""));
        if (call.output() == Output.JSON) {
            call.terminal().print(JsonText.pretty(done));
        } else {
            Peers.say(done, call);
        }
        return Code.DONE;
    }
}
