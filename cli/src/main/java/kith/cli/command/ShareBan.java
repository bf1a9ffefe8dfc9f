package kith.cli.command;

import java.io.IOException;
import java.util.Optional;
import kith.ontology.fault.Code;

/** Keeps somebody out. */
final class ShareBan implements Verb {
    @Override
    public void spell(Spelling spelling) {
        Rights.spellEnding(spelling.says(
                                "end every right that somebody has or is given below this node's level",
                                "What the right had said stays, unless --since or --keep-nothing; what is said under it from"
                                        + " now on counts nowhere.")
                        .argument("WHOM", "a did:key of a person or device, known here or not; or a name"))
                .example("kith share ban did:key:z6Mk... --dry-run")
                .example("kith share ban did:key:z6Mk... --since 2026-11-20 --reason 'key stolen' --yes");
    }

    @Override
    public Code run(Call call) throws IOException {
        return Rights.end(call, "ban", Optional.of(call.argument(0)), "ban " + call.argument(0));
    }
}
