package kith.cli.command;

import java.io.IOException;
import java.util.List;
import kith.cli.json.Json;
import kith.cli.view.Card;
import kith.cli.view.Output;
import kith.ontology.fault.Code;

/** Makes a space and becomes its owner. */
final class SpaceCreate implements Verb {
    @Override
    public void spell(Spelling spelling) {
        spelling.says("make a space, and be its owner")
                .argument("NAME", "what it is called here: letters, digits, dots and dashes")
                .shows(List.of(Output.TABLE, Output.JSON, Output.NAME))
                .example("kith space create river");
    }

    @Override
    public Code run(Call call) throws IOException {
        Json space = call.visit().createSpace(call.argument(0));
        if (call.output() == Output.TABLE) {
            call.terminal()
                    .print("space " + space.at("name").text() + "  "
                            + space.at("id").text());
            call.say("next: kith import FILE, kith person add, kith invite");
        } else {
            call.show(new Card(space, "name"));
        }
        return Code.DONE;
    }
}
