package kith.cli.command;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import kith.cli.json.Json;
import kith.ontology.fault.Code;

/** Gives a further right to somebody who is or was in the space; under its other name, {@code share grant}. */
final class MemberAdd implements Verb {
    @Override
    public void spell(Spelling spelling) {
        Rights.spellTerms(Rights.spell(spelling.says(
                                "give a further right to somebody known in the space, or back to one whose right ended",
                                "Rights are given strictly downward: an admin makes writers and readers, an owner admins. For"
                                        + " somebody new, make a ticket: kith invite.")
                        .argument("WHOM", "a device's name, a did:key of a person or device, or 8 digits of a grant")))
                .example("kith " + spelling.path() + " laptop --can read")
                .example("kith " + spelling.path() + " did:key:z6Mk... --can write --scope 'predicate=foaf:*'");
    }

    @Override
    public Code run(Call call) throws IOException {
        Map<String, Json> wish = Rights.terms(call);
        wish.put("whom", Json.of(call.argument(0)));
        Optional<Json> done = Rights.change(call, "", "grants", wish);
        if (done.isPresent()) {
            Rights.print(call, done.get(), "change  " + done.get().text("delta", "none"));
        }
        return Code.DONE;
    }
}
