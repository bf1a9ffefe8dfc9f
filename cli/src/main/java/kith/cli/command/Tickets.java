package kith.cli.command;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import kith.cli.json.Json;
import kith.cli.view.Output;
import kith.cli.view.QrPicture;
import kith.ontology.fault.Code;

/** How a ticket is made and shown: as a line, and as a picture for the camera of another machine. */
final class Tickets {
    private static final Duration USUAL = Duration.ofDays(2);
    private static final Duration LONGEST = Duration.ofDays(365);

    private Tickets() {}

    static Spelling spell(Spelling spelling) {
        return Rights.spell(spelling)
                .option("--expires", "SPAN", "how long the ticket is good (default: 2d)")
                .flag("--qr", "show the ticket as a picture too");
    }

    /** @param wish what the ticket is good for */
    static Code make(Call call, Map<String, Json> wish, String whatFor) throws IOException {
        Duration expires = call.span("--expires", USUAL, LONGEST);
        if (expires.isZero()) {
            throw call.usage("--expires is longer than nothing");
        }
        wish.put("expiresSeconds", Json.of(expires.toSeconds()));
        Optional<Json> made = Rights.change(call, "", "invites", wish);
        if (made.isEmpty()) {
            return Code.DONE;
        }
        Json invitation = made.get();
        String ticket = invitation.at("ticket").text();
        Rights.print(call, invitation, ticket);
        if (call.flag("--qr") && call.output() == Output.TABLE) {
            call.terminal().print(QrPicture.of(ticket));
        }
        call.say("good for one node, which may " + whatFor + ", until "
                + invitation.text("expires", Spans.show(expires) + " from now") + "; there: kith join TICKET");
        return Code.DONE;
    }
}
