package kith.cli.command;

import java.io.IOException;
import java.util.Optional;
import kith.ontology.fault.Code;

/** Ends a device that got lost; said by the key of the person. */
final class NodeLost implements Verb {
    private final String noun;

    /** @param noun the first word that it is called by: node, or device as people say */
    NodeLost(String noun) {
        this.noun = noun;
    }

    @Override
    public void spell(Spelling spelling) {
        Rights.spellEnding(spelling.says(
                                "end the right of a lost device of this node's person",
                                "What the right had said stays, unless --since or --keep-nothing; what is said under it from"
                                        + " now on counts nowhere.")
                        .argument("DEVICE", "its name, or its did:key"))
                .example("kith " + noun + " lost phone --dry-run")
                .example("kith " + noun + " lost phone --since 2026-11-20 --reason 'key stolen' --yes");
    }

    @Override
    public Code run(Call call) throws IOException {
        return Rights.end(call, "device", Optional.of(call.argument(0)), "end the right of " + call.argument(0));
    }
}
