package kith.cli.command;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import kith.cli.client.Refusal;
import kith.cli.json.Json;
import kith.cli.view.Column;
import kith.cli.view.Listing;
import kith.ontology.fault.Code;

/** Lists all that was ever said of a thing and taken back. */
final class History implements Verb {
    /** Most operations that are listed at once. */
    static final long MAX_LIMIT = 10_000;

    private static final long USUAL_LIMIT = 1_000;
    private static final List<Column> COLUMNS = List.of(
            Column.of("time"),
            new Column("delta", "CHANGE", false),
            Column.of("device"),
            Column.of("author"),
            new Column("sign", "+-", false),
            Column.of("field"),
            Column.of("value"),
            Column.of("holds"),
            Column.wide("note"),
            Column.wide("person"),
            Column.wide("predicate"),
            Column.wide("graph"));

    @Override
    public void spell(Spelling spelling) {
        Subject.spell(spelling.says(
                        "list all that was ever said of a thing and taken back, oldest first",
                        "+ holds while nothing took it back; - holds while nobody says it again.",
                        "A thing of which nothing is said any more is named by its IRI."))
                .option("--limit", "N", "at most so many, the newest (default: 1000)")
                .shows(Listing.OUTPUTS)
                .example("kith history person/ada")
                .example("kith history person/ada --field phone --json");
    }

    @Override
    public Code run(Call call) throws IOException {
        Subject subject = Subject.ever(call);
        Map<String, String> options = subject.options(call);
        options.put("limit", Long.toString(call.number("--limit", USUAL_LIMIT, 1, MAX_LIMIT)));
        List<Json> rows = call.visit().history(call.space(), options);
        if (rows.isEmpty() && call.option("--field").isEmpty()) {
            throw Refusal.of(Code.NOT_FOUND, "nothing was ever said of '" + call.argument(0) + "'", "kith log");
        }
        call.show(new Listing(COLUMNS, subject.readable(call, rows), "delta"));
        return Code.DONE;
    }
}
