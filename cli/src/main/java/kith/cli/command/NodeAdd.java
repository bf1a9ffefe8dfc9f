package kith.cli.command;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import kith.cli.json.Json;
import kith.ontology.fault.Code;

/** Makes a ticket with which a further device of this node's person joins. */
final class NodeAdd implements Verb {
    @Override
    public void spell(Spelling spelling) {
        Tickets.spell(spelling.says(
                        "make a ticket with which a further device of your own joins a space",
                        "It gets your own right, under it: it ends when yours does. This works on the device that has"
                                + " the key of the person, and one such ticket is good at a time."))
                .example("kith node add --qr")
                .example("kith node add --space river --expires 10m");
    }

    @Override
    public Code run(Call call) throws IOException {
        return make(call);
    }

    static Code make(Call call) throws IOException {
        Map<String, Json> wish = new LinkedHashMap<>();
        wish.put("device", Json.of(true));
        return Tickets.make(call, wish, "act as a device of yours");
    }
}
