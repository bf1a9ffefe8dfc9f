package kith.cli.command;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import kith.cli.client.Refusal;
import kith.cli.json.Json;
import kith.cli.json.JsonText;
import kith.cli.view.Output;
import kith.cli.view.Terminal;
import kith.ontology.fault.Code;

/** How rights are changed: it is told first what will be done to whom; what takes a right away has to be agreed to. */
final class Rights {
    /** The forms of the answer. */
    static final List<Output> OUTPUTS = List.of(Output.TABLE, Output.JSON);

    private Rights() {}

    static Spelling spell(Spelling spelling) {
        return spelling.flag("--dry-run", "say what it would do to whom, and do nothing")
                .shows(OUTPUTS);
    }

    /** The options of what somebody is let do. */
    static Spelling spellTerms(Spelling spelling) {
        return spelling.option("--can", "LEVEL", "read, write, admin or owner (default: write)")
                .manyOf(
                        "--scope",
                        "PART",
                        "only this part: graph=, subject= or predicate= with a name or a prefix such as foaf:*, or"
                                + " deed=assert, deed=retract-own, deed=retract-any; may be repeated")
                .option("--quota", "SIZE", "bytes that one device may say, such as 500k, 20M or 1G")
                .manyOf("--lift-ban", "ID", "a ban that is not to bind this right; may be repeated");
    }

    static Map<String, Json> terms(Call call) {
        Map<String, Json> wish = new LinkedHashMap<>();
        String can = call.option("--can").orElse("write");
        if (!List.of("read", "write", "admin", "owner").contains(can)) {
            throw call.usage("--can is read, write, admin or owner, not '" + can + "'");
        }
        wish.put("can", Json.of(can));
        if (!call.options("--scope").isEmpty()) {
            wish.put("scope", Json.of(String.join(" ", call.options("--scope"))));
        }
        Optional<String> quota = call.option("--quota");
        if (quota.isPresent()) {
            wish.put(
                    "quotaBytes",
                    Json.of(Amounts.size(quota.get())
                            .orElseThrow(() -> call.usage("--quota takes a size such as 500k, 20M or 1G"))));
        }
        if (!call.options("--lift-ban").isEmpty()) {
            wish.put("liftBans", Json.of(String.join(" ", call.options("--lift-ban"))));
        }
        return wish;
    }

    /** The options of how something ends. */
    static Spelling spellEnding(Spelling spelling) {
        return spell(spelling)
                .option("--since", "TIME", "void what is dated later: a time, a day, or a change")
                .flag("--keep-nothing", "void all that was ever said under the right")
                .option("--reason", "TEXT", "why, for people");
    }

    static Code end(Call call, String what, Optional<String> whom, String question) throws IOException {
        Map<String, Json> wish = new LinkedHashMap<>();
        wish.put("what", Json.of(what));
        whom.ifPresent(named -> wish.put("whom", Json.of(named)));
        call.option("--since").ifPresent(since -> wish.put("since", Json.of(since)));
        if (call.flag("--keep-nothing")) {
            wish.put("keepNothing", Json.of(true));
        }
        call.option("--reason").ifPresent(reason -> wish.put("reason", Json.of(reason)));
        Optional<Json> done = change(call, question, "ends", wish);
        if (done.isPresent()) {
            print(call, done.get(), "change  " + done.get().text("delta", "none"));
        }
        return Code.DONE;
    }

    /**
     * Tells what a wish comes to, and does it.
     *
     * @param question what has to be agreed to; empty where nothing is taken away
     * @param resource of the space
     * @return what was done; empty after a dry run, which is shown
     */
    static Optional<Json> change(Call call, String question, String resource, Map<String, Json> wish)
            throws IOException {
        Map<String, Json> trial = new LinkedHashMap<>(wish);
        trial.put("dryRun", Json.of(true));
        Json plan = call.visit().rights(call.space(), resource, trial);
        if (call.flag("--dry-run")) {
            print(call, plan, String.join("\n", lines(plan)));
            call.say("nothing is done: this was a dry run");
            return Optional.empty();
        }
        for (String line : lines(plan)) {
            call.say(line);
        }
        if (!question.isEmpty() && !call.agrees(question)) {
            throw Refusal.of(Code.FAILED, "nothing was changed", "");
        }
        return Optional.of(call.visit().rights(call.space(), resource, wish));
    }

    static void print(Call call, Json answer, String text) throws IOException {
        call.terminal().print(call.output() == Output.JSON ? JsonText.pretty(answer) : text);
    }

    static List<String> lines(Json plan) {
        return plan.at("says").items().stream()
                .map(line -> Terminal.harmless(line.text()))
                .toList();
    }
}
