package kith.cli.command;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import kith.cli.json.Json;
import kith.cli.view.Paint;
import kith.cli.view.Terminal;

/** A node with its spaces and peers, a line each. */
final class StatusScreen {
    /** The whole screen, on the smallest terminals there are, with a line left for the prompt. */
    static final int MAX_LINES = 23;
    /** Lines for spaces, so that peers have room. */
    static final int MAX_SPACES = 8;

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
        List<String> store = store(status);
        List<String> next = next(spaces, peers);
        print("node", List.of(node(status.at("node"))));
        List<String> lines = new ArrayList<>();
        for (Json space : spaces) {
            lines.add(space(space));
        }
        List<String> shown = within(lines, MAX_SPACES, "kith space list");
        print("spaces", shown);
        lines.clear();
        for (Json peer : worstFirst(peers)) {
            lines.add(peer(peer));
        }
        print("peers", within(lines, MAX_LINES - 1 - shown.size() - store.size() - next.size(), "kith peer list"));
        print("store", store);
        print("next", next);
    }

    /** As many of the lines as have room; the last one then tells how many more there are, and where. */
    private static List<String> within(List<String> lines, int room, String command) {
        if (lines.size() <= room) {
            return List.copyOf(lines);
        }
        List<String> shown = new ArrayList<>(lines.subList(0, room - 1));
        shown.add("and " + (lines.size() - shown.size()) + " more: " + command);
        return shown;
    }

    /** Those with whom something is amiss before those with whom all is well, and those who lack most before others. */
    private static List<Json> worstFirst(List<Json> peers) {
        List<Json> sorted = new ArrayList<>(peers);
        sorted.sort(Comparator.comparingInt(StatusScreen::ease)
                .thenComparing(
                        Comparator.comparingLong((Json peer) -> Peers.sum(peer, "behind") + Peers.sum(peer, "ahead"))
                                .reversed()));
        return sorted;
    }

    private static int ease(Json peer) {
        if (peer.text("state", "").equals("blocked")) {
            return 4;
        }
        if (Peers.isInStep(peer)) {
            return 3;
        }
        boolean lacks = Peers.sum(peer, "behind") + Peers.sum(peer, "ahead") > 0;
        boolean isThere = peer.text("state", "").equals("connected");
        return lacks ? isThere ? 0 : 1 : 2;
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
                + node.at("listen").shown(", ")
                + node.find("lan").map(StatusScreen::lan).orElse("");
    }

    /** Who of the members of its spaces is on the same network; nothing where it does not look. */
    private static String lan(Json lan) {
        if (!lan.at("on").truth()) {
            return "";
        }
        String problem = lan.text("problem", "");
        return problem.isEmpty()
                ? "  " + lan.number("found", 0) + " near"
                : "  deaf to the network around: " + Terminal.harmless(problem);
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
        StringBuilder line = new StringBuilder(Peers.called(peer))
                .append("  ")
                .append(connected ? paint.good(state) : paint.doubtful(state));
        String lacks = Peers.lacks(Peers.spaces(peer), call);
        if (Peers.isInStep(peer)) {
            line.append("  in step");
        } else if (!lacks.isEmpty()) {
            line.append("  ").append(lacks);
        } else if (connected) {
            line.append("  not in step yet");
        }
        if (!connected && peer.find("lastSeen").isPresent()) {
            line.append("  last seen ").append(ago(peer.at("lastSeen").text())).append(" ago");
        }
        String error = state.equals("blocked") ? peer.at("blocked").text("reason", "") : peer.text("error", "");
        return line.append(error.isEmpty() ? "" : "  " + Terminal.harmless(error))
                .toString();
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
        for (Json space : spaces) {
            if (!space.text("refused", "").isEmpty()) {
                return List.of("kith doctor, and perhaps kith join TICKET with a fresh ticket");
            }
        }
        long blocked = 0;
        for (Json peer : peers) {
            String state = peer.text("state", "");
            if (state.equals("connected")) {
                return List.of();
            }
            blocked += state.equals("blocked") ? 1 : 0;
        }
        return List.of(blocked == peers.size() ? "kith invite" : "kith net check");
    }

    private String ago(String since) {
        return Peers.ago(since, call);
    }
}
