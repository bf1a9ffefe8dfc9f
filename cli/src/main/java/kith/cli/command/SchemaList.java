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

/** Lists the rules and shapes in force in a space. */
final class SchemaList implements Verb {
    static final List<Column> COLUMNS = List.of(
            Column.of("name"),
            Column.of("class"),
            Column.of("policy"),
            Column.of("source"),
            Column.of("author"),
            Column.of("time"),
            Column.wide("delta"));

    @Override
    public void spell(Spelling spelling) {
        spelling.says(
                        "list the rules and shapes in force, and where each comes from",
                        "A rule says of which predicate a thing shows one value, and which; shapes hold changes to a"
                                + " form (docs/schema.md).")
                .flag("--all", "those of the profile too, which every space has")
                .shows(Listing.OUTPUTS)
                .example("kith schema list")
                .example("kith schema list --all --json");
    }

    @Override
    public Code run(Call call) throws IOException {
        List<Json> all = call.visit().schema(call.space());
        List<Json> wanted = new ArrayList<>();
        for (Json row : all) {
            if (call.flag("--all") || !row.text("source", "").equals("profile")) {
                wanted.add(call.output() == Output.JSON ? row : readable(call, row));
            }
        }
        call.show(new Listing(COLUMNS, wanted, "name"));
        if (wanted.isEmpty()) {
            call.say("this space has no rules or shapes of its own; those of the profile: kith schema list --all");
        }
        return Code.DONE;
    }

    /** A row as people read it: a rule by its predicate, shapes by their name. */
    static Json readable(Call call, Json row) {
        boolean brief = call.output() == Output.TABLE;
        String name = row.text("name", row.text("predicate", ""));
        String kind = row.text("class", "");
        String shape = row.text("shape", "");
        String author = row.text("author", "");
        long triples = row.number("triples", 0);
        String source = triples > 0 ? Amounts.grouped(triples) + " triples" : row.text("source", "");
        return row.with("name", Json.of(brief ? Prefixes.shrink(name) : name))
                .with("class", Json.of(brief ? Prefixes.shrink(kind) : kind))
                .with("source", Json.of(shape.isEmpty() ? source : "shape " + shape))
                .with("author", Json.of(brief && !author.isEmpty() ? Peers.brief(author) : author));
    }
}
