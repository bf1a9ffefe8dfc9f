package kith.cli.command;

import java.io.IOException;
import java.util.Optional;
import kith.ontology.fault.Code;

/** Ends every right of a person, with all devices. */
final class MemberEnd implements Verb {
    @Override
    public void spell(Spelling spelling) {
        Rights.spellEnding(spelling.says(
                                "end every right of a person",
                                "What the right had said stays, unless --since or --keep-nothing; what is said under it from"
                                        + " now on counts nowhere.")
                        .argument("WHOM", "a device's name, a did:key, or 8 digits of a grant"))
                .example("kith member end laptop --dry-run")
                .example("kith member end laptop --since 2026-11-20 --reason 'key stolen' --yes");
    }

    @Override
    public Code run(Call call) throws IOException {
        return Rights.end(call, "member", Optional.of(call.argument(0)), "end the membership of " + call.argument(0));
    }
}
