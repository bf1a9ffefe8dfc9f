package kith.cli.command;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import kith.cli.json.Json;
import kith.cli.registry.Facts;
import kith.cli.view.Column;
import kith.cli.view.Listing;
import kith.cli.view.Output;
import kith.ontology.fault.Code;
import kith.ontology.vocab.Prefixes;

/** Lists what people said without knowing of each other and cannot both stand. */
final class ConflictsList implements Verb {
    /** Most hidden values, and most fragments, that are listed at once. */
    static final long MAX_LIMIT = 10_000;

    private static final long USUAL_LIMIT = 100;
    private static final List<Column> COLUMNS = List.of(
            Column.of("thing"),
            Column.of("kind"),
            Column.of("predicate"),
            Column.of("shown"),
            Column.of("author"),
            Column.of("time"),
            Column.of("hidden"),
            Column.wide("graph"));

    @Override
    public void spell(Spelling spelling) {
        spelling.says(
                        "list fields and things of which people said different things without knowing of each other",
                        "values: several hold of a field that shows one, by its rule (see docs/vocabulary.md); the"
                                + " others are kept.",
                        "fragment: somebody removed a thing while somebody else still wrote of it; what they wrote is"
                                + " left, without a class.",
                        "kith conflicts show THING tells more, kith conflicts resolve ends it.")
                .option("--limit", "N", "at most so many hidden values, and so many fragments (default: 100)")
                .shows(Listing.OUTPUTS)
                .example("kith conflicts list")
                .example("kith conflicts list --json");
    }

    @Override
    public Code run(Call call) throws IOException {
        long limit = call.number("--limit", USUAL_LIMIT, 1, MAX_LIMIT);
        Json answer = call.visit().conflicts(call.space(), limit);
        List<Json> conflicts = answer.at("conflicts").items();
        List<Json> rows = new ArrayList<>();
        for (Json conflict : conflicts) {
            boolean brief = call.output() == Output.TABLE;
            rows.add(
                    conflict.text("kind", "").equals("fragment") ? fragment(conflict, brief) : values(conflict, brief));
        }
        call.show(new Listing(COLUMNS, call.output() == Output.JSON ? conflicts : rows, "thing"));
        if (answer.at("more").truth()) {
            call.say("there may be more: these are the first");
        } else if (rows.isEmpty()) {
            call.say("no conflicts");
        }
        return Code.DONE;
    }

    private static Json values(Json conflict, boolean brief) {
        List<String> hidden = new ArrayList<>();
        for (Json value : conflict.at("hidden").items()) {
            hidden.add(Facts.value(value));
        }
        Json shown = conflict.at("shown");
        String predicate = conflict.text("predicate", "");
        return said(conflict, shown, brief)
                .with("predicate", Json.of(brief ? Prefixes.shrink(predicate) : predicate))
                .with("shown", Json.of(Facts.value(shown)))
                .with("hidden", Json.of(String.join(" | ", hidden)));
    }

    private static Json fragment(Json conflict, boolean brief) {
        List<String> examples = new ArrayList<>();
        for (Json example : conflict.at("examples").items()) {
            examples.add(Facts.said(example));
        }
        long remains = conflict.number("remains", 0);
        String left = remains > examples.size() ? " and " + (remains - examples.size()) + " more" : "";
        return said(conflict, conflict.at("edited"), brief)
                .with("shown", Json.of(String.join(" | ", examples) + left))
                .with("hidden", Json.of(removed(conflict)));
    }

    /** Who removed a thing, when. */
    static String removed(Json fragment) {
        Json removed = fragment.at("removed");
        String author = Peers.brief(removed.text("author", ""));
        return "removed by " + removed.text("device", author) + " " + removed.text("time", "");
    }

    private static Json said(Json row, Json source, boolean brief) {
        String author = source.text("author", "");
        return row.with("author", Json.of(brief && !author.isEmpty() ? Peers.brief(author) : author))
                .with("time", Json.of(source.text("time", "")));
    }
}
