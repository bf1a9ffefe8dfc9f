package kith.cli.command;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import kith.cli.json.Json;
import kith.cli.json.JsonText;
import kith.cli.view.Output;
import kith.ontology.fault.Code;

/** Brings this node and its peers in step. */
final class Sync implements Verb {
    private static final Duration USUAL = Duration.ofSeconds(60);
    private static final Duration LONGEST = Duration.ofHours(1);

    @Override
    public void spell(Spelling spelling) {
        spelling.says(
                        "compare with all peers now, or with one",
                        "Peers that are connected send each change at once; this is for being sure. A peer that is named is"
                                + " called if it is not connected.")
                .maybe(PeerName.LABEL, PeerName.HELP + "; without: all")
                .flag(
                        "--wait",
                        "return when the peer that is named, else at least one and all of them, are in step; exit status 8"
                                + " when time is up")
                .option("--timeout", "SPAN", "how long to wait (default: 60s)")
                .shows(List.of(Output.TABLE, Output.JSON))
                .example("kith sync --wait")
                .example("kith sync ben-phone --wait")
                .example("kith sync --space river --wait --timeout 5m && kith export > river.trig");
    }

    @Override
    public Code run(Call call) throws IOException {
        Duration timeout = call.span("--timeout", USUAL, LONGEST);
        String space = call.option("--space").orElse("");
        boolean waits = call.flag("--wait");
        Optional<String> peer = call.maybe(0);
        Json outcome = peer.isPresent()
                ? call.visit().neighbours().sync(PeerName.did(call, peer.get()), space, waits, timeout)
                : call.visit().sync(space, waits, timeout);
        boolean inStep = Peers.isInStep(outcome);
        if (call.output() == Output.JSON) {
            call.terminal().print(JsonText.pretty(outcome));
        } else {
            long peers = outcome.number("peers", 0);
            String who = peer.isPresent() ? Peers.called(outcome) : peers + (peers == 1 ? " peer" : " peers");
            call.terminal().print((inStep ? "in step with " : "not yet in step with ") + who);
        }
        return inStep || !waits ? Code.DONE : Code.FAILED;
    }
}
