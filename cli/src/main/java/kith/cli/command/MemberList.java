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

/** Lists who is in a space and what each may do. */
final class MemberList implements Verb {
    private static final List<Column> COLUMNS = List.of(
            Column.of("person"),
            Column.of("name"),
            Column.of("level"),
            Column.of("state"),
            Column.of("since"),
            Column.of("by"),
            Column.of("ended"),
            Column.wide("scope"),
            Column.wide("quotaBytes"),
            Column.wide("device"),
            Column.wide("grant"));

    @Override
    public void spell(Spelling spelling) {
        spelling.says(
                        "list who is in a space: each device with its person, level and who let it in",
                        "The device of this node is marked with *. Who was ended or banned stays in the list.")
                .shows(Listing.OUTPUTS)
                .example("kith member list")
                .example("kith member list --json | jq '.[].devices[].name'");
    }

    @Override
    public Code run(Call call) throws IOException {
        List<Json> members = call.visit().members(call.space());
        if (call.output() == Output.JSON) {
            call.show(new Listing(COLUMNS, members, "person"));
            return Code.DONE;
        }
        List<Json> rows = new ArrayList<>();
        for (Json member : members) {
            for (Json device : member.at("devices").items()) {
                rows.add(row(device, call.output() == Output.TABLE));
            }
        }
        call.show(new Listing(COLUMNS, rows, "person"));
        return Code.DONE;
    }

    /** A right in one row. */
    static Json row(Json right, boolean brief) {
        Optional<Json> ended = right.find("ended");
        String how = ended.isEmpty()
                ? ""
                : ended.get().text("time", "") + " by " + did(ended.get().text("by", ""), brief)
                        + (ended.get().text("reason", "").isEmpty()
                                ? ""
                                : ": " + ended.get().text("reason", ""));
        boolean here =
                right.find("thisDevice").isPresent() && right.at("thisDevice").truth();
        return right.with("person", Json.of(did(right.text("person", ""), brief)))
                .with("device", Json.of(did(right.text("device", ""), brief)))
                .with("by", Json.of(did(right.text("by", ""), brief)))
                .with("name", Json.of(right.text("name", "") + (here && brief ? " *" : "")))
                .with("ended", Json.of(how));
    }

    static String did(String did, boolean brief) {
        return brief && !did.isEmpty() ? Peers.brief(did) : did;
    }
}
