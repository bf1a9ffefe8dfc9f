package kith.cli.command;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import kith.cli.json.Json;
import kith.cli.json.JsonText;
import kith.cli.view.Output;
import kith.cli.view.Terminal;

/** What a change did, as the daemon says it. */
final class Receipts {
    private Receipts() {}

    /**
     * Shows a receipt: the whole of it as JSON, else a line that begins with {@code what}; of a dry run first the very
     * difference that would be made.
     */
    static void show(Call call, String what, Json receipt) throws IOException {
        warn(call, receipt);
        if (call.output() == Output.JSON || call.output() == Output.NDJSON) {
            String text = call.output() == Output.JSON ? JsonText.pretty(receipt) : JsonText.line(receipt);
            call.terminal().print(text);
            return;
        }
        boolean dryRun =
                receipt.find("dryRun").isPresent() && receipt.at("dryRun").truth();
        String diff = receipt.text("diff", "").strip();
        if (dryRun && !diff.isEmpty()) {
            call.terminal().print(diff);
        }
        String line = what + (what.isEmpty() ? "" : "  ") + outcome(receipt, dryRun);
        if (dryRun) {
            call.say(line);
        } else if (!call.flag("--quiet")) {
            call.terminal().print(line);
        }
    }

    /** Says, also where nothing else is said, that the change may be of no use. */
    static void warn(Call call, Json receipt) {
        String warning = receipt.text("warning", "");
        if (!warning.isEmpty()) {
            call.terminal().say("warning: " + Terminal.harmless(warning));
        }
    }

    private static String outcome(Json receipt, boolean dryRun) {
        List<String> parts = new ArrayList<>();
        long added = receipt.number("added", 0);
        long removed = receipt.number("removed", 0);
        long same = receipt.number("same", 0);
        if (added > 0) {
            parts.add("+" + facts(added));
        }
        if (removed > 0) {
            parts.add("-" + facts(removed));
        }
        if (same > 0) {
            parts.add(Amounts.grouped(same) + " already there");
        }
        Optional<Json> delta = receipt.find("delta");
        long deltas = receipt.number("deltas", 1);
        if (added == 0 && removed == 0) {
            parts.add("no change");
        } else if (dryRun) {
            parts.add("nothing is written: this was a dry run");
        } else if (delta.isPresent()) {
            parts.add("change " + delta.get().text() + (deltas > 1 ? " and " + (deltas - 1) + " more" : ""));
        }
        return String.join("  ", parts);
    }

    private static String facts(long count) {
        return Amounts.grouped(count) + (count == 1 ? " fact" : " facts");
    }
}
