package kith.cli.command;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import kith.cli.json.Json;
import kith.ontology.fault.Code;

/** Says again, as this node's own word, what somebody wrote without knowing that the right had ended. */
final class MemberAdopt implements Verb {
    @Override
    public void spell(Spelling spelling) {
        Rights.spell(spelling.says(
                                "take over what somebody wrote whose right had ended, as a word of your own",
                                "An end makes void what comes after it, also the honest writes of a device that had not heard"
                                        + " of it. What of that this node holds an admin can say again, once.")
                        .argument("WHOM", "a device's name, a did:key of a person or device, or 8 digits of a grant"))
                .example("kith member adopt laptop --dry-run")
                .example("kith member adopt laptop --yes");
    }

    @Override
    public Code run(Call call) throws IOException {
        Map<String, Json> wish = new LinkedHashMap<>();
        wish.put("whom", Json.of(call.argument(0)));
        Optional<Json> done = Rights.change(call, "adopt what " + call.argument(0) + " wrote", "adoptions", wish);
        if (done.isPresent()) {
            Rights.print(call, done.get(), "change  " + done.get().text("delta", "none"));
        }
        return Code.DONE;
    }
}
