package kith.cli.command;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import kith.cli.json.Json;
import kith.cli.view.Card;
import kith.cli.view.Output;
import kith.ontology.fault.Code;

/** Remembers a node and where it is. */
final class PeerAdd implements Verb {
    @Override
    public void spell(Spelling spelling) {
        spelling.says("remember a node and connect to it")
                .argument("NODE", "did:key:..., or did:key:...@HOST:PORT")
                .maybe("HOST:PORT", "where it listens, unless it stands behind the node")
                .shows(List.of(Output.TABLE, Output.JSON))
                .example("kith peer add did:key:z6Mk...@hub.river.example:7340");
    }

    @Override
    public Code run(Call call) throws IOException {
        String node = call.argument(0);
        int at = node.indexOf('@');
        Optional<String> behind = at < 0 ? Optional.empty() : Optional.of(node.substring(at + 1));
        Optional<String> second = call.maybe(1);
        if (behind.isPresent() == second.isPresent()) {
            throw call.usage("where the node listens is to be said once: NODE@HOST:PORT");
        }
        String address = behind.isPresent() ? behind.get() : second.orElse("");
        Json peer = call.visit().addPeer(at < 0 ? node : node.substring(0, at), address);
        if (call.output() == Output.JSON) {
            call.show(new Card(peer, "node"));
        } else {
            call.terminal()
                    .print("peer " + Peers.brief(peer.at("node").text()) + "  " + peer.text("state", "remembered"));
        }
        return Code.DONE;
    }
}
