package kith.cli.command;

import java.io.IOException;
import java.util.Optional;
import kith.ontology.fault.Code;

/** Ends the right of this device, by its own word. */
final class NodeRetire implements Verb {
    private final String noun;

    /** @param noun the first word that it is called by: node, or device as people say */
    NodeRetire(String noun) {
        this.noun = noun;
    }

    @Override
    public void spell(Spelling spelling) {
        Rights.spell(spelling.says(
                        "end the right of this device in a space; what it said stays",
                        "The space is kept here as it stands. To remove it as well: kith leave."))
                .example("kith " + noun + " retire --dry-run")
                .example("kith " + noun + " retire --yes");
    }

    @Override
    public Code run(Call call) throws IOException {
        return Rights.end(call, "device", Optional.empty(), "end the right of this device in space " + call.space());
    }
}
