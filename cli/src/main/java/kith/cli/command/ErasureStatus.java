package kith.cli.command;

import java.io.IOException;
import java.util.List;
import kith.cli.json.Json;
import kith.cli.json.JsonText;
import kith.cli.view.Column;
import kith.cli.view.Listing;
import kith.cli.view.Output;
import kith.ontology.fault.Code;

/** Tells how far what was erased is gone. */
final class ErasureStatus {
    private static final List<Column> COLUMNS = List.of(
            Column.of("device"), Column.of("person"), Column.of("name"), Column.of("level"), Column.of("confirmed"));

    private ErasureStatus() {}

    static Code show(Call call) throws IOException {
        Json status = call.visit().erased(call.space());
        if (call.output() == Output.JSON) {
            call.terminal().print(JsonText.pretty(status));
            return Code.DONE;
        }
        if (status.number("deltas", 0) == 0) {
            call.say("nothing was erased in space " + call.space());
            return Code.DONE;
        }
        List<Json> rows = status.at("devices").items().stream()
                .map(row -> row.with("device", Json.of(Peers.brief(row.text("device", ""))))
                        .with("person", Json.of(Peers.brief(row.text("person", ""))))
                        .with("confirmed", Json.of(row.text("confirmed", "has not confirmed"))))
                .toList();
        call.show(new Listing(COLUMNS, rows, "device"));
        long erased = status.number("deltas", 0);
        call.say(Erase.changes(erased) + (erased == 1 ? " is" : " are") + " erased; "
                + (status.at("onThisDisk").truth()
                        ? "the bytes of that are about to leave this disk"
                        : "no bytes of that are in files of this store"));
        return Code.DONE;
    }
}
