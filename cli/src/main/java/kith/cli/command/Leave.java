package kith.cli.command;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import kith.cli.json.Json;
import kith.ontology.fault.Code;

/** Goes out of a space. */
final class Leave implements Verb {
    @Override
    public void spell(Spelling spelling) {
        Rights.spell(spelling.says(
                        "end this device's right in a space, tell a peer, and remove the space from this home",
                        "What was said stays with the others. A space that never let this node in is just removed."))
                .flag("--all-devices", "end the whole right of the person; takes the person's key")
                .flag("--now", "remove the space though no peer was told; the others go on counting this device")
                .example("kith leave --space river --dry-run")
                .example("kith leave --space river --all-devices --yes");
    }

    @Override
    public Code run(Call call) throws IOException {
        Map<String, Json> wish = new LinkedHashMap<>();
        wish.put("allDevices", Json.of(call.flag("--all-devices")));
        wish.put("now", Json.of(call.flag("--now")));
        Optional<Json> done = Rights.change(call, "leave space " + call.space(), "leave", wish);
        if (done.isPresent()) {
            Rights.print(call, done.get(), "left " + done.get().text("removed", call.space()));
        }
        return Code.DONE;
    }
}
