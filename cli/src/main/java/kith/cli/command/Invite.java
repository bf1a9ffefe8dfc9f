package kith.cli.command;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import kith.cli.json.Json;
import kith.cli.json.JsonText;
import kith.cli.view.Output;
import kith.ontology.fault.Code;

/** Makes a ticket with which one node may join. */
final class Invite implements Verb {
    private static final Duration USUAL = Duration.ofDays(2);
    private static final Duration LONGEST = Duration.ofDays(365);

    @Override
    public void spell(Spelling spelling) {
        spelling.says(
                        "make a ticket with which one node may join a space",
                        "Whoever holds the ticket may use it, once: hand it over where nobody else reads.")
                .option("--can", "LEVEL", "what the node may do: read or write (default: write)")
                .option("--expires", "SPAN", "how long the ticket is good (default: 2d)")
                .shows(List.of(Output.TABLE, Output.JSON))
                .example("kith invite")
                .example("kith invite --space river --can read --expires 12h");
    }

    @Override
    public Code run(Call call) throws IOException {
        String can = call.option("--can").orElse("write");
        if (!can.equals("read") && !can.equals("write")) {
            throw call.usage("--can is read or write, not '" + can + "'");
        }
        Duration expires = call.span("--expires", USUAL, LONGEST);
        if (expires.isZero()) {
            throw call.usage("--expires is longer than nothing");
        }
        Json invitation = call.visit().invite(call.space(), can, expires);
        if (call.output() == Output.JSON) {
            call.terminal().print(JsonText.pretty(invitation));
        } else {
            call.terminal().print(invitation.at("ticket").text());
            call.say("good for one node, which may " + can + ", until "
                    + invitation.text("expires", Spans.show(expires) + " from now")
                    + "; there: kith join TICKET");
        }
        return Code.DONE;
    }
}
