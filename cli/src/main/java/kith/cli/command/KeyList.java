package kith.cli.command;

import java.io.IOException;
import java.util.List;
import kith.cli.json.Json;
import kith.cli.json.JsonText;
import kith.cli.view.Output;
import kith.ontology.fault.Code;

/** Shows the keys of this node, without their secrets. */
final class KeyList implements Verb {
    @Override
    public void spell(Spelling spelling) {
        spelling.says("show the keys of this node, where they are kept, and which spaces have a key on paper")
                .shows(List.of(Output.TABLE, Output.JSON))
                .example("kith key list")
                .example("kith key list --json | jq -r .person");
    }

    @Override
    public Code run(Call call) throws IOException {
        Json keys = call.visit().keys();
        if (call.output() == Output.JSON) {
            call.terminal().print(JsonText.pretty(keys));
            return Code.DONE;
        }
        String where = keys.text("file", "?") + (keys.at("sealed").truth() ? "  sealed" : "  bare");
        call.terminal().print("person  " + keys.text("person", "?"));
        call.terminal().print("device  " + keys.text("device", "?") + "  " + keys.text("name", ""));
        call.terminal().print("kept    " + where + "  since " + keys.text("since", "?"));
        for (Json space : keys.at("spaces").items()) {
            String person = space.text("actsFor", "");
            long quorum = space.number("quorum", 0);
            call.terminal()
                    .print("space   " + space.text("space", "?")
                            + (space.at("paper").truth() ? "  has a key on paper" : "  no key on paper")
                            + (quorum > 0 ? "  quorum of " + quorum : "")
                            + (person.isEmpty() || person.equals(keys.text("person", ""))
                                    ? ""
                                    : "  acts for " + Peers.brief(person)));
        }
        return Code.DONE;
    }
}
