package kith.cli.command;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import kith.cli.json.Json;
import kith.cli.view.Card;
import kith.cli.view.Output;
import kith.ontology.fault.Code;

/** Shows one space with the digest of what it says. */
final class SpaceShow implements Verb {
    @Override
    public void spell(Spelling spelling) {
        spelling.says(
                        "show a space and the digest of what it says",
                        "Two nodes that show the same digest show the same statements, in whatever order they came.")
                .maybe("NAME", "the space; else --space, else the only one")
                .shows(List.of(Output.TABLE, Output.JSON, Output.NAME))
                .example("kith space show river")
                .example("kith space show --json | jq -r .digest");
    }

    @Override
    public Code run(Call call) throws IOException {
        Optional<String> named = call.maybe(0);
        Json space = call.visit().space(named.isPresent() ? named.get() : call.space());
        call.show(new Card(space, "name"));
        return Code.DONE;
    }
}
