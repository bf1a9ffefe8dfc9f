package kith.cli.command;

import java.io.IOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import kith.cli.json.Json;
import kith.cli.view.Paint;
import kith.cli.view.Terminal;

/** A node with its spaces and peers, a line each. */
final class StatusScreen {
    private static final int LABEL_COLUMNS = 8;

    private final Call call;
    private final Paint paint;

    StatusScreen(Call call) {
        this.call = call;
        this.paint = call.paint();
    }

    void print(Json status) throws IOException {
        List<Json> spaces = status.at("spaces").items();
        List<Json> peers = status.at("peers").items();
        print("node", List.of(node(status.at("node"))));
        List<String> lines = new ArrayList<>();
        for (Json space : spaces) {
            lines.add(space(space));
        }
        print("spaces", lines);
        lines.clear();
        for (Json peer : peers) {
            lines.add(peer(peer));
        }
        print("peers", lines);
        print("store", store(status));
        print("next", next(spaces, peers));
    }

    private void print(String title, List<String> lines) throws IOException {
        String label = title;
        for (String line : lines) {
            String padded = label + " ".repeat(LABEL_COLUMNS - label.length());
            call.terminal().print((paint.bold(padded) + line).stripTrailing());
            label = "";
        }
    }

    private String node(Json node) {
        return Terminal.harmless(node.text("name", "?")) + "  "
                + Peers.brief(node.at("did").text()) + "  up "
                + ago(node.text("since", "")) + "  pid " + node.number("pid", 0) + "  listening on "
                + node.at("listen").shown(", ");
    }

    private static String space(Json space) {
        String refused = space.text("refused", "");
        String warning = space.text("warning", "");
        return Terminal.harmless(space.at("name").text()) + "  " + space.text("level", "?") + "  "
                + Amounts.grouped(space.number("quads", 0)) + " facts  "
                + Amounts.grouped(space.number("deltas", 0)) + " changes by "
                + space.number("authors", 0)
                + (refused.isEmpty() ? "" : "  refused: " + Terminal.harmless(refused))
                + (warning.isEmpty() ? "" : "  " + Terminal.harmless(warning));
    }

    private String peer(Json peer) {
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
            line.append("  last seen ").append(ago(peer.at("lastSeen").text())).append(" ago");
        }
        String error = Terminal.harmless(peer.text("error", ""));
        return line.append(error.isEmpty() ? "" : "  " + error).toString();
    }

    private List<String> store(Json status) {
        Optional<Json> verified = status.find("verified");
        if (verified.isEmpty()) {
            return List.of();
        }
        Json last = verified.get();
        long faults = last.number("faults", 0);
        boolean running = last.find("running").map(Json::truth).orElse(false);
        String at = last.text("at", "");
        String when = at.isEmpty() ? "not verified yet" : "verified " + ago(at) + " ago";
        String found =
                at.isEmpty() ? "" : faults == 0 ? "  no fault" : "  " + paint.bad(faults + " faults: kith verify");
        return List.of(when + found + (running ? "  being verified now" : ""));
    }

    private static List<String> next(List<Json> spaces, List<Json> peers) {
        if (spaces.isEmpty()) {
            return List.of("kith space create NAME, or kith join TICKET");
        }
        return peers.isEmpty() ? List.of("kith invite") : List.of();
    }

    private String ago(String since) {
        try {
            return Spans.show(Duration.between(
                    Instant.parse(since), call.surroundings().clock().instant()));
        } catch (DateTimeException unknown) {
            return "?";
        }
    }
}
