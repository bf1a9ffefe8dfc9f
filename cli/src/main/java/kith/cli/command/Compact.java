package kith.cli.command;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import kith.cli.json.Json;
import kith.cli.view.Column;
import kith.cli.view.Listing;
import kith.cli.view.Output;
import kith.ontology.fault.Code;

/** Has the daemon bring what it keeps into as little room as it needs. */
final class Compact implements Verb {
    @Override
    public void spell(Spelling spelling) {
        spelling.says(
                        "bring what is kept into as little room as it needs",
                        "All files of a space are written anew; reading and writing go on meanwhile.",
                        "The daemon does this by itself as it goes: it is for after a large import, or before a backup.")
                .maybe("NAME", "the space (default: all)")
                .shows(List.of(Output.TABLE, Output.WIDE, Output.JSON, Output.CSV, Output.TSV, Output.NAME))
                .example("kith compact")
                .example("kith compact river --json");
    }

    @Override
    public Code run(Call call) throws IOException {
        List<String> names = new ArrayList<>();
        Optional<String> named = call.maybe(0).or(() -> call.option("--space"));
        if (named.isPresent()) {
            names.add(named.get());
        } else {
            for (Json space : call.visit().spaces()) {
                names.add(space.at("name").text());
            }
        }
        List<Json> done = new ArrayList<>();
        boolean whole = true;
        for (String name : names) {
            Json compacted = call.visit().compact(name);
            whole &= compacted.at("whole").truth();
            done.add(compacted);
        }
        call.show(new Listing(
                List.of(Column.of("space"), Column.of("before"), Column.of("after"), Column.of("whole")),
                done,
                "space"));
        return whole ? Code.DONE : Code.INTERRUPTED;
    }
}
