package kith.cli.view;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import kith.cli.json.Json;
import kith.cli.json.JsonText;
import kith.ontology.fault.Code;

/**
 * What went wrong: one line on standard error always, and a JSON error on standard output when JSON was asked for.
 *
 * @param message without a full stop
 * @param hint the command to try next; empty when there is none
 * @param details lines that follow on standard error: what a shape refused
 */
public record Complaint(Code code, String message, String hint, List<String> details) {
    /** Greatest number of details that are said. */
    public static final int MAX_DETAILS = 20;

    public void print(Terminal terminal, boolean asJson, Paint paint) {
        String next = hint.isEmpty() ? "" : "; run: " + hint;
        terminal.say(paint.bad("kith:") + " " + Glyphs.harmless(message + next));
        for (int i = 0; i < Math.min(details.size(), MAX_DETAILS); i++) {
            terminal.say("  " + Glyphs.harmless(details.get(i)));
        }
        if (details.size() > MAX_DETAILS) {
            terminal.say("  and " + (details.size() - MAX_DETAILS) + " more");
        }
        if (asJson) {
            try {
                terminal.print(JsonText.pretty(json()));
            } catch (IOException nobodyReads) {
                // The line on standard error has been said.
            }
        }
    }

    private Json json() {
        Map<String, Json> error = new LinkedHashMap<>();
        error.put("code", Json.of(code.name()));
        error.put("message", Json.of(message));
        if (!hint.isEmpty()) {
            error.put("hint", Json.of(hint));
        }
        if (!details.isEmpty()) {
            error.put("faults", Json.texts(details));
        }
        return Json.of(Map.of("error", Json.of(error)));
    }
}
