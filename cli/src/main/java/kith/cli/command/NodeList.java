package kith.cli.command;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import kith.cli.json.Json;
import kith.cli.view.Column;
import kith.cli.view.Listing;
import kith.cli.view.Output;
import kith.ontology.fault.Code;

/** Lists the devices of this node's person in a space. */
final class NodeList implements Verb {
    private static final List<Column> COLUMNS = List.of(
            Column.of("name"),
            Column.of("level"),
            Column.of("state"),
            Column.of("since"),
            Column.of("ended"),
            Column.of("device"),
            Column.wide("under"),
            Column.wide("grant"));

    @Override
    public void spell(Spelling spelling) {
        spelling.says(
                        "list the devices that act for this node's person in a space",
                        "This one is marked with *. (kith device list is about devices that the space describes.)")
                .shows(Listing.OUTPUTS)
                .example("kith node list")
                .example("kith node list -o wide");
    }

    @Override
    public Code run(Call call) throws IOException {
        boolean brief = call.output() == Output.TABLE;
        List<Json> rows = new ArrayList<>();
        for (Json member : call.visit().members(call.space())) {
            if (member.at("me").truth()) {
                for (Json device : member.at("devices").items()) {
                    rows.add(call.output() == Output.JSON ? device : MemberList.row(device, brief));
                }
            }
        }
        call.show(new Listing(COLUMNS, rows, "device"));
        if (rows.isEmpty()) {
            call.say("this node has no right in space " + call.space());
        }
        return Code.DONE;
    }
}
