package kith.cli.command;

import java.io.IOException;
import java.util.List;
import kith.cli.json.Json;
import kith.cli.view.Column;
import kith.cli.view.Listing;
import kith.ontology.fault.Code;

/** Lists the spaces that this node holds. */
final class SpaceList implements Verb {
    private static final List<Column> COLUMNS = List.of(
            Column.of("name"),
            Column.of("level"),
            Column.of("quads"),
            Column.of("deltas"),
            Column.of("authors"),
            Column.wide("refused"),
            Column.wide("id"));

    @Override
    public void spell(Spelling spelling) {
        spelling.says("list the spaces of this node")
                .shows(Listing.OUTPUTS)
                .example("kith space list")
                .example("kith space list --json | jq -r '.[].name'");
    }

    @Override
    public Code run(Call call) throws IOException {
        List<Json> spaces = call.visit().spaces();
        call.show(new Listing(COLUMNS, spaces, "name"));
        if (spaces.isEmpty()) {
            call.say("no space yet; next: kith space create NAME, or kith join TICKET");
        }
        return Code.DONE;
    }
}
