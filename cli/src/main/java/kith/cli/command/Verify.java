package kith.cli.command;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import kith.cli.json.Json;
import kith.cli.json.JsonText;
import kith.cli.view.Output;
import kith.cli.view.Terminal;
import kith.ontology.fault.Code;

/** Has the daemon look again at all that it keeps. */
final class Verify implements Verb {
    private static final int LOG_DIGITS = 8;

    @Override
    public void spell(Spelling spelling) {
        spelling.says(
                        "read again and check all that this home keeps",
                        "Every file, every log with its chain, signatures and commitments, every quad with its operations,"
                                + " every index, count and term. The daemon goes on meanwhile; Ctrl-C ends it.",
                        "The daemon does the same once a week by itself; kith status has what it came to.",
                        "Exit code 0: all is as it was written; 1: the faults are named.")
                .shows(List.of(Output.TABLE, Output.JSON))
                .example("kith verify")
                .example("kith verify --json | jq '.faults[] | select(.log)'");
    }

    @Override
    public Code run(Call call) throws IOException {
        List<Json> faults = new ArrayList<>();
        Json result;
        try (Ticker ticker = Ticker.of(call)) {
            result = call.visit().verify(line -> {
                line.find("fault").ifPresent(faults::add);
                ticker.tell(line);
            });
        }
        long count = result.number("faults", 0);
        if (call.output() == Output.JSON) {
            Map<String, Json> all = new LinkedHashMap<>();
            all.put("count", Json.of(count));
            all.put("spaces", result.at("spaces"));
            all.put("faults", Json.of(faults));
            call.terminal().print(JsonText.pretty(Json.of(all)));
        } else {
            for (Json fault : faults) {
                call.terminal().print(line(fault));
            }
            String spaces = result.number("spaces", 0) == 1 ? "1 space" : result.number("spaces", 0) + " spaces";
            call.terminal()
                    .print("verified " + spaces + ": "
                            + (count == 0 ? "all is well" : count == 1 ? "1 fault" : count + " faults"));
        }
        if (count > 0) {
            call.say("next: set the store folder aside and restore a backup with kith restore, or join again;"
                    + " what peers hold comes back from them");
        }
        return count == 0 ? Code.DONE : Code.FAILED;
    }

    private static String line(Json fault) {
        StringBuilder line = new StringBuilder(fault.text("part", "?"));
        String space = fault.text("space", "");
        if (!space.isEmpty()) {
            line.append("  ").append(Terminal.harmless(space));
        }
        String log = fault.text("log", "");
        if (!log.isEmpty()) {
            line.append("  log ").append(log, 0, Math.min(LOG_DIGITS, log.length()));
        }
        long first = fault.number("first", 0);
        long last = fault.number("last", first);
        if (first > 0) {
            line.append("  ").append(first).append(last > first ? " to " + last : "");
        }
        return line.append("  ")
                .append(Terminal.harmless(fault.text("says", "")))
                .toString();
    }
}
