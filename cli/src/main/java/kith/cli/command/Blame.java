package kith.cli.command;

import java.io.IOException;
import java.util.List;
import kith.cli.view.Column;
import kith.cli.view.Listing;
import kith.ontology.fault.Code;

/** Says of every fact of a thing who said it. */
final class Blame implements Verb {
    private static final List<Column> COLUMNS = List.of(
            Column.of("field"),
            Column.of("value"),
            Column.of("device"),
            Column.of("author"),
            Column.of("time"),
            new Column("delta", "CHANGE", false),
            Column.of("note"),
            Column.wide("person"),
            Column.wide("predicate"),
            Column.wide("graph"));

    @Override
    public void spell(Spelling spelling) {
        Subject.spell(spelling.says(
                        "say who said what is shown of a thing, and when",
                        "A fact that several have said has a line for each of them."))
                .shows(Listing.OUTPUTS)
                .example("kith blame person/ada")
                .example("kith blame device/sw-12 --field ip --csv");
    }

    @Override
    public Code run(Call call) throws IOException {
        Subject subject = Subject.of(call);
        call.show(new Listing(
                COLUMNS, subject.readable(call, call.visit().blame(call.space(), subject.options(call))), "delta"));
        return Code.DONE;
    }
}
