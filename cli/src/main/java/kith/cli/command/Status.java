package kith.cli.command;

import java.io.IOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import kith.cli.json.Json;
import kith.cli.json.JsonText;
import kith.cli.view.Output;
import kith.cli.view.Paint;
import kith.cli.view.Terminal;
import kith.ontology.fault.Code;

/** The whole node on one screen. */
final class Status implements Verb {
    @Override
    public void spell(Spelling spelling) {
        spelling.says("show this node, its spaces and its peers on one screen")
                .shows(List.of(Output.TABLE, Output.JSON))
                .example("kith status")
                .example("kith status --json | jq '.spaces[].quads'");
    }

    @Override
    public Code run(Call call) throws IOException {
        Json status = call.visit().status();
        if (call.output() == Output.JSON) {
            call.terminal().print(JsonText.pretty(status));
            return Code.DONE;
        }
        Json node = status.at("node");
        List<Json> spaces = status.at("spaces").items();
        List<Json> peers = status.at("peers").items();
        print(call, "node", List.of(node(call, node)));
        List<String> lines = new ArrayList<>();
        for (Json space : spaces) {
            lines.add(space(space));
        }
        print(call, "spaces", lines);
        lines.clear();
        for (Json peer : peers) {
            lines.add(peer(call, peer));
        }
        print(call, "peers", lines);
        print(call, "next", next(spaces, peers));
        return Code.DONE;
    }

    private static void print(Call call, String title, List<String> lines) throws IOException {
        String label = title;
        for (String line : lines) {
            String padded = label + " ".repeat(8 - label.length());
            call.terminal().print((call.paint().bold(padded) + line).stripTrailing());
            label = "";
        }
    }

    private static String node(Call call, Json node) {
        return Terminal.harmless(node.text("name", "?")) + "  "
                + Peers.brief(node.at("did").text()) + "  up "
                + ago(call, node.text("since", "")) + "  pid " + node.number("pid", 0) + "  listening on "
                + node.at("listen").shown(", ");
    }

    private static String space(Json space) {
        return Terminal.harmless(space.at("name").text()) + "  " + space.text("level", "?") + "  "
                + Amounts.grouped(space.number("quads", 0)) + " facts  "
                + Amounts.grouped(space.number("deltas", 0)) + " changes by "
                + space.number("authors", 0);
    }

    private static String peer(Call call, Json peer) {
        Paint paint = call.paint();
        String state = peer.text("state", "?");
        boolean connected = state.equals("connected");
        StringBuilder line = new StringBuilder(Peers.brief(peer.at("node").text()))
                .append("  ")
                .append(connected ? paint.good(state) : paint.doubtful(state));
        if (Peers.isInStep(peer)) {
            line.append("  in step");
        } else {
            line.append("  ").append(Peers.sum(peer, "behind")).append(" behind, ");
            line.append(Peers.sum(peer, "ahead")).append(" ahead");
        }
        if (!connected && peer.find("lastSeen").isPresent()) {
            line.append("  last seen ")
                    .append(ago(call, peer.at("lastSeen").text()))
                    .append(" ago");
        }
        String error = Terminal.harmless(peer.text("error", ""));
        return line.append(error.isEmpty() ? "" : "  " + error).toString();
    }

    private static List<String> next(List<Json> spaces, List<Json> peers) {
        if (spaces.isEmpty()) {
            return List.of("kith space create NAME, or kith join TICKET");
        }
        return peers.isEmpty() ? List.of("kith invite") : List.of();
    }

    private static String ago(Call call, String since) {
        try {
            return Spans.show(Duration.between(
                    Instant.parse(since), call.surroundings().clock().instant()));
        } catch (DateTimeException unknown) {
            return "?";
        }
    }
}
