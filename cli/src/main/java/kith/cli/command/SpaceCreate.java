package kith.cli.command;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import kith.cli.json.Json;
import kith.cli.view.Card;
import kith.cli.view.Output;
import kith.ontology.fault.Code;

/** Makes a space and becomes its owner. */
final class SpaceCreate implements Verb {
    private static final long MAX_QUORUM = 1_000;

    @Override
    public void spell(Spelling spelling) {
        spelling.says(
                        "make a space, and be its owner",
                        "With it a key for paper is made: whoever has it can make an owner when all owners are lost. It"
                                + " is shown this once and kept nowhere.")
                .argument("NAME", "what it is called here: letters, digits, dots and dashes")
                .flag("--no-paper", "make no key for paper; the space can never have one")
                .option("--quorum", "N", "let N admins together install an owner (default: none can)")
                .option("--succeeds", "ID", "the id of the space whose place it takes")
                .shows(List.of(Output.TABLE, Output.JSON, Output.NAME))
                .example("kith space create river")
                .example("kith space create river --quorum 3 --no-paper");
    }

    @Override
    public Code run(Call call) throws IOException {
        Map<String, Json> wish = new LinkedHashMap<>();
        wish.put("name", Json.of(call.argument(0)));
        if (!call.flag("--no-paper")) {
            wish.put("paper", Json.of(true));
        }
        if (call.option("--quorum").isPresent()) {
            wish.put("quorum", Json.of(call.number("--quorum", 0, 1, MAX_QUORUM)));
        }
        call.option("--succeeds").ifPresent(id -> wish.put("succeeds", Json.of(id)));
        Json space = call.visit().createSpace(wish);
        if (call.output() == Output.TABLE) {
            call.terminal()
                    .print("space " + space.at("name").text() + "  "
                            + space.at("id").text());
        } else {
            call.show(new Card(space, "name"));
        }
        String paper = space.text("paper", "");
        if (!paper.isEmpty() && call.output() != Output.JSON) {
            // Never left out, not even when quiet was asked for: there is no second time.
            call.terminal().say("on paper, and nowhere else: " + paper);
        }
        if (call.output() == Output.TABLE) {
            call.say("next: kith import FILE, kith person add, kith invite");
        }
        return Code.DONE;
    }
}
