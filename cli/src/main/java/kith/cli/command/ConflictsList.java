package kith.cli.command;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import kith.cli.json.Json;
import kith.cli.view.Column;
import kith.cli.view.Listing;
import kith.cli.view.Output;
import kith.ontology.fault.Code;
import kith.ontology.vocab.Prefixes;

/** Lists fields of one value for which several were said. */
final class ConflictsList implements Verb {
    /** Most hidden values that are listed at once. */
    static final long MAX_LIMIT = 10_000;

    private static final long USUAL_LIMIT = 100;
    private static final List<Column> COLUMNS = List.of(
            Column.of("thing"),
            Column.of("predicate"),
            Column.of("shown"),
            Column.of("author"),
            Column.of("time"),
            Column.of("hidden"),
            Column.wide("graph"));

    @Override
    public void spell(Spelling spelling) {
        spelling.says(
                        "list fields for which people said different things without knowing of each other",
                        "One value is shown, by the rule of the field (see docs/vocabulary.md); the others are kept."
                                + " Whoever sets the field next settles it: kith person set ada name=...")
                .option("--limit", "N", "at most so many hidden values (default: 100)")
                .shows(Listing.OUTPUTS)
                .example("kith conflicts list")
                .example("kith conflicts list --json");
    }

    @Override
    public Code run(Call call) throws IOException {
        long limit = call.number("--limit", USUAL_LIMIT, 1, MAX_LIMIT);
        List<Json> conflicts = call.visit().conflicts(call.space(), limit);
        if (call.output() == Output.JSON) {
            call.show(new Listing(COLUMNS, conflicts, "thing"));
            return Code.DONE;
        }
        List<Json> rows = new ArrayList<>();
        for (Json conflict : conflicts) {
            rows.add(row(conflict, call.output() == Output.TABLE));
        }
        call.show(new Listing(COLUMNS, rows, "thing"));
        if (rows.isEmpty()) {
            call.say("no conflicts");
        }
        return Code.DONE;
    }

    private static Json row(Json conflict, boolean brief) {
        List<String> hidden = new ArrayList<>();
        for (Json value : conflict.at("hidden").items()) {
            hidden.add(value.text("value", ""));
        }
        Json shown = conflict.at("shown");
        String author = shown.text("author", "");
        String predicate = conflict.text("predicate", "");
        return conflict.with("predicate", Json.of(brief ? Prefixes.shrink(predicate) : predicate))
                .with("shown", Json.of(shown.text("value", "")))
                .with("author", Json.of(brief && !author.isEmpty() ? Peers.brief(author) : author))
                .with("time", Json.of(shown.text("time", "")))
                .with("hidden", Json.of(String.join(" | ", hidden)));
    }
}
