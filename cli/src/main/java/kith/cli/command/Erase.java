package kith.cli.command;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import kith.cli.client.Refusal;
import kith.cli.json.Json;
import kith.cli.json.JsonText;
import kith.cli.registry.Registry;
import kith.cli.registry.ThingName;
import kith.cli.view.Column;
import kith.cli.view.Listing;
import kith.cli.view.Output;
import kith.ontology.fault.Code;

/** Takes the content of changes away for ever, on every node. */
final class Erase implements Verb {
    /** Most changes that are named at once. */
    static final int MAX_NAMED = 1_000;

    private static final String STATUS = "status";
    private static final List<Column> COLUMNS = List.of(
            new Column("delta", "CHANGE", false),
            Column.of("time"),
            Column.of("author"),
            Column.of("device"),
            new Column("asserts", "+", false),
            new Column("retracts", "-", false),
            Column.of("note"));

    @Override
    public void spell(Spelling spelling) {
        spelling.says(
                        "erase changes for ever, on every node that hears of it",
                        "Their content leaves the disk of each node; that there was a change, when and whose, stays. It"
                                + " cannot be undone. kith erase status tells how far it is.",
                        "Everybody may erase what devices of their own said; an admin may erase any change.")
                .rest("CHANGE", "at least 8 digits of its id, several of them; or status", false)
                .option("--thing", "THING", "all changes that name this thing, with all else that they say")
                .option("--author", "DID", "all changes of this device or person")
                .option("--before", "TIME", "of these, up to this time, day or change")
                .flag("--dry-run", "tell what would be erased, and erase nothing")
                .shows(List.of(Output.TABLE, Output.JSON))
                .example("kith erase 3f2a91cc --dry-run")
                .example("kith erase --thing person/ada --yes")
                .example("kith erase status");
    }

    @Override
    public Code run(Call call) throws IOException {
        if (call.rest(0).equals(List.of(STATUS))) {
            return ErasureStatus.show(call);
        }
        Map<String, String> wanted = wanted(call);
        Map<String, String> asked = new LinkedHashMap<>(wanted);
        asked.put("dry-run", "true");
        Json plan = call.visit().erase(call.space(), asked);
        boolean dryRun = call.flag("--dry-run");
        if (call.output() == Output.TABLE) {
            tell(call, plan);
        } else if (dryRun) {
            call.terminal().print(JsonText.pretty(plan));
        }
        long count = plan.number("count", 0);
        if (dryRun) {
            call.say("nothing is erased: this was a dry run");
            return Code.DONE;
        }
        if (!call.agrees("erase " + changes(count) + " of space " + call.space() + " for ever")) {
            throw Refusal.of(Code.FAILED, "nothing was erased", "");
        }
        wanted.put("plan", plan.at("plan").text());
        Json done = call.visit().erase(call.space(), wanted);
        if (call.output() == Output.JSON) {
            call.terminal().print(JsonText.pretty(done));
        } else {
            call.say(
                    "erased " + changes(done.number("deltas", count)) + "; who has not heard of it: kith erase status");
        }
        return Code.DONE;
    }

    private static Map<String, String> wanted(Call call) {
        List<String> named = call.rest(0);
        int ways = (named.isEmpty() ? 0 : 1)
                + (call.option("--thing").isPresent() ? 1 : 0)
                + (call.option("--author").isPresent() ? 1 : 0);
        if (ways != 1) {
            throw call.usage("name changes, or a thing with --thing, or an author with --author");
        }
        if (named.size() > MAX_NAMED) {
            throw call.usage("at most " + MAX_NAMED + " changes are named at once");
        }
        if (call.option("--before").isPresent() && call.option("--author").isEmpty()) {
            throw call.usage("--before goes with --author");
        }
        Map<String, String> wanted = new LinkedHashMap<>();
        if (!named.isEmpty()) {
            wanted.put("delta", String.join(",", named));
        }
        call.option("--thing").ifPresent(thing -> wanted.put("thing", iri(call, thing)));
        call.option("--author").ifPresent(author -> wanted.put("author", author));
        call.option("--before").ifPresent(before -> wanted.put("before", before));
        return wanted;
    }

    /** Of a thing that nothing is said of any more only the IRI tells which it is. */
    private static String iri(Call call, String thing) {
        ThingName name = ThingName.of(thing);
        String iri = name.iri();
        return iri != null
                ? ThingName.bare(iri)
                : ThingName.bare(new Registry(call.visit(), call.space())
                        .find(name, List.of())
                        .term());
    }

    private static void tell(Call call, Json plan) throws IOException {
        List<Json> rows = plan.at("deltas").items().stream()
                .map(row -> row.with("author", Json.of(Peers.brief(row.text("author", "")))))
                .toList();
        call.show(new Listing(COLUMNS, rows, "delta"));
        Show.lines(call, plan);
        call.say(changes(plan.number("count", 0)) + " would lose all that they say; "
                + facts(plan.number("vanishing", 0)) + " now would not show any more");
        long others = plan.number("otherDeltas", 0);
        if (others > 0) {
            List<String> named =
                    plan.at("others").items().stream().limit(10).map(Json::text).toList();
            call.say(changes(others) + " more say the same facts or took them back, and keep their words: "
                    + String.join(" ", named) + (others > named.size() ? " ..." : ""));
        }
    }

    private static String facts(long count) {
        return Amounts.grouped(count) + (count == 1 ? " fact that shows" : " facts that show");
    }

    static String changes(long count) {
        return Amounts.grouped(count) + (count == 1 ? " change" : " changes");
    }
}
