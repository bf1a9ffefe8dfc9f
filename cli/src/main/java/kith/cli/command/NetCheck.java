package kith.cli.command;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import kith.cli.json.Json;
import kith.cli.json.JsonText;
import kith.cli.view.Output;
import kith.cli.view.Paint;
import kith.cli.view.Terminal;
import kith.ontology.fault.Code;

/** Looks for why two nodes do not meet. */
final class NetCheck implements Verb {
    private static final Duration USUAL = Duration.ofSeconds(10);
    private static final Duration LONGEST = Duration.ofMinutes(5);
    private static final int STATE_COLUMNS = 6;
    private static final int NAME_COLUMNS = 12;

    @Override
    public void spell(Spelling spelling) {
        spelling.says(
                        "look for why two nodes do not meet: where this one listens, and what answers where peers are",
                        "It connects to each address, looks who answers and hangs up. The exit status is 1 when something"
                                + " fails: this node is not found where it listens, another node has its address, or a peer"
                                + " that is not connected is not found at any of its own.")
                .option("--timeout", "SPAN", "how long to wait for answers (default: 10s)")
                .shows(List.of(Output.TABLE, Output.JSON))
                .example("kith net check")
                .example("kith net check --json | jq '.peers[] | select(.state != \"connected\")'");
    }

    @Override
    public Code run(Call call) throws IOException {
        Json report = call.visit().neighbours().check(call.span("--timeout", USUAL, LONGEST));
        boolean isWell = report.at("well").truth();
        if (call.output() == Output.JSON) {
            call.terminal().print(JsonText.pretty(report));
        } else {
            print(call, report, isWell);
        }
        return isWell ? Code.DONE : Code.FAILED;
    }

    private static void print(Call call, Json report, boolean isWell) throws IOException {
        for (Json check : report.at("checks").items()) {
            line(call, check, check.at("name").text(), check.text("says", ""));
            String fix = check.text("fix", "");
            if (!fix.isEmpty()) {
                call.terminal().print("      fix: " + fix);
            }
        }
        for (Json address : report.at("here").items()) {
            line(call, address, "here", found(address));
        }
        for (Json peer : report.at("peers").items()) {
            String says = peer.text("says", "");
            call.terminal()
                    .print("peer  " + Peers.called(peer) + "  " + peer.text("state", "?")
                            + (says.isEmpty() ? "" : ": " + Terminal.harmless(says)));
            for (Json address : peer.at("addresses").items()) {
                line(call, address, "", found(address));
            }
        }
        String next = report.text("next", "");
        call.terminal().print(isWell ? "all is well" : "not well" + (next.isEmpty() ? "" : "; next: " + next));
    }

    private static void line(Call call, Json checked, String name, String says) throws IOException {
        Paint paint = call.paint();
        String state = checked.at("state").text();
        String padded = state + " ".repeat(Math.max(0, STATE_COLUMNS - state.length()));
        String painted = switch (state) {
            case "ok" -> paint.good(padded);
            case "warn" -> paint.doubtful(padded);
            default -> paint.bad(padded);
        };
        call.terminal()
                .print(painted
                        + name
                        + " ".repeat(Math.max(1, NAME_COLUMNS - name.length()))
                        + Terminal.harmless(says));
    }

    private static String found(Json address) {
        return address.at("address").text() + "  " + address.text("says", "")
                + (address.find("millis").isEmpty() ? "" : "  " + address.number("millis", 0) + " ms");
    }
}
