package kith.cli.command;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import kith.cli.json.Json;
import kith.cli.json.JsonText;
import kith.cli.view.Output;
import kith.cli.view.Terminal;
import kith.ontology.fault.Code;

/** All that is known of one peer. */
final class PeerGet implements Verb {
    private static final int LABEL_COLUMNS = 11;
    /** Clocks that are closer than this are called equal, in ms. */
    private static final long CLOCKS_AGREE_MILLIS = 1_000;

    @Override
    public void spell(Spelling spelling) {
        spelling.says("show all that is known of a peer")
                .argument(PeerName.LABEL, PeerName.HELP)
                .shows(List.of(Output.TABLE, Output.JSON))
                .example("kith peer get ben-phone")
                .example("kith peer get z6MkhaXg --json | jq .spaces");
    }

    @Override
    public Code run(Call call) throws IOException {
        Json peer = call.visit().neighbours().peer(PeerName.did(call, call.argument(0)));
        if (call.output() == Output.JSON) {
            call.terminal().print(JsonText.pretty(peer));
            return Code.DONE;
        }
        print(call, "peer", List.of(peer.text("name", ""), peer.at("node").text()));
        print(call, "person", List.of(peer.text("person", "")));
        print(call, "state", List.of(state(call, peer)));
        print(call, "blocked", List.of(blocked(call, peer)));
        print(call, "known", List.of(known(peer)));
        for (String line : addresses(peer)) {
            print(call, "address", List.of(line));
        }
        for (Json space : Peers.spaces(peer)) {
            print(call, "space", List.of(space.at("name").text(), space.text("level", "-"), standing(call, space)));
        }
        if (peer.find("sent").isPresent()) {
            print(
                    call,
                    "bytes",
                    List.of(Amounts.bytes(peer.number("sent", 0)) + " sent, "
                            + Amounts.bytes(peer.number("received", 0)) + " received"));
        }
        print(call, "clock", List.of(clock(peer)));
        print(call, "error", List.of(peer.text("error", "")));
        Optional<Json> next = peer.find("nextCall");
        print(
                call,
                "next call",
                List.of(next.isEmpty() ? "" : Peers.until(next.get().text(), call)));
        return Code.DONE;
    }

    private static void print(Call call, String label, List<String> words) throws IOException {
        StringBuilder line = new StringBuilder();
        for (String word : words) {
            line.append(line.isEmpty() || word.isEmpty() ? "" : "  ").append(Terminal.harmless(word));
        }
        if (!line.isEmpty()) {
            String padded = label + " ".repeat(LABEL_COLUMNS - label.length());
            call.terminal().print(call.paint().bold(padded) + line);
        }
    }

    private static String state(Call call, Json peer) {
        String state = peer.text("state", "?");
        String since = peer.text("since", "");
        String seen = peer.text("lastSeen", "");
        if (!since.isEmpty()) {
            boolean dialled = peer.find("dialled").map(Json::truth).orElse(false);
            return state + " for " + Peers.ago(since, call) + (dialled ? ", called at " : ", it called from ")
                    + peer.text("address", "?");
        }
        return state + (seen.isEmpty() ? ", never seen" : ", last seen " + Peers.ago(seen, call) + " ago");
    }

    private static String blocked(Call call, Json peer) {
        Optional<Json> blocked = peer.find("blocked");
        if (blocked.isEmpty()) {
            return "";
        }
        String reason = blocked.get().text("reason", "");
        return "for " + Peers.ago(blocked.get().text("since", ""), call) + (reason.isEmpty() ? "" : ": " + reason);
    }

    private static String known(Json peer) {
        return switch (peer.text("knownBy", "")) {
            case "added" -> "by you, with kith peer add";
            case "ticket" -> "by a ticket";
            case "setting" -> "by the setting peer.static";
            case "met" -> "because it came";
            default -> "by its connection only";
        };
    }

    private static List<String> addresses(Json peer) {
        List<String> lines = new ArrayList<>();
        boolean dialled = peer.find("dialled").map(Json::truth).orElse(false);
        for (Json address : peer.at("addresses").items()) {
            boolean isUsed = dialled && address.text().equals(peer.text("address", ""));
            lines.add(address.text() + (isUsed ? "  in use" : ""));
        }
        return lines.isEmpty() ? List.of("none known, so it has to call") : lines;
    }

    private static String standing(Call call, Json space) {
        String lacks = Peers.lacks(List.of(space), call);
        return !lacks.isEmpty() ? lacks : Peers.isInStep(space) ? "in step" : "was in step";
    }

    private static String clock(Json peer) {
        Optional<Json> offset = peer.find("clockOffsetMillis");
        if (offset.isEmpty()) {
            return "";
        }
        long millis = offset.get().number();
        return Math.abs(millis) < CLOCKS_AGREE_MILLIS
                ? "as here"
                : Spans.show(Duration.ofMillis(Math.abs(millis))) + (millis > 0 ? " ahead of" : " behind")
                        + " this machine's";
    }
}
