package kith.cli.command;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import kith.cli.json.Json;
import kith.cli.view.Column;
import kith.cli.view.Listing;
import kith.cli.view.Output;
import kith.ontology.fault.Code;

/** Lists the nodes this one is connected to, or tries to reach. */
final class PeerList implements Verb {
    private static final List<Column> COLUMNS = List.of(
            Column.of("node"),
            Column.of("name"),
            Column.of("state"),
            new Column("inStep", "IN STEP", false),
            Column.of("behind"),
            Column.of("ahead"),
            Column.of("since"),
            Column.wide("sent"),
            Column.wide("received"),
            Column.wide("addresses"),
            Column.wide("error"));

    @Override
    public void spell(Spelling spelling) {
        spelling.says(
                        "list the peers and who is behind whom",
                        "BEHIND is what this node lacks, AHEAD what the peer lacks, as far as is known.")
                .shows(Listing.OUTPUTS)
                .example("kith peer list")
                .example("kith peer list -o wide");
    }

    @Override
    public Code run(Call call) throws IOException {
        List<Json> rows = new ArrayList<>();
        for (Json peer : call.visit().peers()) {
            rows.add(row(peer, call.output()));
        }
        call.show(new Listing(COLUMNS, rows, "node"));
        if (rows.isEmpty()) {
            call.say("no peer yet; next: kith invite here and kith join there, or kith peer add NODE@HOST:PORT");
        }
        return Code.DONE;
    }

    /** The peer with sums over its spaces and, in a table, its id cut short. */
    private static Json row(Json peer, Output output) {
        Json row = peer.with("behind", Json.of(Peers.sum(peer, "behind")))
                .with("ahead", Json.of(Peers.sum(peer, "ahead")))
                .with("since", Json.of(peer.text("since", peer.text("lastSeen", ""))))
                .with("name", Json.of(peer.text("name", "")));
        return output == Output.TABLE
                ? row.with("node", Json.of(Peers.brief(peer.at("node").text())))
                : row;
    }
}
