package kith.cli.command;

import java.io.IOException;
import java.util.Map;
import kith.cli.json.Json;
import kith.ontology.fault.Code;

/** Makes a ticket with which one node may join. */
final class Invite implements Verb {
    @Override
    public void spell(Spelling spelling) {
        Rights.spellTerms(Tickets.spell(spelling.says(
                        "make a ticket with which one node may join a space",
                        "Whoever holds the ticket may use it, once: hand it over where nobody else reads.")))
                .flag("--device", "for a further device of your own: the same as kith node add")
                .example("kith invite")
                .example("kith invite --space river --can read --expires 12h")
                .example("kith invite --can write --scope 'predicate=foaf:*' --quota 20M --qr");
    }

    @Override
    public Code run(Call call) throws IOException {
        if (call.flag("--device")) {
            if (call.option("--can").isPresent() || Rights.terms(call).size() > 1) {
                throw call.usage("a device of your own gets your own right: --device goes without --can, --scope,"
                        + " --quota and --lift-ban");
            }
            return NodeAdd.make(call);
        }
        Map<String, Json> wish = Rights.terms(call);
        return Tickets.make(call, wish, Json.of(wish).at("can").text());
    }
}
