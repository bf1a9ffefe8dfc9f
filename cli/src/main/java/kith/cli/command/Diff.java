package kith.cli.command;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import kith.cli.json.Json;
import kith.cli.json.JsonText;
import kith.cli.view.Output;
import kith.ontology.fault.Code;

/** Shows what changed between two moments. */
final class Diff implements Verb {
    /** Most facts that are listed at once. */
    static final long MAX_LIMIT = 10_000;

    private static final long USUAL_LIMIT = 1_000;
    private static final String TO = "..";

    @Override
    public void spell(Spelling spelling) {
        spelling.says(
                        "show what changed between two moments: exit status 1 when anything did",
                        "A moment is a change's id, a time, or a day (its beginning, in UTC).",
                        "What was shown then is what all changes held now with no later clock make.")
                .argument("A..B", "the two moments")
                .option("--limit", "N", "list at most so many facts (default: 1000)")
                .shows(List.of(Output.TABLE, Output.JSON))
                .example("kith diff 3f2a91cc..91be0f3a")
                .example("kith diff 2026-11-01..2026-11-20T09:14:00Z --json");
    }

    @Override
    public Code run(Call call) throws IOException {
        String span = call.argument(0);
        int to = span.indexOf(TO);
        if (to < 1 || to + TO.length() == span.length()) {
            throw call.usage("'" + span + "' is no span; write A..B");
        }
        Map<String, String> options = new LinkedHashMap<>();
        options.put("from", span.substring(0, to));
        options.put("to", span.substring(to + TO.length()));
        options.put("limit", Long.toString(call.number("--limit", USUAL_LIMIT, 1, MAX_LIMIT)));
        Json diff = call.visit().diff(call.space(), options);
        long added = diff.number("added", 0);
        long removed = diff.number("removed", 0);
        if (call.output() == Output.JSON) {
            call.terminal().print(JsonText.pretty(diff));
        } else {
            Show.lines(call, diff);
            call.say(
                    added + removed == 0
                            ? "no difference"
                            : "+" + Amounts.grouped(added) + "  -" + Amounts.grouped(removed));
        }
        return added + removed == 0 ? Code.DONE : Code.FAILED;
    }
}
