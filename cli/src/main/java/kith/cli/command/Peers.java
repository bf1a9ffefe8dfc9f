package kith.cli.command;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import kith.cli.json.Json;
import kith.cli.view.Terminal;

/** What several commands say of peers. */
final class Peers {
    private static final int HEAD = "did:key:z6Mk".length() + 4;
    private static final int TAIL = 4;

    private Peers() {}

    /** An id cut in the middle, long enough to be told apart by eye. */
    static String brief(String did) {
        return did.length() <= HEAD + TAIL + 3
                ? did
                : did.substring(0, HEAD) + "..." + did.substring(did.length() - TAIL);
    }

    /** A peer by its name, if it has one, and its id cut short. */
    static String called(Json peer) {
        String brief = brief(peer.at("node").text());
        String name = Terminal.harmless(peer.text("name", ""));
        return name.isEmpty() ? brief : name + " (" + brief + ")";
    }

    /** The sum of a number over all spaces shared with a peer. */
    static long sum(Json peer, String key) {
        long sum = 0;
        for (Json space : spaces(peer)) {
            sum += space.number(key, 0);
        }
        return sum;
    }

    static List<Json> spaces(Json peer) {
        Optional<Json> spaces = peer.find("spaces");
        return spaces.isPresent() ? spaces.get().items() : List.of();
    }

    static boolean isInStep(Json peer) {
        return peer.find("inStep").isPresent() && peer.at("inStep").truth();
    }

    /** Who of the two lacks how many changes of these spaces and for how long; empty if nobody lacks any. */
    static String lacks(List<Json> spaces, Call call) {
        List<String> lacks = new ArrayList<>();
        for (String side : List.of("ahead", "behind")) {
            long count = 0;
            String since = "";
            for (Json space : spaces) {
                count += space.number(side, 0);
                String begun = space.text(side + "Since", "");
                since = since.isEmpty() || (!begun.isEmpty() && begun.compareTo(since) < 0) ? begun : since;
            }
            if (count > 0) {
                lacks.add((side.equals("ahead") ? "it lacks " : "this node lacks ")
                        + Amounts.grouped(count)
                        + (count == 1 ? " change" : " changes")
                        + (since.isEmpty() ? "" : " for " + ago(since, call)));
            }
        }
        return String.join(", ", lacks);
    }

    /** How long ago a time was that the daemon told. */
    static String ago(String since, Call call) {
        try {
            return Spans.show(Duration.between(
                    Instant.parse(since), call.surroundings().clock().instant()));
        } catch (DateTimeException unknown) {
            return "?";
        }
    }

    /** How long it is until a time that the daemon told. */
    static String until(String time, Call call) {
        try {
            Duration left = Duration.between(call.surroundings().clock().instant(), Instant.parse(time));
            return left.toMillis() <= 0 ? "now" : "in " + Spans.show(left);
        } catch (DateTimeException unknown) {
            return "?";
        }
    }

    /** Prints what the daemon says that it did, a line each. */
    static void say(Json done, Call call) throws java.io.IOException {
        for (Json line : done.at("says").items()) {
            call.terminal().print(Terminal.harmless(line.text()));
        }
    }
}
