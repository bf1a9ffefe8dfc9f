package kith.cli.command;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import kith.cli.json.Json;
import kith.ontology.fault.Code;

/** Lets in whoever made a claim that came by hand. */
final class Admit implements Verb {
    @Override
    public void spell(Spelling spelling) {
        Rights.spell(spelling.says(
                                "let somebody in whose claim came by hand, not over the wire",
                                "The joining node makes the claim from a ticket of yours: kith join TICKET --claim. It holds no"
                                        + " secret, and is good for that node only.")
                        .argument("CLAIM", "kith:claim/... ; - reads it from standard input"))
                .example("kith admit - < claim")
                .example("kith admit kith:claim/3f2a91cc#... --dry-run");
    }

    @Override
    public Code run(Call call) throws IOException {
        String claim = call.argument(0).equals("-") ? Join.read(call) : call.argument(0);
        if (!claim.startsWith("kith:claim/")) {
            throw call.usage("a claim begins with kith:claim/");
        }
        Map<String, Json> wish = new LinkedHashMap<>();
        wish.put("claim", Json.of(claim));
        Optional<Json> done = Rights.change(call, "", "admissions", wish);
        if (done.isPresent()) {
            Rights.print(call, done.get(), "admitted " + done.get().text("name", "it"));
        }
        return Code.DONE;
    }
}
