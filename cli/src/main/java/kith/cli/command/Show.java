package kith.cli.command;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import kith.cli.json.Json;
import kith.cli.json.JsonText;
import kith.cli.registry.Facts;
import kith.cli.view.Card;
import kith.cli.view.Output;
import kith.ontology.fault.Code;

/** Shows one change: who made it, when, and all that it says. */
final class Show implements Verb {
    private static final List<String> HEAD =
            List.of("delta", "time", "author", "device", "person", "log", "seq", "plane", "state", "group", "part");

    @Override
    public void spell(Spelling spelling) {
        spelling.says(
                        "show one change: who made it, when, and all that it says",
                        "A change is named as kith log shows it, or by more digits of its link.")
                .argument("CHANGE", "at least 8 digits of its id")
                .shows(List.of(Output.TABLE, Output.JSON))
                .example("kith show 3f2a91cc")
                .example("kith show 3f2a91cc --json");
    }

    @Override
    public Code run(Call call) throws IOException {
        Json change = call.visit().delta(call.space(), call.argument(0));
        if (call.output() == Output.JSON) {
            call.terminal().print(JsonText.pretty(change));
            return Code.DONE;
        }
        Map<String, Json> head = new LinkedHashMap<>();
        for (String key : HEAD) {
            change.find(key).ifPresent(value -> head.put(key.equals("delta") ? "change" : key, value));
        }
        String note = change.text("plane", "").equals("control") ? "act" : "note";
        change.find("note").ifPresent(text -> head.put(note, text));
        call.show(new Card(Json.of(head), "change"));
        lines(call, change);
        return Code.DONE;
    }

    /** A line for each fact that changes, and how many there was no room for. */
    static void lines(Call call, Json change) throws IOException {
        for (Json fact : change.at("changes").items()) {
            call.terminal().print(Facts.line(fact));
        }
        long left = change.number("left", 0);
        if (left > 0) {
            call.say("and " + Amounts.grouped(left) + " more");
        }
    }
}
