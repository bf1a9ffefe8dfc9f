package kith.cli.command;

import java.io.IOException;
import java.util.Optional;
import kith.ontology.fault.Code;

/** Ends one right, or takes a ticket back. */
final class ShareRevoke implements Verb {
    @Override
    public void spell(Spelling spelling) {
        Rights.spellEnding(spelling.says(
                                "end one right, with the devices under it, or take a ticket back",
                                "What the right had said stays, unless --since or --keep-nothing; what is said under it from"
                                        + " now on counts nowhere. With a ticket nobody comes in any more; whom it let in"
                                        + " stays, unless --since or --keep-nothing.")
                        .argument(
                                "GRANT",
                                "8 digits of a grant or of a ticket, or whom the right was given to if there is one"
                                        + " only"))
                .example("kith share revoke 3f2a91cc --dry-run")
                .example("kith share revoke 3f2a91cc --since 2026-11-20 --reason 'key stolen' --yes")
                .example("kith share revoke 9c04b1d7 --reason 'sent to the wrong chat' --yes");
    }

    @Override
    public Code run(Call call) throws IOException {
        return Rights.end(call, "grant", Optional.of(call.argument(0)), "revoke " + call.argument(0));
    }
}
