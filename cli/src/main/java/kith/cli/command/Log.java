package kith.cli.command;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import kith.cli.json.Json;
import kith.cli.view.Column;
import kith.cli.view.Listing;
import kith.cli.view.Output;
import kith.ontology.fault.Code;

/** Lists the changes of a space, newest first. */
final class Log implements Verb {
    /** Most changes that are listed at once. */
    static final long MAX_LIMIT = 10_000;

    private static final long USUAL_LIMIT = 20;
    private static final List<Column> COLUMNS = List.of(
            new Column("delta", "CHANGE", false),
            Column.of("time"),
            Column.of("author"),
            Column.wide("seq"),
            Column.wide("plane"),
            new Column("asserts", "+", false),
            new Column("retracts", "-", false),
            Column.wide("bytes"),
            Column.of("state"),
            Column.of("note"));

    @Override
    public void spell(Spelling spelling) {
        spelling.says("list the changes of a space, newest first")
                .option("--limit", "N", "at most so many (default: 20)")
                .shows(Listing.OUTPUTS)
                .example("kith log")
                .example("kith log --limit 1000 --csv");
    }

    @Override
    public Code run(Call call) throws IOException {
        long limit = call.number("--limit", USUAL_LIMIT, 1, MAX_LIMIT);
        List<Json> rows = new ArrayList<>();
        for (Json change : call.visit().log(call.space(), limit)) {
            boolean brief = call.output() == Output.TABLE;
            rows.add(brief ? change.with("author", Json.of(Peers.brief(change.text("author", "")))) : change);
        }
        call.show(new Listing(COLUMNS, rows, "delta"));
        return Code.DONE;
    }
}
